import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDecimal } from './decimal-text';

describe('what people type', () => {
  test.each([
    ['0.002', '0.002'],
    ['0.0020', '0.0020'],
    ['49', '49'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1 234,5', '1234.5'],
    ['1’234.50', '1234.50'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['0,002', '0.002'],
    ['0,125', '0.125'],
    ['12,5', '12.5'],
    ['1.234', '1.234'],
    ['$49.00', '49.00'],
    ['-€3', '-3'],
    ['−2', '-2'],
    ['2.5E-06', '0.0000025'],
    ['1e3', '1000'],
  ])('%s is %s', (typed, value) => {
    expect(readDecimal(typed)).toEqual({ kind: 'decimal', value });
  });

  test('a lone comma before three digits may mean two things', () => {
    expect(readDecimal('1,234')).toEqual({ kind: 'ambiguous', choices: ['1234', '1.234'] });
    expect(readDecimal('1,234', { comma: 'decimal' })).toEqual({ kind: 'decimal', value: '1.234' });
    expect(readDecimal('1,234', { comma: 'group' })).toEqual({ kind: 'decimal', value: '1234' });
  });

  test.each(['abc', '1,23,4', '1.2.3', '1,2345.6', '--1', '$', '1e400', '12 tokens'])('%s is not a number', (typed) => {
    expect(readDecimal(typed)).toEqual({ kind: 'invalid' });
  });

  test('nothing is nothing', () => {
    expect(readDecimal('  ')).toEqual({ kind: 'empty' });
  });
});

test('no digit of a plain decimal is ever lost', () => {
  const digits = fc.stringMatching(/^[1-9]\d{0,29}$/);
  const fraction = fc.stringMatching(/^\d{1,18}$/);
  fc.assert(
    fc.property(digits, fc.option(fraction), (whole, rest) => {
      const plain = rest === null ? whole : `${whole}.${rest}`;
      expect(readDecimal(plain)).toEqual({ kind: 'decimal', value: plain });
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
      if (rest !== null) expect(readDecimal(`${grouped}.${rest}`)).toEqual({ kind: 'decimal', value: plain });
    }),
  );
});
