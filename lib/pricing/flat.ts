import { z } from 'zod';
import { Numeric } from './numeric';

/** The same amount each billing period, or once, whatever the usage. */
export const FlatPrice = z.strictObject({ type: z.literal('flat'), amount: Numeric }).meta({ id: 'BillingPriceFlat' });

export type FlatPrice = z.infer<typeof FlatPrice>;
