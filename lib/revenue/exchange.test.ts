import { describe, expect, test } from 'vitest';
import { inReporting, ratesOf, withoutRate } from './exchange';

describe('exchange rates', () => {
  const rateAt = ratesOf('USD', [
    { currency: 'EUR', from: '2025-02-01T00:00:00Z', rate: '1.05' },
    { currency: 'EUR', from: '2025-01-01T00:00:00Z', rate: '1.1' },
  ]);

  test('hold from their instant until the next', () => {
    expect(['2025-01-01T00:00:00Z', '2025-01-31T23:59:59Z', '2025-02-01T00:00:00Z'].map((at) => rateAt('EUR', at))).toEqual([
      '1.1',
      '1.1',
      '1.05',
    ]);
  });

  test('that nobody knows leave an amount out and name it', () => {
    const amounts = new Map([
      ['EUR', 100n],
      ['JPY', 500n],
      ['USD', 1n],
    ]);
    expect(inReporting(amounts, '2025-01-15T00:00:00Z', rateAt)).toBe(111n);
    expect(withoutRate(amounts, '2025-01-15T00:00:00Z', rateAt)).toEqual(['JPY']);
    expect(withoutRate(amounts, '2024-12-31T00:00:00Z', rateAt)).toEqual(['EUR', 'JPY']);
  });
});
