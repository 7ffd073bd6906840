import { z } from 'zod';
import { Numeric } from './numeric';

/** The least and the most a rate card may cost in one billing period. */
export const SpendCommitments = z
  .strictObject({ minimumAmount: Numeric.optional(), maximumAmount: Numeric.optional() })
  .meta({ id: 'BillingSpendCommitments' });

export type SpendCommitments = z.infer<typeof SpendCommitments>;
