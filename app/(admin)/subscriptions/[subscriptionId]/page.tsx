import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { SubscriptionPage } from '@/components/subscriptions/subscription-page';
import { getSubscriptionState } from '@/lib/api/subscription/state';
import { getUpcomingInvoice } from '@/lib/api/subscription/upcoming';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Subscription' };

export default async function OneSubscriptionPage({ params }: { params: Promise<{ subscriptionId: string }> }) {
  const { subscriptionId } = await params;
  const input = { params: { subscriptionId } };
  return (
    <Prefetched reads={[read(getSubscriptionState, input), read(getUpcomingInvoice, input)]}>
      <SubscriptionPage subscriptionId={subscriptionId} />
    </Prefetched>
  );
}
