import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { auditInput, loadAuditParams } from '@/components/settings/audit-input';
import { AuditLog } from '@/components/settings/audit-log';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import { requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditLogPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requireCaller();
  const input = auditInput(await loadAuditParams(searchParams), principal?.workspace.timeZone ?? 'UTC');
  return (
    <Prefetched reads={[read(listAuditEntries, input)]}>
      <AuditLog />
    </Prefetched>
  );
}
