'use client';

import { ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { auditColumns } from '@/components/settings/audit-columns';
import { type Burst, foldBursts } from '@/components/settings/bursts';
import { useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { lazy } from '@/components/ui/lazy';
import { TextLink } from '@/components/ui/text-link';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import type { Customer } from '@/lib/metering/customer';

const AuditEntrySheet = lazy(() => import('@/components/settings/audit-entry').then((module) => module.AuditEntrySheet));

const SHOWN = 50;

/** Lists changes of the customer and their authors. */
export function CustomerActivity({ customer }: { customer: Customer }) {
  const { timeZone } = useViewer().workspace;
  const entries = useApi(listAuditEntries, { query: { page: { size: SHOWN }, filter: { resourceId: { eq: customer.id } } } });
  const [shown, setShown] = useState<Burst | null>(null);
  const rows = useMemo(() => entries.data && foldBursts(entries.data.data), [entries.data]);
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        dense
        label={`Changes of ${customer.name}`}
        columns={auditColumns(timeZone)}
        rows={rows}
        rowKey={(entry) => entry.id}
        rowName={(entry) => entry.action}
        onRowOpen={setShown}
        error={entries.error}
        onRetry={() => void entries.refetch()}
        empty={
          <EmptyState title="No changes" icon={<ScrollText />}>
            Changes to name, subjects and billing details appear here, with their author.
          </EmptyState>
        }
      />
      {entries.data?.meta.page.next && <TextLink href={`/settings/audit-log?id=${customer.id}`}>Earlier changes</TextLink>}
      {shown && <AuditEntrySheet entry={shown} timeZone={timeZone} onClose={() => setShown(null)} />}
    </div>
  );
}
