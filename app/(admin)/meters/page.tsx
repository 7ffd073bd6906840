import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_METERS } from '@/components/metering/catalog-input';
import { MeterList } from '@/components/metering/meter-list';
import { listMeters } from '@/lib/api/meters';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Meters' };

export default function MetersPage() {
  return (
    <Prefetched reads={[read(listMeters, ALL_METERS)]}>
      <MeterList />
    </Prefetched>
  );
}
