import { expect, test } from 'vitest';
import { displayCurrency } from '@/lib/catalog/currency';
import { averageWords, significant } from './average-words';

const usd = displayCurrency('USD');

test('an average is said per unit, or per as many units as make it readable', () => {
  expect(averageWords('2.5', usd, 'seats')).toBe('$2.50 / seat');
  expect(averageWords('0.0000025', usd, 'tokens')).toBe('$2.50 / 1M tokens');
  expect(averageWords('0.001363636364', usd, 'tokens')).toBe('$1.363 / 1k tokens');
  expect(averageWords('0', usd, 'tokens')).toBe('$0.00 / token');
});

test('four digits are enough, and whole ones are never cut', () => {
  expect(significant('0.001363636364')).toBe('0.001363');
  expect(significant('12345.678')).toBe('12345.67');
  expect(significant('0.5')).toBe('0.5');
});
