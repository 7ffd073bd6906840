import { expect, test } from 'vitest';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Price } from '@/lib/pricing/price';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import { tierWords } from './tier-words';

const usd = displayCurrency('USD');
const unit = (amount: string) => ({ type: 'unit' as const, amount });
const flat = (amount: string) => ({ type: 'flat' as const, amount });
const perThousand = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'none' as const, precision: 0 };
const graduated: Price = {
  type: 'graduated',
  tiers: [{ upToAmount: '300', unitPrice: unit('0') }, { upToAmount: '550', unitPrice: unit('0.003') }, { unitPrice: unit('0.0025') }],
};
const say = (price: Price, more: { unitConfig?: UnitConfig } = {}, unit_ = 'tokens') => {
  if (!('tiers' in price)) return [];
  const { type, tiers } = price;
  return tiers.map((tier, row) =>
    tierWords({ type, tier, row, before: tiers[row - 1]?.upToAmount, unitConfig: more.unitConfig, unit: unit_ }, usd),
  );
};

test('graduated tiers say their range in what is metered', () => {
  expect(say(graduated, { unitConfig: perThousand })).toEqual([
    'First 300k tokens: free',
    '300k to 550k tokens: $0.003 per 1k tokens',
    'Above 550k tokens: $0.0025 per 1k tokens',
  ]);
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
