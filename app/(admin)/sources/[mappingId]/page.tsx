import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { MappingPage } from '@/components/sources/mapping-page';
import { getIngestMapping } from '@/lib/api/metering/ingest-mappings';
import { listMeters } from '@/lib/api/metering/meters';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Mapping' };

export default async function OneMappingPage({ params }: { params: Promise<{ mappingId: string }> }) {
  const { mappingId } = await params;
  return (
    <Prefetched reads={[read(getIngestMapping, { params: { mappingId } }), read(listMeters, ALL_METERS)]}>
      <MappingPage mappingId={mappingId} />
    </Prefetched>
  );
}
