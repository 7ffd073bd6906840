import { z } from 'zod';
import { Numeric } from './numeric';

/** One amount for each unit used. */
export const UnitPrice = z.strictObject({ type: z.literal('unit'), amount: Numeric }).meta({ id: 'BillingPriceUnit' });

export type UnitPrice = z.infer<typeof UnitPrice>;
