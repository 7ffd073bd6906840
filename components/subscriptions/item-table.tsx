'use client';

import { useMemo } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Day } from '@/components/ui/time';
import { entitlementWords } from '@/components/versions/entitlement-words';
import type { SubscriptionState, TimelineItem } from '@/lib/api/subscription/state';
import { runningItems } from './act-state';
import { itemSentence, sourceWord } from './item-words';

const columns = (currency: string, timeZone: string, phases: ReadonlyMap<string, string>): Column<TimelineItem>[] => [
  {
    id: 'name',
    header: 'Rate card',
    cell: (item) => (
      <span className="flex flex-wrap items-center gap-2">
        {item.name}
        {item.source !== 'plan' && <Badge>{sourceWord(item.source)}</Badge>}
      </span>
    ),
  },
  {
    id: 'price',
    header: 'Price',
    width: '38%',
    belowName: true,
    cell: (item) => <span className="whitespace-normal">{itemSentence(item, currency)}</span>,
  },
  {
    id: 'access',
    header: 'Access',
    width: '20%',
    hideBelow: 'wide',
    cell: ({ rateCard }) => entitlementWords(rateCard),
  },
  { id: 'phase', header: 'Phase', width: '7rem', hideBelow: 'wide', cell: ({ phaseKey }) => phases.get(phaseKey) ?? phaseKey },
  {
    id: 'from',
    header: 'From',
    width: '7rem',
    align: 'right',
    hideBelow: 'nav',
    compare: (a, b) => (a.from < b.from ? -1 : 1),
    cell: ({ from }) => <Day at={from} timeZone={timeZone} />,
  },
  {
    id: 'to',
    header: 'To',
    width: '7rem',
    align: 'right',
    hideBelow: 'nav',
    cell: ({ to }) => (to ? <Day at={to} timeZone={timeZone} /> : <span className="text-muted">no end</span>),
  },
];

/** Lists the items of a subscription: those of now, or all that were and will be. */
export function ItemTable({ state, now, running = false }: { state: SubscriptionState; now: string; running?: boolean }) {
  const { timeZone } = useViewer().workspace;
  const currency = state.subscription.invoiceCurrency;
  const shown = useMemo(
    () => columns(currency, timeZone, new Map(state.timeline.phases.map(({ key, name }) => [key, name]))),
    [currency, timeZone, state.timeline.phases],
  );
  return (
    <Section
      title={running ? 'What they have now' : 'All items'}
      description={running ? undefined : 'Past, current and future. An item lasts as long as nothing about it changes.'}
    >
      <DataTable
        label="Items"
        columns={shown}
        rows={running ? runningItems(state, now) : state.timeline.items}
        rowKey={({ id, from }) => `${id} ${from}`}
        rowName={({ name }) => name}
        empty={
          <EmptyState title="Nothing at the moment">{state.paused ? 'The subscription is paused.' : 'No item is active now.'}</EmptyState>
        }
      />
    </Section>
  );
}
