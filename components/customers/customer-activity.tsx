'use client';

import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { auditColumns } from '@/components/settings/audit-columns';
import { AuditEntrySheet } from '@/components/settings/audit-entry';
import { useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { type AuditEntry, listAuditEntries } from '@/lib/api/audit-log';
import type { Customer } from '@/lib/catalog/customer';

const SHOWN = 50;

/** Who changed what of the customer. */
export function CustomerActivity({ customer }: { customer: Customer }) {
  const { timeZone } = useViewer().workspace;
  const entries = useApi(listAuditEntries, { query: { page: { size: SHOWN }, filter: { resourceId: { eq: customer.id } } } });
  const [shown, setShown] = useState<AuditEntry | null>(null);
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        dense
        label={`Changes of ${customer.name}`}
        columns={auditColumns(timeZone)}
        rows={entries.data?.data}
        rowKey={(entry) => entry.id}
        rowName={(entry) => entry.action}
        onRowOpen={setShown}
        error={entries.error}
        onRetry={() => void entries.refetch()}
        empty={
          <EmptyState title="Nothing was changed by hand" icon={<ScrollText />}>
            Changes of name, subjects and billing details stand here, with who made them.
          </EmptyState>
        }
      />
      {entries.data?.meta.page.next && <TextLink href={`/settings/audit-log?id=${customer.id}`}>Earlier changes</TextLink>}
      {shown && <AuditEntrySheet entry={shown} timeZone={timeZone} onClose={() => setShown(null)} />}
    </div>
  );
}
