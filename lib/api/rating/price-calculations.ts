import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { RateCard } from '@/lib/catalog/rate-card';
import { DateTime, ResourceKey } from '@/lib/fields';
import { NonNegativeNumeric, Numeric } from '@/lib/pricing/numeric';
import { DetailedLine, Totals, TraceStep } from './rated-lines';

const Span = z
  .strictObject({ from: DateTime, to: DateTime })
  .refine(({ from, to }) => Date.parse(to) >= Date.parse(from), { path: ['to'], message: 'must not be before the start' });

/** Money a customer has, and what it may pay for. */
const CreditOnHand = z
  .strictObject({
    name: z.string().min(1).max(256),
    amount: NonNegativeNumeric,
    priority: z.int().min(1).max(1000).default(10),
    createdAt: DateTime.optional(),
    expiresAt: DateTime.optional(),
    features: z.array(ResourceKey).max(100).optional(),
  })
  .meta({ id: 'CalculatedCredit' });

/** A price and the figures to price, all given: nothing stored is read. */
export const PriceCalculationRequest = z
  .strictObject({
    currency: BillingCurrencyCode,
    precision: z.int().min(0).max(12).optional().meta({ description: 'Digits of a custom currency; ISO currencies have their own.' }),
    rateCard: RateCard,
    quantity: Numeric.optional().meta({ description: 'Metered in this part of the service period.' }),
    priorQuantity: Numeric.optional().meta({ description: 'Metered in the service period before this part.' }),
    priorAmount: Numeric.optional().meta({ description: 'Charged in the service period before this part, net of discounts.' }),
    position: z.enum(['only', 'first', 'middle', 'last']).optional(),
    servicePeriod: Span.optional(),
    fullServicePeriod: Span.optional().meta({ description: 'With both periods, a flat price is prorated.' }),
    credits: z
      .array(z.strictObject({ amount: NonNegativeNumeric }))
      .max(100)
      .optional(),
    addOns: z
      .array(z.strictObject({ rateCard: RateCard, quantity: z.int().min(1).max(10_000) }))
      .max(50)
      .optional()
      .meta({ description: 'Add-on cards of the same key that extend the rate card, each so many times.' }),
    creditsOnHand: z.array(CreditOnHand).max(100).optional().meta({
      description:
        'Spent on the lines by priority, then limited to features before unlimited, then expiry, then age, as far as they go; what is left is told.',
    }),
    featureKey: ResourceKey.optional().meta({ description: 'The feature the card charges for, which credits may be limited to.' }),
    dueAt: DateTime.optional().meta({ description: 'When the lines are due; credits that have expired by then pay nothing.' }),
    periods: z
      .array(z.strictObject({ cumulativeQuantity: Numeric }))
      .min(1)
      .max(400)
      .optional()
      .meta({
        description:
          'Instead of a quantity: everything metered so far at each run of one service period. Each run gives what it books on top.',
      }),
  })
  .meta({ id: 'PriceCalculationRequest' });
export type PriceCalculationRequest = z.infer<typeof PriceCalculationRequest>;

const Calculated = z.strictObject({
  lines: z.array(DetailedLine),
  totals: Totals,
  creditsLeft: z.array(z.strictObject({ name: z.string(), amount: Numeric })).optional(),
  trace: z.array(z.strictObject({ lineKey: z.string(), ...TraceStep.shape })),
});

export const PriceCalculation = z
  .strictObject({ ...Calculated.shape, words: z.string(), periods: z.array(Calculated).optional() })
  .meta({ id: 'PriceCalculation' });
export type PriceCalculation = z.infer<typeof PriceCalculation>;

export const createPriceCalculation = operation({
  id: 'create-price-calculation',
  method: 'post',
  path: `${V1}/price-calculations`,
  tag: 'Previews',
  summary: 'What a rate card charges for figures you give, in one part or in several runs',
  permission: 'previews:run',
  body: PriceCalculationRequest,
  result: PriceCalculation,
});
