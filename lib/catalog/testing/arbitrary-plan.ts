import fc from 'fast-check';
import type { AddOnContent } from '@/lib/catalog/add-on';
import type { Entitlement } from '@/lib/catalog/entitlement';
import type { PlanContent, PlanPhase } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { RateCard } from '@/lib/catalog/rate-card';
import { ids } from './sample-plan';

// Plans of every shape that can be stored, for property tests. They may carry warnings, never critical faults of shape.

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Decimals as people write them: with and without fractions and trailing zeros. */
export const amount = fc
  .tuple(fc.nat(5000), fc.constantFrom('', '.5', '.05', '.0025', '.10', '.000001'))
  .map(([whole, fraction]) => `${whole}${fraction}`);

const tier = fc.record({ unitPrice: optional(amount), flatPrice: optional(amount) }).map(({ unitPrice, flatPrice }) => ({
  ...((unitPrice !== undefined || flatPrice === undefined) && { unitPrice: { type: 'unit' as const, amount: unitPrice ?? '1' } }),
  ...(flatPrice !== undefined && { flatPrice: { type: 'flat' as const, amount: flatPrice } }),
}));

const tiers = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }), fc.array(tier, { minLength: 6, maxLength: 6 }))
  .map(([bounds, parts]) => {
    const sorted = [...bounds].sort((a, b) => a - b);
    return parts.slice(0, sorted.length + 1).map((part, i) => (i < sorted.length ? { upToAmount: `${sorted[i]}000`, ...part } : part));
  });

export const price: fc.Arbitrary<RateCard['price']> = fc.oneof(
  fc.constant({ type: 'free' as const }),
  amount.map((value) => ({ type: 'flat' as const, amount: value })),
  amount.map((value) => ({ type: 'unit' as const, amount: value })),
  tiers.map((list) => ({ type: 'graduated' as const, tiers: list })),
  tiers.map((list) => ({ type: 'volume' as const, tiers: list })),
);

const entitlement: fc.Arbitrary<Entitlement> = fc.oneof(
  fc.constant({ type: 'boolean' as const }),
  fc.record({ type: fc.constant('static' as const), config: fc.jsonValue({ maxDepth: 1 }) }),
  fc.record({
    type: fc.constant('metered' as const),
    isSoftLimit: fc.boolean(),
    limit: optional(fc.nat(1_000_000)),
    usagePeriod: optional(fc.constantFrom('P1D', 'P1M')),
  }),
);

const rateCard = (key: string): fc.Arbitrary<RateCard> =>
  fc.record(
    {
      key: fc.constant(key),
      name: fc.constantFrom(key, `${key} renamed`),
      price,
      description: fc.constantFrom('', 'words'),
      labels: fc.constantFrom<Record<string, string>[]>({}, { a: 'b' }),
      feature: fc.constantFrom({ id: ids.tokens }, { id: ids.seats }),
      currency: fc.constantFrom('CREDITS', 'POINTS'),
      billingCadence: fc.constantFrom('P1M', 'P1Y'),
      unitConfig: fc.record({
        operation: fc.constantFrom('divide' as const, 'multiply' as const),
        conversionFactor: fc.constantFrom('1000', '1000000', '1.2'),
        rounding: fc.constantFrom('none' as const, 'ceiling' as const),
        precision: fc.constant(0),
      }),
      paymentTerm: fc.constantFrom('in_advance' as const, 'in_arrears' as const),
      commitments: fc.record({ minimumAmount: amount, maximumAmount: amount }, { requiredKeys: [] }),
      discounts: fc.record({ percentage: fc.nat(100), usage: amount }, { requiredKeys: [] }),
      taxConfig: fc.record({ code: fc.constant({ id: ids.sso }) }),
      entitlement,
    },
    { requiredKeys: ['key', 'name', 'price'] },
  );

const rateCards = fc
  .shuffledSubarray(['fee', 'tokens', 'seats', 'sso', 'requests'])
  .chain((keys) => fc.tuple(...keys.map(rateCard)))
  .map((cards) => [...cards]);

const phase = (key: string): fc.Arbitrary<PlanPhase> =>
  fc.record(
    { key: fc.constant(key), name: fc.constantFrom(key, 'Ramp'), rateCards, duration: fc.constantFrom('P14D', 'P3M') },
    { requiredKeys: ['key', 'name', 'rateCards'] },
  );

const addOns: fc.Arbitrary<AddOnAssignment[]> = fc
  .shuffledSubarray([ids.tokens, ids.seats, ids.sso])
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((id) =>
        fc.record(
          {
            name: fc.constant('Extra'),
            addon: fc.constant({ id }),
            fromPlanPhase: fc.constantFrom('a', 'b'),
            maxQuantity: fc.integer({ min: 1, max: 9 }),
          },
          { requiredKeys: ['name', 'addon', 'fromPlanPhase'] },
        ),
      ),
    ),
  )
  .map((list) => [...list]);

/** Content of a plan with its add-ons: up to four phases of up to five cards. */
export const planWithAddOns: fc.Arbitrary<PlanContent & { addOns: AddOnAssignment[] }> = fc.record({
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'CREDITS'),
  billingCadence: fc.constantFrom('P1M', 'P1Y'),
  proRatingEnabled: fc.boolean(),
  phases: fc
    .shuffledSubarray(['trial', 'ramp', 'standard', 'late'])
    .chain((keys) => fc.tuple(...keys.map(phase)))
    .map((list) => [...list]),
  addOns,
});

/** Content of an add-on: up to five cards. */
export const addOnContent: fc.Arbitrary<AddOnContent> = fc.record({
  currency: fc.constantFrom('USD', 'EUR'),
  instanceType: fc.constantFrom('single' as const, 'multiple' as const),
  rateCards,
});
