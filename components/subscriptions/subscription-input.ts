import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type Paged, pagedParams, pagedQuery } from '@/components/lists/paged-input';
import type { CallOf } from '@/lib/api/operation';
import type { searchSubscriptions } from '@/lib/api/subscription/state';

/** Filters of the list of subscriptions, as they stand in the URL. */
export const subscriptionFilters = {
  status: parseAsArrayOf(parseAsString).withDefault([]),
  plan: parseAsString,
  only: parseAsArrayOf(parseAsStringLiteral(['scheduled', 'negotiated', 'paused'] as const)).withDefault([]),
};
export const loadSubscriptionList = createLoader({ ...pagedParams, ...subscriptionFilters });

export interface SubscriptionListInput extends Paged {
  status: readonly string[];
  plan: string | null;
  only: readonly ('scheduled' | 'negotiated' | 'paused')[];
}

/** Builds the request for one page of the subscriptions as their list stands in the URL. */
export function subscriptionPage({ status, plan, only, ...list }: SubscriptionListInput): CallOf<typeof searchSubscriptions> {
  const { query } = pagedQuery(
    { ...list, sort: list.sort || '-started' },
    {
      started: ['active_from'],
      plan: ['plan_key'],
      next: ['next_billing_at'],
      mrr: ['mrr'],
    },
  );
  const filter = {
    ...(status.length > 0 && { status: { oeq: status.join(',') } }),
    ...(plan && { planKey: { eq: plan } }),
    ...Object.fromEntries(only.map((name) => [name, true])),
  };
  return { query: { ...query, ...(Object.keys(filter).length > 0 && { filter }) } };
}

/** Views of one subscription, as the URL names them. */
export const SUBSCRIPTION_TABS = ['overview', 'items', 'history'] as const;
export type SubscriptionTab = (typeof SUBSCRIPTION_TABS)[number];
export const subscriptionTab = { tab: parseAsStringLiteral(SUBSCRIPTION_TABS).withDefault('overview') };
