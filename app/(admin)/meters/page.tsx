import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { meterPage } from '@/components/metering/catalog-input';
import { MeterList } from '@/components/metering/meter-list';
import { searchMeters } from '@/lib/api/meters';

import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Meters' };

export default async function MetersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(searchMeters, meterPage(list))]}>
      <MeterList />
    </Prefetched>
  );
}
