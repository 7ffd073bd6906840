'use client';

import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Money, Unknown } from '@/components/ui/numbers';
import { Fact } from '@/components/ui/page-header';
import { Day } from '@/components/ui/time';
import type { SubscriptionState } from '@/lib/api/subscription/state';
import { getUpcomingInvoice } from '@/lib/api/subscription/upcoming';
import { durationWords } from '@/lib/catalog/cadence';

/** Shows what a subscription comes to: so far in this period, when the next invoice is due, and what recurs. */
export function SubscriptionFacts({ state }: { state: SubscriptionState }) {
  const { timeZone } = useViewer().workspace;
  const { subscription, currentPhase } = state;
  const over = subscription.status === 'inactive';
  const upcoming = useApi(getUpcomingInvoice, { params: { subscriptionId: subscription.id } }, { enabled: !over, refetchInterval: 30_000 });
  const { invoice, mrr } = upcoming.data ?? {};
  const waiting = upcoming.isPending && !over;
  return (
    <>
      <Fact label="Next invoice so far">
        {invoice ? <Money value={invoice.total} currency={invoice.currency} /> : waiting ? '…' : <Unknown reason="Nothing is due." />}
      </Fact>
      <Fact label="Due">
        {invoice ? <Day at={invoice.at} timeZone={timeZone} /> : waiting ? '…' : <Unknown reason="Nothing is due." />}
      </Fact>
      <Fact label="Recurring per month">
        {mrr ? <Money value={mrr.amount} currency={mrr.currency} /> : waiting ? '…' : <Unknown reason="The subscription has ended." />}
      </Fact>
      {currentPhase && <Fact label="Phase">{currentPhase.name}</Fact>}
      <Fact label="Billed every">{durationWords(subscription.billingCadence)}</Fact>
    </>
  );
}
