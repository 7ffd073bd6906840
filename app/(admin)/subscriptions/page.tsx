import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadSubscriptionList, subscriptionPage } from '@/components/subscriptions/subscription-input';
import { SubscriptionList } from '@/components/subscriptions/subscription-list';
import { searchSubscriptions } from '@/lib/api/subscription/state';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Subscriptions' };

export default async function SubscriptionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const asked = subscriptionPage(await loadSubscriptionList(searchParams));
  return (
    <Prefetched reads={[read(searchSubscriptions, asked)]}>
      <SubscriptionList />
    </Prefetched>
  );
}
