'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Pagination } from '@/components/ui/pagination';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { type EventRejection, listEventRejections } from '@/lib/api/event-voids';
import { REJECTIONS_PER_PAGE, rejectionInput } from './event-input';
import { RejectionSheet } from './rejection-sheet';

const columns = (timeZone: string): readonly Column<EventRejection>[] => [
  {
    id: 'last',
    header: 'Last refused',
    width: '9.5rem',
    cell: (row) => <Ago at={row.lastAt} timeZone={timeZone} className="whitespace-nowrap font-normal" />,
  },
  { id: 'id', header: 'Id', width: '16%', hideBelow: 'nav', cell: (row) => <Mono>{row.event.id}</Mono> },
  { id: 'subject', header: 'Subject', width: '15%', cell: (row) => <Mono>{row.event.subject}</Mono> },
  { id: 'type', header: 'Type', width: '14%', hideBelow: 'nav', cell: (row) => <Mono>{row.event.type}</Mono> },
  {
    id: 'reason',
    header: 'Why',
    hideBelow: 'nav',
    cell: (row) => <span className="block max-w-[52ch] truncate text-muted wide:max-w-[70ch]">{row.message}</span>,
  },
  { id: 'times', header: 'Times', width: '5rem', align: 'right', cell: (row) => row.times.toLocaleString('en-US') },
];

const Mono = ({ children }: { children: string }) => <span className="block max-w-[24ch] truncate font-mono text-sm">{children}</span>;

/** Events that were refused and are not settled, the last refused first. */
export function RejectionList() {
  const { timeZone } = useViewer().workspace;
  const [page, setPage] = useQueryState('page', parseAsInteger.withDefault(1));
  const rejections = useApi(listEventRejections, rejectionInput(page), { placeholderData: keepPreviousData });
  const [open, setOpen] = useState<EventRejection | null>(null);
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        dense
        label="Refused events"
        columns={columns(timeZone)}
        rows={rejections.data?.data}
        rowKey={(row) => row.id}
        rowName={(row) => `refused event ${row.event.id}`}
        onRowOpen={setOpen}
        stale={rejections.isPlaceholderData}
        error={rejections.error}
        onRetry={() => void rejections.refetch()}
        empty={
          <EmptyState title="No event was refused" icon={<ShieldCheck />}>
            An event whose source and id came before with other content, or whose time lies beyond the workspace’s bounds, is refused and
            kept here, so that nothing is lost and nothing counts twice.
          </EmptyState>
        }
      />
      <Pagination
        noun="refused events"
        page={page}
        pageSize={REJECTIONS_PER_PAGE}
        total={rejections.data?.meta.page.total}
        onPageChange={(next) => void setPage(next, { history: 'push' })}
      />
      {open && <RejectionSheet rejection={open} timeZone={timeZone} onClose={() => setOpen(null)} />}
    </div>
  );
}
