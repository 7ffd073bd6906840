import { z } from 'zod';
import { PriceTier } from './tiers';

/** The whole quantity costs the price of the one tier it reaches. */
export const VolumePrice = z
  .strictObject({ type: z.literal('volume'), tiers: z.array(PriceTier).min(1) })
  .meta({ id: 'BillingPriceVolume' });

export type VolumePrice = z.infer<typeof VolumePrice>;
