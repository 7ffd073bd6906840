import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Numeric } from '@/lib/pricing/numeric';
import { OutcomeInvoice } from './acts';
import { subscriptionParams } from './subscriptions';

/** The invoice that a subscription is heading for, and its recurring revenue. */
export const UpcomingInvoice = z
  .strictObject({
    invoice: OutcomeInvoice.optional().meta({ description: 'Fees and usage so far; absent when nothing more is due.' }),
    mrr: z.strictObject({ currency: z.string(), amount: Numeric }).optional(),
  })
  .meta({ id: 'SubscriptionUpcomingInvoice' });
export type UpcomingInvoice = z.infer<typeof UpcomingInvoice>;

export const getUpcomingInvoice = operation({
  id: 'get-subscription-upcoming-invoice',
  method: 'get',
  path: `${V1}/subscriptions/{subscriptionId}/upcoming-invoice`,
  tag: 'Subscriptions',
  summary: 'What the next invoice of a subscription comes to so far, and its recurring revenue per month',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  result: UpcomingInvoice,
});
