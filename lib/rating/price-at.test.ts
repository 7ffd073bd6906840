import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import type { PricingTerms } from '../pricing/terms';
import { volumeCliffs } from '../pricing/volume-cliffs';
import { priceAt, priceCurve } from './price-at';

const usd = getCurrency('USD');
const tokens: PricingTerms = {
  key: 'tokens',
  name: 'Tokens',
  unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'none', precision: 0 },
  discounts: { usage: '100' },
  price: {
    type: 'graduated',
    tiers: [{ upToAmount: '10', unitPrice: { type: 'unit', amount: '1' } }, { unitPrice: { type: 'unit', amount: '0.5' } }],
  },
};
const seats: PricingTerms = {
  key: 'seats',
  name: 'Seats',
  price: {
    type: 'volume',
    tiers: [{ upToAmount: '15', unitPrice: { type: 'unit', amount: '10' } }, { unitPrice: { type: 'unit', amount: '5' } }],
  },
};

test('the live price of a quantity comes with its lines and what a unit costs on average', () => {
  const price = priceAt(tokens, usd, '120000');
  expect(price.totals.total).toBe('15.00');
  expect(price.unitPrice).toBe('0.000125');
  expect(priceAt(tokens, usd, '0').unitPrice).toBeNull();
});

test('the curve has its edges where tiers end, in metered units', () => {
  const curve = priceCurve(tokens, usd, '200000', 4);
  expect(curve.edges).toEqual([{ quantity: '110000', tier: 1 }]);
  expect(curve.points.map((point) => [point.quantity, point.total])).toEqual([
    ['0', '0.00'],
    ['50000', '0.00'],
    ['100000', '0.00'],
    ['110000', '10.00'],
    ['110000.2', '10.00'],
    ['150000', '30.00'],
    ['200000', '55.00'],
  ]);
});

test('a curve without a given end goes half as far again as its last edge', () => {
  expect(priceCurve(seats, usd, undefined, 3).points.at(-1)?.quantity).toBe('22.5');
});

test('a volume cliff is the exact range in which using more costs less', () => {
  // Just above 15 seats cost 5 each, 75 in all; from 7.5 seats on, ten each is more than that.
  expect(volumeCliffs(seats)).toEqual([{ tier: 1, above: '7.5', upTo: '15', costAtEdge: '150', costBeyond: '75' }]);
});

test('commitments flatten a cliff', () => {
  expect(volumeCliffs({ ...seats, commitments: { maximumAmount: '75' } })).toEqual([]);
  expect(volumeCliffs({ ...seats, commitments: { minimumAmount: '100' } })).toEqual([
    { tier: 1, above: '10', upTo: '15', costAtEdge: '150', costBeyond: '100' },
  ]);
});

test('a tier with only a fee lies on the cliff as a whole', () => {
  const price: PricingTerms['price'] = {
    type: 'volume',
    tiers: [{ upToAmount: '10', flatPrice: { type: 'flat', amount: '100' } }, { unitPrice: { type: 'unit', amount: '5' } }],
  };
  expect(volumeCliffs({ ...seats, price })).toEqual([{ tier: 1, above: '0', upTo: '10', costAtEdge: '100', costBeyond: '50' }]);
});

test('graduated prices and volume prices that only rise have no cliff', () => {
  expect(volumeCliffs(tokens)).toEqual([]);
  const price: PricingTerms['price'] = {
    type: 'volume',
    tiers: [{ upToAmount: '10', unitPrice: { type: 'unit', amount: '1' } }, { unitPrice: { type: 'unit', amount: '2' } }],
  };
  expect(volumeCliffs({ ...seats, price })).toEqual([]);
});
