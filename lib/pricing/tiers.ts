import { z } from 'zod';
import { FlatPrice } from './flat';
import { Numeric } from './numeric';
import { UnitPrice } from './unit';

/**
 * A tier covers the quantities above the tier before it, up to and including `upToAmount`; without one it is open-ended. A lower bound is
 * never stored, so tiers can have neither gap nor overlap.
 */
export const PriceTier = z
  .strictObject({ upToAmount: Numeric.optional(), flatPrice: FlatPrice.optional(), unitPrice: UnitPrice.optional() })
  .meta({ id: 'BillingPriceTier' });

export type PriceTier = z.infer<typeof PriceTier>;
