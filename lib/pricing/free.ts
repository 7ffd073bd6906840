import { z } from 'zod';
import { priceModel } from './charge';

/** Costs nothing: included, or there for its entitlement. */
export const FreePrice = z.strictObject({ type: z.literal('free') }).meta({ id: 'BillingPriceFree' });

export const free = priceModel({
  schema: FreePrice,
  usageBased: false,
  charge: () => () => [],
  describe: () => 'Free',
});
