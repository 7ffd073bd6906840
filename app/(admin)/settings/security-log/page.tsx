import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadSecurityParams, securityInput } from '@/components/settings/security-input';
import { SecurityLog } from '@/components/settings/security-log';
import { listSecurityEvents } from '@/lib/api/workspace/security-log';
import { requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Security log' };

export default async function SecurityLogPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requireCaller();
  const input = securityInput(await loadSecurityParams(searchParams), principal?.workspace.timeZone ?? 'UTC');
  return (
    <Prefetched reads={[read(listSecurityEvents, input)]}>
      <SecurityLog />
    </Prefetched>
  );
}
