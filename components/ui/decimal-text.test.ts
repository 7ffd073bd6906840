import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foreignCurrency, readDecimal } from './decimal-text';

const value = (text: string) => {
  const reading = readDecimal(text);
  return reading.kind === 'value' ? reading.value : reading.kind;
};

describe('reading a number as people write it', () => {
  test.each([
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1 234,50', '1234.50'],
    ['1’234.50', '1234.50'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['1.234.567,8', '1234567.8'],
    ['12,5', '12.5'],
    ['0,123', '0.123'],
    ['1,2345', '1.2345'],
    ['1234,567', '1234.567'],
    ['$1,234.50', '1234.50'],
    ['1.234,50 €', '1234.50'],
    ['USD 49', '49'],
    ['-$0.5', '-0.5'],
    ['−3', '-3'],
    ['10 %', '10'],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('a comma before exactly three digits is asked about, with both readings', () => {
    expect(readDecimal('1,234')).toEqual({ kind: 'ambiguous', grouped: '1234', fraction: '1.234' });
    expect(readDecimal('-12,500')).toEqual({ kind: 'ambiguous', grouped: '-12500', fraction: '-12.500' });
  });

  test('a point is the decimal point, so 1.234 is not asked about', () => {
    expect(value('1.234')).toBe('1.234');
  });

  test('every digit typed is kept, the trailing zeros too', () => {
    expect(value('0.00000250')).toBe('0.00000250');
    expect(value('123456789012345678901234567890.123456789012345678')).toBe('123456789012345678901234567890.123456789012345678');
  });

  test('what a spreadsheet writes with an exponent is written out', () => {
    expect(value('2.5E-06')).toBe('0.0000025');
    expect(value('1e3')).toBe('1000');
    expect(value('1.25e1')).toBe('12.5');
  });

  test('half-typed numbers are read as far as they go', () => {
    expect(value('.5')).toBe('0.5');
    expect(value('5.')).toBe('5');
    expect(value('007')).toBe('7');
    expect(value('-0')).toBe('0');
    expect(value('  ')).toBe('empty');
  });

  test.each(['abc', '1,23,4', '1,23.4', '1.2.3', '--1', '1-2', ',', '1,234.5,6', '.,'])('%s is no number', (text) => {
    expect(value(text)).toBe('invalid');
  });

  test('any grouped number comes back with exactly its digits', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,20}$/);
    const fraction = fc.stringMatching(/^\d{1,12}$/);
    fc.assert(
      fc.property(digits, fraction, (whole, part) => {
        const us = whole.replace(/\B(?=(\d{3})+$)/g, ',');
        expect(value(`${us}.${part}`)).toBe(`${whole}.${part}`);
        expect(value(`${us.replaceAll(',', '.')},${part}`)).toBe(
          us.includes(',') || part.length !== 3 || whole.length > 3 ? `${whole}.${part}` : 'ambiguous',
        );
      }),
    );
  });
});

test.each([
  ['12 €', 'USD', '$', '€'],
  ['€12', 'USD', '$', '€'],
  ['-£3', 'USD', '$', '£'],
  ['12 EUR', 'USD', '$', 'EUR'],
  ['CA$5', 'USD', '$', 'CA$'],
  ['$12', 'EUR', '€', '$'],
  ['12 €', 'EUR', '€', null],
  ['USD 49', 'USD', '$', null],
  ['$1,234.50', 'USD', '$', null],
  ['$5', 'CAD', 'CA$', null],
  ['1.5', 'USD', '$', null],
  ['2.5E-06', 'USD', '$', null],
  ['10 %', 'USD', '$', null],
])('%s in a field of %s (%s) is of the currency %s', (text, code, symbol, foreign) => {
  expect(foreignCurrency(text, code, symbol)).toBe(foreign);
});
