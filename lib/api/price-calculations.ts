import { z } from 'zod';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { DateTime } from '@/lib/catalog/fields';
import { RateCard } from '@/lib/catalog/rate-card';
import { Numeric } from '@/lib/pricing/numeric';
import { operation, V1 } from './operation';
import { DetailedLine, Totals, TraceStep } from './rated';

const Span = z.strictObject({ from: DateTime, to: DateTime });

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
      .array(z.strictObject({ amount: Numeric }))
      .max(100)
      .optional(),
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
