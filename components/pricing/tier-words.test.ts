import { expect, test } from 'vitest';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Price } from '@/lib/pricing/price';
import { tierWords } from './tier-words';

const usd = displayCurrency('USD');
const unit = (amount: string) => ({ type: 'unit' as const, amount });
const flat = (amount: string) => ({ type: 'flat' as const, amount });
const perThousand = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'none' as const, precision: 0 };
const graduated: Price = {
  type: 'graduated',
  tiers: [{ upToAmount: '300', unitPrice: unit('0') }, { upToAmount: '550', unitPrice: unit('0.003') }, { unitPrice: unit('0.0025') }],
};
const say = (price: Price, more = {}, counted = 'tokens') =>
  'tiers' in price ? price.tiers.map((_, i) => tierWords({ key: 'k', name: 'n', price, ...more }, i, usd, counted)) : [];

test('graduated tiers say their range in what is metered', () => {
  expect(say(graduated, { unitConfig: perThousand })).toEqual([
    'First 300k tokens: free',
    '300k to 550k tokens: $0.003 per 1k tokens',
    'Above 550k tokens: $0.0025 per 1k tokens',
  ]);
});

test('free units do not move the bounds that are typed', () => {
  expect(say(graduated, { unitConfig: perThousand, discounts: { usage: '50' } })[0]).toBe('First 300k tokens: free');
});

test('volume tiers say that all usage is meant', () => {
  const price: Price = { type: 'volume', tiers: [{ upToAmount: '400', unitPrice: unit('0.001') }, { unitPrice: unit('0.0008') }] };
  expect(say(price, {}, 'requests')).toEqual([
    'Up to 400 requests: all at $0.001 per request',
    'Above 400 requests: all at $0.0008 per request',
  ]);
});

test('the fee of the first tier is said to be due without usage', () => {
  const price: Price = { type: 'graduated', tiers: [{ flatPrice: flat('10'), unitPrice: unit('1') }] };
  expect(say(price, {}, 'seats')).toEqual(['All seats: $10.00 plus $1.00 per seat, due even without usage']);
});

test('a tier whose cells cannot be read yet says nothing', () => {
  const price: Price = { type: 'graduated', tiers: [{ upToAmount: '', unitPrice: unit('1') }, { unitPrice: unit('x') }] };
  expect(say(price)).toEqual([null, null]);
});
