'use client';

import { Eye } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useMay, useViewer } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import { getSubscriptionState, type SubscriptionState } from '@/lib/api/subscription/state';
import type { OpenAct } from './act-state';
import { AddOnsOf } from './add-ons-of';
import { ItemTable } from './item-table';
import { ScheduledChanges } from './scheduled-changes';
import { SubscriptionActs } from './subscription-acts';
import { SubscriptionBadge } from './subscription-badge';
import { SubscriptionFacts } from './subscription-facts';
import { SubscriptionHistory } from './subscription-history';
import { SUBSCRIPTION_TABS, type SubscriptionTab, subscriptionTab } from './subscription-input';
import { SubscriptionTimeline } from './subscription-timeline';

const LABEL: Record<SubscriptionTab, string> = { overview: 'Overview', items: 'Items', history: 'History' };

/** One subscription: what the customer pays and gets, what will change, and what happened. */
export function SubscriptionPage({ subscriptionId }: { subscriptionId: string }) {
  const state = useApi(getSubscriptionState, { params: { subscriptionId } });
  if (state.error) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) {
    return (
      <Page>
        <Skeleton className="h-8 w-60" />
        <Skeleton className="h-90" />
      </Page>
    );
  }
  return <Shown state={state.data} revision={state.revision} />;
}

function Shown({ state, revision }: { state: SubscriptionState; revision: number | undefined }) {
  const { timeZone } = useViewer().workspace;
  const mayAudit = useMay('audit:read');
  const clock = useClock();
  const [now] = useState(() => new Date(clock()).toISOString());
  const [{ tab }, setParams] = useQueryStates(subscriptionTab);
  const [open, setOpen] = useState<OpenAct | null>(null);
  const { subscription, customer, plan } = state;
  const href = (id: SubscriptionTab) => `/subscriptions/${subscription.id}${id === 'overview' ? '' : `?tab=${id}`}`;
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: 'Subscriptions', href: '/subscriptions' },
          { label: customer.name, href: `/customers/${customer.id}` },
        ]}
        title={plan ? `${plan.name} v${plan.version}` : 'Custom terms'}
        status={<SubscriptionBadge status={subscription.status} paused={state.paused} />}
        keyText={<KeyText value={subscription.id} />}
        description={subscription.description ?? <Since state={state} timeZone={timeZone} />}
        facts={<SubscriptionFacts state={state} />}
        acts={
          <>
            {plan && (
              <ButtonLink icon={<Eye />} href={`/previews?customer=${customer.id}&plan=${plan.id}`}>
                Preview an invoice
              </ButtonLink>
            )}
            <SubscriptionActs state={state} revision={revision} now={now} open={open} onOpen={setOpen} />
          </>
        }
      />
      <Tabs
        label="Views of the subscription"
        current={tab}
        tabs={SUBSCRIPTION_TABS.filter((id) => id !== 'history' || mayAudit).map((id) => ({ id, label: LABEL[id], href: href(id) }))}
        onSelect={(id) => void setParams({ tab: id }, { history: 'push' })}
      />
      {tab === 'overview' && (
        <>
          <Section title="Timeline">
            <SubscriptionTimeline
              timeline={state.timeline}
              changes={state.scheduledChanges}
              currency={subscription.invoiceCurrency}
              timeZone={timeZone}
            />
          </Section>
          <ScheduledChanges state={state} revision={revision} />
          <AddOnsOf state={state} onChange={(addOn) => setOpen({ act: 'addon_quantity', addOn })} onAdd={() => setOpen({ act: 'addon' })} />
          <ItemTable state={state} now={now} running />
        </>
      )}
      {tab === 'items' && <ItemTable state={state} now={now} />}
      {tab === 'history' && mayAudit && <SubscriptionHistory subscriptionId={subscription.id} currency={subscription.invoiceCurrency} />}
    </Page>
  );
}

/** Says from when to when it lasts, and what it follows and is followed by. */
function Since({ state, timeZone }: { state: SubscriptionState; timeZone: string }) {
  const { subscription, previousId, nextId } = state;
  return (
    <>
      {subscription.status === 'scheduled' ? 'Starts' : 'Since'} <Day at={subscription.activeFrom} timeZone={timeZone} />
      {subscription.activeTo && (
        <>
          , {subscription.status === 'inactive' ? 'ended' : 'ends'} <Day at={subscription.activeTo} timeZone={timeZone} />
        </>
      )}
      {previousId && (
        <>
          {' · '}
          <TextLink href={`/subscriptions/${previousId}`}>Previous subscription</TextLink>
        </>
      )}
      {nextId && (
        <>
          {' · '}
          <TextLink href={`/subscriptions/${nextId}`}>Next subscription</TextLink>
        </>
      )}
    </>
  );
}
