import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { importPage } from '@/components/metering/import-input';
import { ImportPage } from '@/components/metering/import-page';
import { listUsageImports } from '@/lib/api/usage-imports';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Import usage' };

export default async function UsageImportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(listUsageImports, importPage(list))]}>
      <ImportPage />
    </Prefetched>
  );
}
