import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { mappingPage } from '@/components/sources/source-input';
import { SourceList } from '@/components/sources/source-list';
import { listIngestMappings } from '@/lib/api/metering/ingest-mappings';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(listIngestMappings, mappingPage(list))]}>
      <SourceList />
    </Prefetched>
  );
}
