import { z } from 'zod';
import { PriceTier } from './tiers';

/** Each tier's units cost that tier's price. */
export const GraduatedPrice = z
  .strictObject({ type: z.literal('graduated'), tiers: z.array(PriceTier).min(1) })
  .meta({ id: 'BillingPriceGraduated' });

export type GraduatedPrice = z.infer<typeof GraduatedPrice>;
