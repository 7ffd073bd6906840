'use client';

import { Radio } from 'lucide-react';
import { useApi, useApiMutation } from '@/components/api/client';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { SOURCES } from '@/components/usage/quiet-sources';
import { quietWords } from '@/components/usage/usage-words';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { listUsageSenders, type UsageSender, watchUsageSender } from '@/lib/api/metering/usage-senders';

const LIVE_MS = 30_000;
const AFTER = [5, 15, 60, 240, 1440, 10_080];

/** Lists sources: number of events, last event, and when to alert about silence. */
export function SenderTable() {
  const { timeZone } = useViewer().workspace;
  const mayWrite = useMay('events:write');
  const senders = useApi(listUsageSenders, SOURCES, { refetchInterval: LIVE_MS });
  const set = useApiMutation(watchUsageSender, [listUsageSenders, getUsageOverview]);
  const change = ({ kind, name }: UsageSender, watch: UsageSender['watch']) =>
    set.mutateAsync({ body: { kind, name, watch } }).catch((error: Error) => toast.error('It could not be set', { detail: error.message }));
  const columns: readonly Column<UsageSender>[] = [
    { id: 'name', header: 'Source', cell: ({ name }) => <span className="break-all font-mono text-sm">{name}</span> },
    {
      id: 'events',
      header: 'Events',
      width: '8rem',
      align: 'right',
      hideBelow: 'nav',
      cell: ({ events }) => events.toLocaleString('en-US'),
    },
    {
      id: 'last',
      header: 'Last received',
      width: '11rem',
      cell: ({ lastAt, silence }) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <Ago at={lastAt} timeZone={timeZone} />
          {silence.isUnusual && <Badge tone="warning">Silent</Badge>}
        </span>
      ),
    },
    {
      id: 'usual',
      header: 'Usual gap',
      width: '10rem',
      hideBelow: 'wide',
      cell: ({ silence }) =>
        silence.usualMinutes === undefined ? (
          <span className="text-muted">Not regular yet</span>
        ) : (
          `Up to ${quietWords(silence.usualMinutes)}`
        ),
    },
    {
      id: 'watch',
      header: 'Alert after',
      width: '16rem',
      hideBelow: 'nav',
      cell: (row) => (
        <Select
          aria-label={`Alert for ${row.name}`}
          disabled={!mayWrite}
          value={choiceOf(row.watch)}
          onValueChange={(value) => void change(row, watchOf(value))}
          options={optionsOf(row)}
          className="w-full"
        />
      ),
    },
  ];
  return (
    <Section title="Sources" description="We alert you when a source stops sending for longer than usual.">
      <DataTable
        dense
        label="Sources"
        columns={columns}
        rows={senders.data?.data}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        rowHref={({ name }) => `/events?source=${encodeURIComponent(name)}`}
        skeletonRows={2}
        error={senders.error}
        onRetry={() => void senders.refetch()}
        empty={
          <EmptyState title="Nothing was received yet" icon={<Radio />}>
            Sources appear here with their first event.
          </EmptyState>
        }
      />
    </Section>
  );
}

const choiceOf = (watch: UsageSender['watch']): string => (watch.mode === 'after' ? String(watch.minutes) : watch.mode);
const watchOf = (value: string): UsageSender['watch'] =>
  value === 'automatic' || value === 'never' ? { mode: value } : { mode: 'after', minutes: Number(value) };

function optionsOf({ watch, silence }: UsageSender) {
  const minutes = [...new Set([...AFTER, ...(watch.mode === 'after' ? [watch.minutes] : [])])].sort((a, b) => a - b);
  const own = watch.mode === 'automatic' && silence.limitMinutes !== undefined ? `, after ${quietWords(silence.limitMinutes)}` : '';
  return [
    { value: 'automatic', label: `Automatic${own}` },
    ...minutes.map((m) => ({ value: String(m), label: `After ${quietWords(m)}` })),
    { value: 'never', label: 'Never' },
  ];
}
