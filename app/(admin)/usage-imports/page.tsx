import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { importPage } from '@/components/imports/import-input';
import { ImportPage } from '@/components/imports/import-page';
import { loadPaged } from '@/components/lists/paged-input';
import { listUsageImports } from '@/lib/api/metering/usage-imports';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Import usage' };

export default async function UsageImportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(listUsageImports, importPage(list))]}>
      <ImportPage />
    </Prefetched>
  );
}
