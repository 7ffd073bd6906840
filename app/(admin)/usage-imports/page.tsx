import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { LATEST_IMPORTS } from '@/components/metering/import-input';
import { ImportPage } from '@/components/metering/import-page';
import { listUsageImports } from '@/lib/api/usage-imports';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Import usage' };

export default function UsageImportsPage() {
  return (
    <Prefetched reads={[read(listUsageImports, LATEST_IMPORTS)]}>
      <ImportPage />
    </Prefetched>
  );
}
