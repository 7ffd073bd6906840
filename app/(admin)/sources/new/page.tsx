import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { NewMapping } from '@/components/sources/mapping-page';
import { listMeters } from '@/lib/api/metering/meters';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'New mapping' };

export default async function NewMappingPage({ searchParams }: { searchParams: Promise<{ preset?: string | string[] }> }) {
  const { preset } = await searchParams;
  return (
    <Prefetched reads={[read(listMeters, ALL_METERS)]}>
      <NewMapping key={String(preset)} presetId={typeof preset === 'string' ? preset : null} />
    </Prefetched>
  );
}
