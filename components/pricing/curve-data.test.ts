import { expect, test } from 'vitest';
import { displayCurrency } from '@/lib/catalog/currency';
import type { PricingTerms } from '@/lib/pricing/terms';
import { curveData } from './curve-data';

const usd = displayCurrency('USD');
const card: PricingTerms = {
  key: 'k',
  name: 'n',
  price: {
    type: 'graduated',
    tiers: [{ upToAmount: '1000', unitPrice: { type: 'unit', amount: '0.10' } }, { unitPrice: { type: 'unit', amount: '0.05' } }],
  },
};

test('a curve goes half as far again as its last edge', () => {
  const { end, edges, points } = curveData(card, usd, 'linear');
  expect(end).toBe('1500');
  expect(edges).toEqual([{ quantity: '1000', tier: 1 }]);
  expect(points.at(-1)).toMatchObject({ total: '125.00' });
});

test('on a logarithmic axis every power of ten has points, ascending, and none is zero', () => {
  const { points } = curveData(card, usd, 'log');
  const quantities = points.map(({ quantity }) => Number(quantity));
  expect(quantities).toEqual([...quantities].sort((a, b) => a - b));
  expect(quantities[0]).toBeGreaterThanOrEqual(1);
  for (const [from, to] of [
    [1, 10],
    [10, 100],
    [100, 1000],
  ]) {
    expect(quantities.filter((quantity) => quantity >= (from ?? 0) && quantity < (to ?? 0)).length).toBeGreaterThan(8);
  }
});
