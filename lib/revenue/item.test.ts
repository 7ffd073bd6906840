import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { price } from '../catalog/testing/arbitrary-plan';
import { getCurrency } from '../currency';
import { decimal, isPositive, sum, text, ZERO } from '../decimal';
import { moneyText } from '../money';
import type { PricingTerms } from '../pricing/terms';
import { rater, wholePeriod } from '../rating/pipe';
import { committedAmount, monthFactor, monthlyMicros, termsOfCard } from './item';
import { roundRatio } from './ratio';

const usd = getCurrency('USD');

describe('the committed amount of a rate card', () => {
  const card = fc.record({
    price,
    percentage: fc.option(fc.constantFrom(10, 25, 50, 100), { nil: undefined }),
    minimum: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
    maximum: fc.option(fc.integer({ min: 901, max: 2000 }), { nil: undefined }),
  });

  test('is what rating charges for a whole period without usage', () => {
    fc.assert(
      fc.property(card, ({ price: given, percentage, minimum, maximum }) => {
        const usageBased = 'tiers' in given || given.type === 'unit';
        const terms: PricingTerms = {
          key: 'card',
          name: 'Card',
          price: given,
          ...(percentage !== undefined && { discounts: { percentage } }),
          ...(usageBased && {
            commitments: {
              ...(minimum !== undefined && { minimumAmount: String(minimum) }),
              ...(maximum !== undefined && { maximumAmount: String(maximum) }),
            },
          }),
        };
        const rated = sum(rater(terms, usd)(wholePeriod(ZERO)).map(({ total }) => total));
        const committed = committedAmount(termsOfCard(terms, '1', 'P1M'));
        // Rating rounds its lines to cents, the price and then the discount; a commitment is rounded once, per month.
        expect(isPositive(rated.minus(committed).abs().minus(decimal('0.01')))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('of a flat price is its amount, once for what is charged once', () => {
    const flat: PricingTerms = { key: 'fee', name: 'Fee', price: { type: 'flat', amount: '49.50' } };
    expect(moneyText(committedAmount(termsOfCard(flat, '3', 'P1M')), usd)).toBe('148.50');
    expect(monthlyMicros(termsOfCard(flat, '3', null))).toBe(0n);
    expect(monthlyMicros(termsOfCard({ ...flat, price: { type: 'free' } }, '1', 'P1M'))).toBe(0n);
  });
});

describe('the factor to a month', () => {
  test.each([
    ['P1Y', '0.083333'],
    ['P1M', '1'],
    ['P4W', '1.083333'],
    ['P1D', '30.416667'],
    ['PT1H', '730'],
    ['P1Y6M', '0.055556'],
  ])('of %s is %s', (interval, factor) => {
    expect(text(roundRatio(monthFactor(interval), 6))).toBe(factor);
  });

  test('of no time is refused', () => {
    expect(() => monthFactor('P0D')).toThrow('P0D');
  });
});
