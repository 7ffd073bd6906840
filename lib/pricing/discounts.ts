import { z } from 'zod';
import { type Decimal, max, ZERO } from '../decimal';
import { Numeric } from './numeric';

/** A percentage off each line, and units that cost nothing, counted from the start of the period. */
export const RateCardDiscounts = z
  .strictObject({ percentage: z.number().min(0).max(100).optional(), usage: Numeric.optional() })
  .meta({ id: 'BillingRateCardDiscounts' });

export type RateCardDiscounts = z.infer<typeof RateCardDiscounts>;

/** Returns the priced rest of a quantity that counts from the start of the period, once the free units are taken off: never below 0. */
export function afterFreeUnits(quantity: Decimal, free: Decimal): Decimal {
  return max(quantity.minus(free), ZERO);
}
