import { expect, test } from 'vitest';
import type { PricingTerms } from '../pricing/terms';
import { lineWords } from './line-words';
import { priceAt } from './price-at';

const usd = { code: 'USD', precision: 2 };
const thousands = { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 } as const;
const words = (card: Omit<PricingTerms, 'key' | 'name'>, quantity: string) =>
  priceAt({ key: 'api_requests', name: 'API requests', ...card } as PricingTerms, usd, quantity).lines.map((line) => {
    const { item, terms } = lineWords({ ...line, rateCardName: 'API requests' }, usd);
    return terms === null ? item : `${item} · ${terms}`;
  });
const tiers = [
  { upToAmount: '100', unitPrice: { type: 'unit', amount: '0' } },
  { unitPrice: { type: 'unit', amount: '0.4' }, flatPrice: { type: 'flat', amount: '5' } },
] as const;

test('a line says its tier in metered units, how many units, and the price of one', () => {
  const price = { type: 'graduated', tiers } as unknown as PricingTerms['price'];
  expect(words({ price, unitConfig: thousands }, '416000')).toEqual([
    'API requests, up to 100k · 100 × 1k · $0.00 / 1k',
    'API requests, above 100k · 316 × 1k · $0.40 / 1k',
    'API requests, fee, above 100k',
  ]);
});

test('a named unit, a volume price, a price of many digits and a flat price have words of their own', () => {
  const volume = { type: 'volume', tiers } as unknown as PricingTerms['price'];
  expect(words({ price: volume, unitConfig: { ...thousands, displayUnit: 'GB' } }, '150000')).toContain(
    'API requests, all at the price above 100 GB · 150 GB · $0.40 / GB',
  );
  expect(words({ price: { type: 'unit', amount: '0.0004' } }, '316000')).toEqual(['API requests · 316,000 · $0.40 / 1k']);
  expect(words({ price: { type: 'unit', amount: '2' } }, '3')).toEqual(['API requests · 3 · $2.00 each']);
  expect(words({ price: { type: 'flat', amount: '49' } }, '0')).toEqual(['API requests']);
});

test('a minimum says so, and a line without a trace keeps its own name', () => {
  const price = { type: 'unit', amount: '1' } as const;
  expect(words({ price, commitments: { minimumAmount: '10' } }, '3').at(-1)).toBe('API requests, up to the minimum spend');
  const bare = { key: 'x', name: 'Seats: usage in period', category: 'regular', quantity: '1', unitPrice: '1' } as const;
  expect(lineWords(bare, usd).item).toBe('Seats: usage in period');
});
