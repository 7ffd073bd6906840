import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_FEATURES } from '@/components/metering/catalog-input';
import { MeterPage } from '@/components/metering/meter-page';
import { todayIn } from '@/components/ui/calendar';
import { listFeatures } from '@/lib/api/features';
import { getMeter } from '@/lib/api/meters';
import { read } from '@/lib/server/prefetch';
import { requireCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Meter' };

export default async function OneMeterPage({ params }: { params: Promise<{ meterId: string }> }) {
  const { meterId } = await params;
  const { principal } = await requireCaller();
  const today = todayIn(principal?.workspace.timeZone ?? 'UTC', Date.now());
  return (
    <Prefetched reads={[read(getMeter, { params: { meterId } }), read(listFeatures, ALL_FEATURES)]}>
      <MeterPage meterId={meterId} today={today} />
    </Prefetched>
  );
}
