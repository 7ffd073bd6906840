'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge, type Tone } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { Delta, Unknown } from '@/components/ui/numbers';
import { Pagination } from '@/components/ui/pagination';
import type { Column } from '@/components/ui/table-column';
import { Day } from '@/components/ui/time';
import {
  listPlanMigrationEntries,
  type PlanMigration,
  type PlanMigrationEntry,
  type PlanMigrationEntryState,
} from '@/lib/api/subscription/plan-migrations';
import { decimal, text } from '@/lib/decimal';

interface Props {
  migrationId: string;
  state: PlanMigrationEntryState | null;
  counts: PlanMigration['counts'];
  words: Record<PlanMigrationEntryState, { word: string; tone: Tone }>;
  onState: (state: PlanMigrationEntryState | null) => void;
  /** A job works on them: looked at again while it does. */
  live: boolean;
}

const SIZE = 50;
const POLL_MS = 2_000;

const columns = (words: Props['words'], timeZone: string): Column<PlanMigrationEntry>[] => [
  { id: 'customer', header: 'Customer', cell: ({ customerName }) => customerName },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    belowName: true,
    cell: ({ state }) => <Badge tone={words[state].tone}>{words[state].word}</Badge>,
  },
  { id: 'from', header: 'From', width: '6rem', hideBelow: 'nav', cell: ({ fromVersion }) => <span className="num">v{fromVersion}</span> },
  {
    id: 'at',
    header: 'Takes effect',
    width: '8rem',
    align: 'right',
    hideBelow: 'nav',
    cell: ({ effectiveAt }) => (effectiveAt ? <Day at={effectiveAt} timeZone={timeZone} /> : <Unknown reason="It does not move." />),
  },
  {
    id: 'mrr',
    header: 'Per month',
    width: '9rem',
    align: 'right',
    cell: ({ mrrBefore, mrrAfter, currency }) =>
      mrrBefore !== undefined && mrrAfter !== undefined ? (
        <Delta value={text(decimal(mrrAfter).minus(decimal(mrrBefore)))} currency={currency} />
      ) : (
        <Unknown reason="It does not move." />
      ),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: '32%',
    hideBelow: 'wide',
    cell: ({ reason, warnings }) => <span className="whitespace-normal text-muted text-sm">{reason ?? warnings.join(' ')}</span>,
  },
];

/** Lists the subscriptions of a migration, each with its state, what it changes, and why it was left out. */
export function EntryTable({ migrationId, state, counts, words, onState, live }: Props) {
  const { timeZone } = useViewer().workspace;
  const [page, setPage] = useState(1);
  const entries = useApi(
    listPlanMigrationEntries,
    { params: { migrationId }, query: { page: { size: SIZE, number: page }, ...(state && { state }) } },
    { placeholderData: keepPreviousData, refetchInterval: live ? POLL_MS : false },
  );
  const options = (Object.keys(words) as PlanMigrationEntryState[])
    .filter((value) => counts[value] > 0 || value === state)
    .map((value) => ({ value, label: `${words[value].word} (${counts[value].toLocaleString('en')})` }));
  const total = entries.data?.meta.page.total ?? 0;
  return (
    <div className="flex flex-col gap-3">
      <FilterBar onClear={state ? () => onState(null) : undefined}>
        <FilterChip
          label="State"
          single
          options={options}
          values={state ? [state] : []}
          onValuesChange={([value]) => {
            onState(value ?? null);
            setPage(1);
          }}
        />
      </FilterBar>
      <DataTable
        label="Subscriptions of the migration"
        columns={columns(words, timeZone)}
        rows={entries.data?.data}
        error={entries.error}
        onRetry={() => void entries.refetch()}
        rowKey={({ subscriptionId }) => subscriptionId}
        rowName={({ customerName }) => customerName}
        rowHref={({ subscriptionId }) => `/subscriptions/${subscriptionId}`}
        empty={<EmptyState title="No subscriptions">None is in this state.</EmptyState>}
      />
      {total > SIZE && <Pagination page={page} pageSize={SIZE} total={total} onPageChange={setPage} noun="subscriptions" />}
    </div>
  );
}
