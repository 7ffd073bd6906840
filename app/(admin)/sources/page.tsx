import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_MAPPINGS } from '@/components/sources/source-input';
import { SourceList } from '@/components/sources/source-list';
import { listIngestMappings } from '@/lib/api/ingest-mappings';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Sources' };

export default function SourcesPage() {
  return (
    <Prefetched reads={[read(listIngestMappings, ALL_MAPPINGS)]}>
      <SourceList />
    </Prefetched>
  );
}
