import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { describeCadence, describePrice } from './describe';
import type { Price } from './price';
import type { PricingTerms } from './terms';

const usd = getCurrency('USD');
const perThousand = { operation: 'divide', conversionFactor: '1000', rounding: 'none', precision: 0 } as const;
const unit = (amount: string): Price => ({ type: 'unit', amount });
const say = (card: Partial<PricingTerms> & { price: Price; billingCadence?: string }, counted?: string) =>
  describePrice({ key: 'k', name: 'n', ...card }, usd, counted);

test('a unit price says what it is per', () => {
  expect(say({ price: unit('0.002') }, 'requests')).toBe('$0.002 per request');
  expect(say({ price: unit('5') })).toBe('$5.00 per unit');
});

test('converted units and free units are said in what people count', () => {
  expect(say({ price: unit('0.002'), unitConfig: perThousand, discounts: { usage: '1000' } }, 'tokens')).toBe(
    '$0.002 per 1k tokens after 1M free',
  );
  expect(say({ price: unit('0.015'), unitConfig: { ...perThousand, rounding: 'ceiling' }, discounts: { percentage: 10 } }, 'tokens')).toBe(
    '$0.015 per started 1k tokens, 10% off',
  );
  const gigabytes = { ...perThousand, conversionFactor: '1000000000', displayUnit: 'GB' };
  expect(say({ price: unit('0.09'), unitConfig: gigabytes, discounts: { usage: '100' } }, 'bytes')).toBe('$0.09 per GB after 100 free');
});

test('a multiplied quantity is said as the price of what is metered', () => {
  const percent = { operation: 'multiply', conversionFactor: '0.029', rounding: 'none', precision: 0 } as const;
  expect(say({ price: unit('1'), unitConfig: percent }, 'dollars')).toBe('$0.029 per dollar');
});

test('flat prices say how often', () => {
  expect(say({ price: { type: 'flat', amount: '49' }, billingCadence: 'P1M' })).toBe('$49.00 per month');
  expect(say({ price: { type: 'flat', amount: '49' }, billingCadence: 'P1Y', paymentTerm: 'in_arrears' })).toBe(
    '$49.00 per year, in arrears',
  );
  expect(say({ price: { type: 'flat', amount: '250' } })).toBe('$250.00 once');
  expect(say({ price: { type: 'free' } })).toBe('Free');
});

test('graduated tiers are told in order, whatever order they were written in', () => {
  const price: Price = {
    type: 'graduated',
    tiers: [
      { unitPrice: { type: 'unit', amount: '0.0025' } },
      { upToAmount: '550', unitPrice: { type: 'unit', amount: '0.003' } },
      { upToAmount: '300', unitPrice: { type: 'unit', amount: '0' } },
    ],
  };
  expect(say({ price, unitConfig: perThousand }, 'tokens')).toBe(
    'first 300k tokens free, then $0.003 per 1k tokens up to 550k, then $0.0025 per 1k tokens',
  );
});

test('volume tiers and commitments are told', () => {
  const price: Price = {
    type: 'volume',
    tiers: [
      { upToAmount: '400', flatPrice: { type: 'flat', amount: '2' }, unitPrice: { type: 'unit', amount: '0.001' } },
      { unitPrice: { type: 'unit', amount: '0.0008' } },
    ],
  };
  expect(say({ price, commitments: { minimumAmount: '1', maximumAmount: '90' }, billingCadence: 'P1M' }, 'requests')).toBe(
    'all usage at $2.00 plus $0.001 per request up to 400, $0.0008 per request above 400, at least $1.00 and at most $90.00 per month',
  );
});

test('cadences read as words', () => {
  expect(['P1M', 'P3M', 'P1Y', 'P12M', 'P2W', 'PT1H'].map(describeCadence)).toEqual([
    'month',
    '3 months',
    'year',
    'year',
    '2 weeks',
    'PT1H',
  ]);
});
