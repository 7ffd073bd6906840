import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { lineFigures } from './line';
import { type Circumstances, rater, wholePeriod } from './pipe';

const thousands = { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 } as const;
const tokens: PricingTerms = { key: 'tokens', name: 'Tokens', price: { type: 'unit', amount: '10' } };

function lines(card: Partial<PricingTerms>, metered: string, circumstances: Circumstances = {}, currency = getCurrency('USD')) {
  const rated = rater({ ...tokens, ...card }, currency)(wholePeriod(decimal(metered)), circumstances);
  return rated.map((line) => lineFigures(line, line.ref, currency));
}
const sentences = (card: Partial<PricingTerms>, metered: string, circumstances: Circumstances = {}) =>
  lines(card, metered, { ...circumstances, explain: true }).map((line) => line.trace?.map((step) => step.text));

test('free units are taken off after the conversion and its rounding', () => {
  // 1,400 are 2 started thousands, of which half a one is free. The other way round it would be 1,399.5 tokens, 2 thousands.
  expect(lines({ unitConfig: thousands, discounts: { usage: '0.5' } }, '1400')[0]).toMatchObject({ quantity: '1.5', total: '15.00' });
});

test('the percentage is taken off before the maximum is looked at', () => {
  const card = { discounts: { percentage: 50 }, commitments: { maximumAmount: '60' } };
  expect(lines(card, '10')[0]).toMatchObject({ amount: '100.00', discountsTotal: '50.00', total: '50.00' });
  expect(lines(card, '13')[0]).toMatchObject({
    amount: '130.00',
    discounts: [
      { reason: 'ratecard_percentage', amount: '65.00' },
      { reason: 'maximum_spend', amount: '5.00' },
    ],
    total: '60.00',
  });
});

test('the minimum is filled up from the net and takes no discount itself', () => {
  const [usage, minimum] = lines({ discounts: { percentage: 50 }, commitments: { minimumAmount: '80' } }, '10');
  expect([usage?.total, minimum?.chargesTotal, minimum?.discountsTotal, minimum?.total]).toEqual(['50.00', '30.00', '0.00', '30.00']);
});

test('a maximum goes through the lines in order and leaves nothing to those behind it', () => {
  const price: PricingTerms['price'] = {
    type: 'graduated',
    tiers: [
      { upToAmount: '5', unitPrice: { type: 'unit', amount: '10' } },
      { upToAmount: '10', unitPrice: { type: 'unit', amount: '8' } },
      { unitPrice: { type: 'unit', amount: '6' } },
    ],
  };
  expect(lines({ price, commitments: { maximumAmount: '70' } }, '20').map((line) => line.total)).toEqual(['50.00', '20.00', '0.00']);
});

test('conversion, free units and commitments leave a flat price alone', () => {
  const card = {
    price: { type: 'flat', amount: '49' },
    unitConfig: thousands,
    discounts: { usage: '5' },
    commitments: { minimumAmount: '90' },
  } as const;
  expect(lines(card, '7').map((line) => [line.quantity, line.total])).toEqual([['1', '49.00']]);
});

test('a prorated price is discounted after proration, and a share that rounds to nothing has no line', () => {
  const flat = { price: { type: 'flat', amount: '100' }, discounts: { percentage: 10 } } as const;
  const share = (served: string, full: string) => ({ proration: { served: decimal(served), full: decimal(full) } });
  expect(lines(flat, '0', share('15', '31'))[0]).toMatchObject({
    unitPrice: '48.39',
    amount: '48.39',
    discountsTotal: '4.84',
    total: '43.55',
  });
  expect(lines(flat, '0', share('1', '1000000'))).toEqual([]);
});

test('lines are rounded to the minor unit of their currency', () => {
  const card = { price: { type: 'unit', amount: '0.12345' } } as const;
  const in_ = (code: string) => lines(card, '11', {}, getCurrency(code, [{ code: 'CREDITS', precision: 6 }]))[0]?.total;
  expect(['USD', 'JPY', 'KWD', 'CREDITS'].map(in_)).toEqual(['1.36', '1', '1.358', '1.357950']);
});

test('usage below zero counts as none', () => {
  expect(lines({}, '-5')).toEqual([]);
  expect(sentences({ commitments: { minimumAmount: '1' } }, '-5')).toEqual([['Minimum $1.00 less $0.00 charged = $1.00']]);
});

test('every step is a sentence', () => {
  const card: Partial<PricingTerms> = {
    unitConfig: thousands,
    discounts: { usage: '1', percentage: 10 },
    commitments: { maximumAmount: '15' },
  };
  expect(sentences(card, '2400', { unit: 'tokens' })).toEqual([
    [
      '2,400 tokens used',
      '2,400 tokens ÷ 1,000, rounded up = 3',
      '1 free: 3 − 1 = 2',
      '2 × $10.00 = $20.00',
      '10% discount −$2.00',
      'Capped at $15.00: −$3.00',
    ],
  ]);
});

test('tiers and proration are told, too', () => {
  const price: PricingTerms['price'] = {
    type: 'graduated',
    tiers: [{ upToAmount: '5', flatPrice: { type: 'flat', amount: '100' } }, { unitPrice: { type: 'unit', amount: '2' } }],
  };
  expect(sentences({ price }, '7')).toEqual([
    ['7 used', '7 reach tier 1: flat price $100.00'],
    ['7 used', '2 in tier 2 (above 5)', '2 × $2.00 = $4.00'],
  ]);
  const proration = { served: decimal('1296000'), full: decimal('2678400') };
  expect(sentences({ price: { type: 'flat', amount: '100' } }, '0', { proration })).toEqual([
    ['Flat price $100.00', '15 of 31 days of $100.00 = $48.39'],
  ]);
});
