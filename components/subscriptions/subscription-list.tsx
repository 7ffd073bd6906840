'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { CalendarClock, Plus, Repeat } from 'lucide-react';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Money, Unknown } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { Day } from '@/components/ui/time';
import { type SubscriptionRow, searchSubscriptions } from '@/lib/api/subscription/state';
import { actWord } from './act-words';
import { STATUS_CHOICES, SubscriptionBadge } from './subscription-badge';
import { subscriptionFilters, subscriptionPage } from './subscription-input';

const StartSubscription = lazy(() => import('./start-subscription').then((module) => module.StartSubscription));

const ONLY = [
  { value: 'scheduled', label: 'With a scheduled change' },
  { value: 'negotiated', label: 'Negotiated terms' },
  { value: 'paused', label: 'Paused' },
] as const;

function PlanName({ plan, negotiated }: Pick<SubscriptionRow, 'plan' | 'negotiated'>) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <span className="num truncate">{plan ? `${plan.name} v${plan.version}` : 'Custom terms'}</span>
      {negotiated && <Badge>Negotiated</Badge>}
    </span>
  );
}

function NextInvoice({ row: { nextBillingAt, status }, timeZone }: { row: SubscriptionRow; timeZone: string }) {
  if (nextBillingAt) return <Day at={nextBillingAt} timeZone={timeZone} />;
  return <Unknown reason={status === 'inactive' ? 'The subscription has ended.' : 'Nothing is due.'} />;
}

const columns = (timeZone: string): readonly Column<SubscriptionRow>[] => [
  {
    id: 'customer',
    header: 'Customer',
    cell: ({ customer }) => <span className="line-clamp-2 break-words">{customer.name}</span>,
  },
  {
    id: 'status',
    header: 'Status',
    width: '6.5rem',
    belowName: true,
    cell: (row) => <SubscriptionBadge status={row.status} paused={row.paused} />,
  },
  {
    id: 'plan',
    header: 'Plan',
    width: '22%',
    belowName: true,
    sortable: true,
    cell: PlanName,
  },
  {
    id: 'next',
    header: 'Next invoice',
    width: '8rem',
    align: 'right',
    sortable: true,
    hideBelow: 'nav',
    cell: (row) => <NextInvoice row={row} timeZone={timeZone} />,
  },
  {
    id: 'mrr',
    header: 'Per month',
    width: '8rem',
    align: 'right',
    sortable: true,
    cell: ({ mrr, currency }) => <Money value={mrr} currency={currency} />,
  },
  {
    id: 'change',
    header: 'Scheduled change',
    width: '20%',
    hideBelow: 'wide',
    cell: ({ scheduledChange }) =>
      scheduledChange && (
        <span className="inline-flex max-w-full items-center gap-1.5 text-muted">
          <CalendarClock aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="truncate">
            {actWord(scheduledChange.kind)} on <Day at={scheduledChange.at} timeZone={timeZone} />
          </span>
        </span>
      ),
  },
  {
    id: 'started',
    header: 'Started',
    width: '7.5rem',
    align: 'right',
    sortable: true,
    hideBelow: 'nav',
    cell: ({ activeFrom }) => (
      <span className="text-muted">
        <Day at={activeFrom} timeZone={timeZone} />
      </span>
    ),
  },
];

/** Lists all subscriptions: who is on which version of which plan, until when, and what will change. */
export function SubscriptionList() {
  const mayWrite = useMay('subscriptions:write');
  const { timeZone } = useViewer().workspace;
  const list = usePaged(subscriptionFilters);
  const { status, plan, only } = list.filter;
  const asked = subscriptionPage({ ...list.params, status, plan, only });
  const subscriptions = useApi(searchSubscriptions, asked, { placeholderData: keepPreviousData });
  const [creating, setCreating] = useCreating();
  const shownColumns = useMemo(() => columns(timeZone), [timeZone]);
  const start = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Start subscription
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Subscriptions"
        status={subscriptions.data && !list.narrowed && <ListCount total={subscriptions.data.meta.page.total} />}
        description="Customers on plans. Every change is previewed in money before it is made."
        acts={mayWrite && start}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by customer or plan' }}
          onClear={list.onClear}
          acts={<ListActs list="subscriptions" query={asked.query} />}
        >
          <FilterChip
            label="Status"
            options={STATUS_CHOICES}
            values={STATUS_CHOICES.flatMap(({ value }) => (status.includes(value) ? value : []))}
            onValuesChange={(values) => list.onFilter({ status: values.length > 0 ? [...values] : null })}
          />
          <FilterChip
            label="Only"
            options={ONLY}
            values={only}
            onValuesChange={(values) => list.onFilter({ only: values.length > 0 ? [...values] : null })}
          />
          {plan && (
            <FilterChip
              label="Plan"
              options={[{ value: plan, label: plan }]}
              values={[plan]}
              onValuesChange={() => list.onFilter({ plan: null })}
            />
          )}
        </FilterBar>
        <DataTable
          label="Subscriptions"
          columns={shownColumns}
          rows={subscriptions.data?.data}
          rowKey={({ id }) => id}
          rowName={({ customer, plan: on }) => `${customer.name}, ${on?.name ?? 'custom terms'}`}
          rowHref={({ id }) => `/subscriptions/${id}`}
          {...pagedTable(list, subscriptions)}
          empty={
            <EmptyState title="No subscriptions yet" icon={<Repeat />} action={mayWrite && start}>
              A subscription puts a customer on a version of a plan. Publish a plan and create a customer first.
            </EmptyState>
          }
        />
        <ListPages noun="subscriptions" list={list} answer={subscriptions} />
      </div>
      {creating && <StartSubscription onClose={() => setCreating(false)} />}
    </Page>
  );
}
