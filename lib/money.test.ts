import { expect, test } from 'vitest';
import { findFiatCurrency, getCurrency } from './currency';
import { decimal } from './decimal';
import { allocate, formatMoney, formatQuantity, formatUnitPrice, moneyText, percentOf, roundMoney } from './money';

const usd = getCurrency('USD');
const jpy = getCurrency('JPY');
const kwd = getCurrency('KWD');

test('money rounds half away from zero at the minor unit of its currency', () => {
  const rounded = (amount: string, currency = usd) => moneyText(roundMoney(decimal(amount), currency), currency);
  expect(['1.225', '-1.225', '1.224', '2.5'].map((amount) => rounded(amount))).toEqual(['1.23', '-1.23', '1.22', '2.50']);
  expect([rounded('2.5', jpy), rounded('-2.5', jpy), rounded('1.2345', kwd)]).toEqual(['3', '-3', '1.235']);
});

test('ten percent of 1.55 is 0.16', () => {
  expect(moneyText(percentOf(decimal('10'), usd)(decimal('1.55')), usd)).toBe('0.16');
});

test('an amount that does not divide goes by the largest remainder, ties in input order', () => {
  expect(allocate('10.00', ['1', '1', '1'], usd)).toEqual(['3.34', '3.33', '3.33']);
  expect(allocate('0.05', ['3', '7'], usd)).toEqual(['0.02', '0.03']);
  expect(allocate('100', ['0', '1', '2'], jpy)).toEqual(['0', '33', '67']);
});

test('an amount finer than its currency cannot be split', () => {
  expect(() => allocate('0.001', ['1'], usd)).toThrow('finer');
  expect(() => allocate('1.00', ['0', '0'], usd)).toThrow('zero');
});

test('amounts are written for people without losing a digit', () => {
  expect(formatMoney('0.000025', usd)).toBe('$0.000025');
  expect(formatMoney('-1234.5', usd)).toBe('−$1,234.50');
  expect(formatMoney('49', jpy)).toBe('¥49');
  expect(formatMoney('1', { code: 'CREDITS', precision: 4 })).toBe('CREDITS 1.0000');
  expect(formatUnitPrice('2.5', usd, '1000000')).toBe('$2.50 / 1M');
  expect(formatUnitPrice('2.5', usd, '1', 'seat')).toBe('$2.50 / seat');
});

test('round quantities are shortened only when nothing is lost', () => {
  expect(['1000', '2500000', '1234', '1000001', '0.5', '1234567.125'].map(formatQuantity)).toEqual([
    '1k',
    '2.5M',
    '1,234',
    '1,000,001',
    '0.5',
    '1,234,567.125',
  ]);
});

test('currencies know their minor digits', () => {
  expect([usd, jpy, kwd].map((c) => c.precision)).toEqual([2, 0, 3]);
  expect(findFiatCurrency('XXX')).toBeNull();
  expect(() => getCurrency('NOPE')).toThrow('unknown currency');
});
