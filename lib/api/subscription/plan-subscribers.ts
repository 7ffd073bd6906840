import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { Numeric } from '@/lib/pricing/numeric';

/** Subscribers of one version of a plan now, with their recurring revenue per month by currency. */
export const VersionSubscribers = z
  .strictObject({
    planId: Ulid,
    version: z.int(),
    subscriptions: z.int(),
    mrr: z.array(z.strictObject({ currency: z.string(), amount: Numeric })),
  })
  .meta({ id: 'PlanVersionSubscribers' });
export type VersionSubscribers = z.infer<typeof VersionSubscribers>;

export const listPlanSubscribers = operation({
  id: 'list-plan-subscribers',
  method: 'get',
  path: `${V1}/plans/{planId}/subscribers`,
  tag: 'Subscriptions',
  summary: 'How many subscriptions run on each version of a plan, and what they pay per month',
  permission: 'subscriptions:read',
  params: z.strictObject({ planId: Ulid }),
  result: z.strictObject({ data: z.array(VersionSubscribers) }).meta({ id: 'PlanSubscribers' }),
});
