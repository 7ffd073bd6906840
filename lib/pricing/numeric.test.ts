import { expect, test } from 'vitest';
import { NonNegativeNumeric, Numeric, plainDecimal } from './numeric';

test.each([
  ['0.10', '0.1'],
  ['1.000', '1'],
  ['007', '7'],
  ['100', '100'],
  ['0', '0'],
  ['00.00', '0'],
  ['-0.0', '0'],
  ['-01.50', '-1.5'],
  ['1000000000000000000000.000000000000000001', '1000000000000000000000.000000000000000001'],
])('%s is spelled %s', (written, spelled) => {
  expect(Numeric.parse(written)).toBe(spelled);
  if (!spelled.startsWith('-') && !written.startsWith('-')) expect(NonNegativeNumeric.parse(written)).toBe(spelled);
});

test('what is no decimal is refused as it was written', () => {
  for (const text of ['', '.', '1.', '.5', '1e3', 'ten', '1,5', ' 1']) {
    expect(Numeric.safeParse(text).success).toBe(false);
    expect(plainDecimal(`x${text}`)).toBe(`x${text}`);
  }
});
