import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWithAddOns } from '@/lib/catalog/testing/arbitrary-plan';
import { fee, plan, tokens, withCard } from '@/lib/catalog/testing/sample-plan';
import { compare, decimal } from '@/lib/decimal';
import { convertPrices, PriceConversion } from './convert-prices';
import { contentOf, type PlanContent } from './plan';
import type { RateCard } from './rate-card';

const by = (changes: object = {}) => PriceConversion.parse({ currency: 'EUR', factor: '0.92', step: '1', unitDigits: 3, ...changes });
const only = (card: RateCard, conversion = by()) => convertPrices(withCard(card), conversion).phases[1]?.rateCards[0];

describe('a price list in another currency', () => {
  it('has every fee at a multiple of the step', () => {
    const flat = (changes: object) => only(fee, by(changes))?.price;
    expect(flat({})).toEqual({ type: 'flat', amount: '45' }); // 45.08
    expect(flat({ rounding: 'up' })).toEqual({ type: 'flat', amount: '46' });
    expect(flat({ step: '5', rounding: 'down' })).toEqual({ type: 'flat', amount: '45' });
    expect(flat({ step: '0.01' })).toEqual({ type: 'flat', amount: '45.08' });
  });

  it('has unit prices to so many digits, tier by tier, and bounds where they were', () => {
    expect(only(tokens)).toMatchObject({
      price: {
        tiers: [
          { upToAmount: '1000000', unitPrice: { amount: '0.00000046' } },
          { upToAmount: '5000000', unitPrice: { amount: '0.000000368' }, flatPrice: { amount: '1' } }, // 0.92, to the next whole
          { unitPrice: { amount: '0.000000276' } },
        ],
      },
      discounts: { usage: '1000' },
      commitments: { minimumAmount: '1', maximumAmount: '920' },
      entitlement: { limit: 10_000_000 },
    });
    const price = { type: 'unit' as const, amount: '1234.5678' };
    expect(only({ ...tokens, price }, by({ factor: '1', unitDigits: 2 }))?.price).toEqual({ type: 'unit', amount: '1200' });
    expect(only({ ...tokens, price }, by({ factor: '1', unitDigits: 6, rounding: 'up' }))?.price).toEqual({
      type: 'unit',
      amount: '1234.57',
    });
  });

  it('keeps what cost something from becoming free, and nothing free from costing something', () => {
    const flat = (amount: string) => only({ ...fee, price: { type: 'flat', amount } }, by({ step: '5' }))?.price;
    expect([flat('0.10'), flat('0')]).toEqual([
      { type: 'flat', amount: '5' },
      { type: 'flat', amount: '0' },
    ]);
  });

  it('leaves cards in a currency of their own alone, and drops the name of the currency that all of it is in now', () => {
    expect(only({ ...fee, currency: 'CREDITS' })).toEqual({ ...fee, currency: 'CREDITS' });
    expect(only({ ...fee, currency: 'CREDITS' }, by({ currency: 'CREDITS' }))).toEqual(fee);
  });

  const amounts = (content: PlanContent) =>
    content.phases.flatMap((phase) =>
      phase.rateCards.flatMap(({ price, commitments: c }) => [
        ...('amount' in price ? [price.amount] : []),
        ...('tiers' in price ? price.tiers.flatMap((t) => [t.unitPrice?.amount, t.flatPrice?.amount]) : []),
        ...[c?.minimumAmount, c?.maximumAmount],
      ]),
    );

  it('never changes anything but amounts, never turns them negative, and never reorders two of a kind', () => {
    const conversion = fc.record({
      factor: fc.constantFrom('0.003', '0.92', '1', '7.5', '149.37'),
      step: fc.constantFrom('0.01', '0.5', '1', '10'),
      unitDigits: fc.integer({ min: 1, max: 9 }),
      rounding: fc.constantFrom('nearest', 'up', 'down'),
    });
    fc.assert(
      fc.property(planWithAddOns, conversion, (source, changes) => {
        const content = contentOf(source);
        const converted = convertPrices(content, by(changes));
        const [before, after] = [amounts(content), amounts(converted)];
        expect(after.map((amount) => amount === undefined)).toEqual(before.map((amount) => amount === undefined));
        for (const [i, amount] of after.entries()) {
          if (amount === undefined) continue;
          expect(compare(decimal(amount), decimal('0')) > 0).toBe(compare(decimal(before[i] as string), decimal('0')) > 0);
        }
        for (const [i, phase] of content.phases.entries()) {
          for (const [j, { commitments: c }] of phase.rateCards.entries()) {
            const is = converted.phases[i]?.rateCards[j]?.commitments;
            const [low, high] = [c?.minimumAmount, c?.maximumAmount];
            if (low === undefined || high === undefined || compare(decimal(low), decimal(high)) > 0) continue;
            expect(compare(decimal(is?.minimumAmount as string), decimal(is?.maximumAmount as string))).toBeLessThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('is the same price list when the factor is one and nothing is rounded away', () => {
    expect(convertPrices(plan, by({ currency: 'USD', factor: '1', step: '0.000001', unitDigits: 15 }))).toEqual(plan);
  });
});

it.each(['0', '0.0', '-1', 'x', ''])('a factor of "%s" is refused', (factor) => {
  expect(PriceConversion.safeParse({ ...by(), factor }).success).toBe(false);
});
