'use client';

import { Plus, Repeat } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useMay, useViewer } from '@/components/shell/viewer';
import type { OpenAct } from '@/components/subscriptions/act-state';
import { AddOnsOf } from '@/components/subscriptions/add-ons-of';
import { ScheduledChanges } from '@/components/subscriptions/scheduled-changes';
import { SubscriptionActs } from '@/components/subscriptions/subscription-acts';
import { SubscriptionBadge } from '@/components/subscriptions/subscription-badge';
import { SubscriptionFacts } from '@/components/subscriptions/subscription-facts';
import { SubscriptionTimeline } from '@/components/subscriptions/subscription-timeline';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { lazy } from '@/components/ui/lazy';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import { getSubscriptionState, type SubscriptionRow, searchSubscriptions } from '@/lib/api/subscription/state';
import type { Customer } from '@/lib/metering/customer';
import { subscriptionsOf } from './customer-input';

const StartSubscription = lazy(() => import('@/components/subscriptions/start-subscription').then((module) => module.StartSubscription));

/** Shows what a customer pays and gets: their subscriptions of now and to come in full, earlier ones by name. */
export function CustomerSubscriptions({ customer }: { customer: Customer }) {
  const mayWrite = useMay('subscriptions:write') && !customer.deletedAt;
  const rows = useApi(searchSubscriptions, subscriptionsOf(customer.id));
  const [starting, setStarting] = useState(false);
  if (rows.error) return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data) return <Skeleton className="h-60" />;
  const current = rows.data.data.filter(({ status }) => status !== 'inactive');
  const ended = rows.data.data.filter(({ status }) => status === 'inactive');
  const start = mayWrite && (
    <Button variant={current.length === 0 ? 'primary' : 'secondary'} icon={<Plus />} onClick={() => setStarting(true)}>
      Start subscription
    </Button>
  );
  return (
    <>
      {current.map(({ id }) => (
        <CurrentSubscription key={id} id={id} />
      ))}
      {current.length === 0 && (
        <Section title="Subscription" card>
          <EmptyState title="No subscription" icon={<Repeat />} action={start}>
            {customer.name} is on no plan: usage is counted, and nothing is billed.
          </EmptyState>
        </Section>
      )}
      {ended.length > 0 && <EndedSubscriptions rows={ended} />}
      {starting && <StartSubscription customer={customer} onClose={() => setStarting(false)} />}
    </>
  );
}

function CurrentSubscription({ id }: { id: string }) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const [now] = useState(() => new Date(clock()).toISOString());
  const state = useApi(getSubscriptionState, { params: { subscriptionId: id } });
  const [open, setOpen] = useState<OpenAct | null>(null);
  if (state.error) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return <Skeleton className="h-60" />;
  const { subscription, plan, paused, timeline, scheduledChanges } = state.data;
  return (
    <Section
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          <TextLink href={`/subscriptions/${id}`}>{plan ? `${plan.name} v${plan.version}` : 'Custom terms'}</TextLink>
          <SubscriptionBadge status={subscription.status} paused={paused} />
        </span>
      }
      acts={<SubscriptionActs state={state.data} revision={state.revision} now={now} open={open} onOpen={setOpen} quiet />}
    >
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <SubscriptionFacts state={state.data} />
      </dl>
      <SubscriptionTimeline timeline={timeline} changes={scheduledChanges} currency={subscription.invoiceCurrency} timeZone={timeZone} />
      <ScheduledChanges state={state.data} revision={state.revision} />
      <AddOnsOf
        state={state.data}
        onChange={(addOn) => setOpen({ act: 'addon_quantity', addOn })}
        onAdd={() => setOpen({ act: 'addon' })}
      />
    </Section>
  );
}

function EndedSubscriptions({ rows }: { rows: readonly SubscriptionRow[] }) {
  const { timeZone } = useViewer().workspace;
  return (
    <Section title="Earlier subscriptions">
      <ul className="flex flex-col divide-y divide-border border-border border-y">
        {rows.map(({ id, plan, activeFrom, activeTo }) => (
          <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-3 py-1.5">
            <TextLink href={`/subscriptions/${id}`}>{plan ? `${plan.name} v${plan.version}` : 'Custom terms'}</TextLink>
            <span className="text-muted text-sm">
              <Day at={activeFrom} timeZone={timeZone} />
              {activeTo && (
                <>
                  {' to '}
                  <Day at={activeTo} timeZone={timeZone} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
