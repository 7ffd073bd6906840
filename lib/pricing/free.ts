import { z } from 'zod';

/** Costs nothing: included, or there for its entitlement. */
export const FreePrice = z.strictObject({ type: z.literal('free') }).meta({ id: 'BillingPriceFree' });

export type FreePrice = z.infer<typeof FreePrice>;
