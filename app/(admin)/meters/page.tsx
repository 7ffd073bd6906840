import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { meterPage } from '@/components/lists/catalog-input';
import { loadPaged } from '@/components/lists/paged-input';
import { MeterList } from '@/components/meters/meter-list';
import { searchMeters } from '@/lib/api/metering/meters';

import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Meters' };

export default async function MetersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(searchMeters, meterPage(list))]}>
      <MeterList />
    </Prefetched>
  );
}
