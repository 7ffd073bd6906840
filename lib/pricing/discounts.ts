import { z } from 'zod';
import { Numeric } from './numeric';

/** A percentage off each line, and units that cost nothing, counted from the start of the period. */
export const RateCardDiscounts = z
  .strictObject({ percentage: z.number().min(0).max(100).optional(), usage: Numeric.optional() })
  .meta({ id: 'BillingRateCardDiscounts' });

export type RateCardDiscounts = z.infer<typeof RateCardDiscounts>;
