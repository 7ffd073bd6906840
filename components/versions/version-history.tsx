'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { type Cursor, cursorOf } from '@/components/api/cursor';
import { auditColumns } from '@/components/settings/audit-columns';
import { type Burst, foldBursts } from '@/components/settings/bursts';
import { useMay, useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { lazy } from '@/components/ui/lazy';
import { CursorPagination } from '@/components/ui/pagination';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';

const AuditEntrySheet = lazy(() => import('@/components/settings/audit-entry').then((module) => module.AuditEntrySheet));

const SIZE = 50;

/** Lists changes of this version with their authors, the latest first. With the add-ons that are and were offered with it. */
export function VersionHistory({ id, until }: { id: string /** Of another day: nothing later. */; until?: string }) {
  const mayRead = useMay('audit:read');
  const { timeZone } = useViewer().workspace;
  const [cursor, setCursor] = useState<Cursor>({});
  const [shown, setShown] = useState<Burst | null>(null);
  const entries = useApi(
    listAuditEntries,
    { query: { page: { size: SIZE, ...cursor }, filter: { within: id, ...(until !== undefined && { at: { lte: until } }) } } },
    { placeholderData: keepPreviousData, enabled: mayRead },
  );
  const rows = useMemo(() => entries.data && foldBursts(entries.data.data), [entries.data]);
  if (!mayRead)
    return (
      <EmptyState title="Your role cannot read the audit log" icon={<ScrollText />}>
        Ask an analyst, admin or owner. The Versions tab shows the last change.
      </EmptyState>
    );
  const turn = (link: string | null | undefined) => {
    const next = cursorOf(link);
    return next ? () => setCursor(next) : undefined;
  };
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        dense
        label="History of this version"
        columns={auditColumns(timeZone)}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={(entry) => `${entry.action} of ${entry.resource.name}`}
        onRowOpen={setShown}
        stale={entries.isPlaceholderData}
        error={entries.error}
        onRetry={() => void entries.refetch()}
        empty={<EmptyState title="No changes recorded" icon={<ScrollText />} />}
      />
      <CursorPagination noun="entries" onBefore={turn(entries.data?.meta.page.previous)} onAfter={turn(entries.data?.meta.page.next)} />
      {shown && <AuditEntrySheet entry={shown} timeZone={timeZone} onClose={() => setShown(null)} />}
    </div>
  );
}
