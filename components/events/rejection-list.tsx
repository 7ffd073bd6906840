'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { RotateCcw, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Select } from '@/components/ui/select';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { type EventRejection, listEventRejections } from '@/lib/api/metering/event-voids';
import { rejectionFilters, rejectionPage } from './event-input';

const RejectionSheet = lazy(() => import('./rejection-sheet').then((module) => module.RejectionSheet));
const ReplayAll = lazy(() => import('./replay-all').then((module) => module.ReplayAll));

const columns = (timeZone: string): readonly Column<EventRejection>[] => [
  {
    id: 'last',
    header: 'Last refused',
    width: '9.5rem',
    sortable: true,
    cell: (row) => <Ago at={row.lastAt} timeZone={timeZone} className="whitespace-nowrap font-normal" />,
  },
  { id: 'id', header: 'Id', width: '16%', hideBelow: 'nav', cell: (row) => <Mono>{row.event.id}</Mono> },
  { id: 'subject', header: 'Subject', width: '15%', cell: (row) => <Mono>{row.event.subject}</Mono> },
  { id: 'type', header: 'Type', width: '14%', hideBelow: 'nav', cell: (row) => <Mono>{row.event.type}</Mono> },
  {
    id: 'reason',
    header: 'Reason',
    hideBelow: 'nav',
    cell: (row) => <span className="block max-w-[52ch] truncate text-muted wide:max-w-[70ch]">{row.message}</span>,
  },
  { id: 'times', header: 'Times', width: '5rem', align: 'right', sortable: true, cell: (row) => row.times.toLocaleString('en-US') },
];

const Mono = ({ children }: { children: string }) => <span className="block max-w-[24ch] truncate font-mono text-sm">{children}</span>;

const REASONS = [
  { value: '', label: 'Any reason' },
  { value: 'event_conflict', label: 'ID already used' },
  { value: 'event_too_far_ahead', label: 'Too early' },
  { value: 'event_too_late', label: 'Too late' },
  { value: 'event_time_impossible', label: 'Impossible time' },
];

/** Events that were refused and are not settled, the last refused first. */
export function RejectionList() {
  const { timeZone } = useViewer().workspace;
  const mayWrite = useMay('events:write');
  const list = usePaged(rejectionFilters);
  const { why, who } = list.filter;
  const filter = { code: why ?? undefined, subject: who || undefined };
  const asked = rejectionPage(list.params, filter);
  const rejections = useApi(listEventRejections, asked, { placeholderData: keepPreviousData });
  const [open, setOpen] = useState<EventRejection | null>(null);
  const [replaying, setReplaying] = useState(false);
  const total = rejections.data?.meta.page.total ?? 0;
  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        search={{ value: who, onChange: (next) => list.onFilter({ who: next || null }), placeholder: 'Search by subject' }}
        onClear={list.onClear}
        acts={
          <>
            {mayWrite && total > 0 && (
              <Button icon={<RotateCcw />} onClick={() => setReplaying(true)}>
                {list.narrowed ? `Count all ${total.toLocaleString('en-US')}` : 'Count all'}
              </Button>
            )}
            <ListActs list="refused_events" query={asked.query} />
          </>
        }
      >
        <Select
          aria-label="Reason"
          value={why ?? ''}
          onValueChange={(next) => list.onFilter({ why: next || null })}
          options={REASONS}
          className="w-full sm:w-56"
        />
      </FilterBar>
      <DataTable
        dense
        label="Refused events"
        columns={columns(timeZone)}
        rows={rejections.data?.data}
        rowKey={(row) => row.id}
        rowName={(row) => `refused event ${row.event.id}`}
        onRowOpen={setOpen}
        {...pagedTable(list, rejections)}
        empty={
          <EmptyState title="No event was refused" icon={<ShieldCheck />}>
            Events are refused if their ID was used with other content, or if their time is out of bounds. They are kept here.
          </EmptyState>
        }
      />
      <ListPages noun="refused events" list={list} answer={rejections} />
      {replaying && <ReplayAll total={total} filter={filter} onClose={() => setReplaying(false)} />}
      {open && <RejectionSheet rejection={open} timeZone={timeZone} onClose={() => setOpen(null)} />}
    </div>
  );
}
