import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { ALL_FEATURES, latestOfType, NAMED_CUSTOMERS } from '@/components/lists/catalog-input';
import { MeterPage } from '@/components/meters/meter-page';
import { todayIn } from '@/components/ui/calendar';
import { rangeOf, stepOf, usageInput, usageInputs, usageParams } from '@/components/usage/usage-range';
import { listFeatures } from '@/lib/api/catalog/features';
import { listCustomers } from '@/lib/api/metering/customers';
import { listEvents } from '@/lib/api/metering/events';
import { queryMeter } from '@/lib/api/metering/meter-query';
import { getMeter } from '@/lib/api/metering/meters';
import { pageNow, requireCaller } from '@/lib/server/api/page-caller';
import { read, readNow } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Meter' };

const load = createLoader(usageParams);

interface Props {
  params: Promise<{ meterId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function OneMeterPage({ params, searchParams }: Props) {
  const { meterId } = await params;
  const { principal } = await requireCaller();
  const timeZone = principal?.workspace.timeZone ?? 'UTC';
  const today = todayIn(timeZone, Date.parse(await pageNow()));
  const asked = await load(searchParams);
  const range = rangeOf(asked, today);
  const usage = usageInputs({ meterId, range, timeZone, every: stepOf(range, asked.every), by: asked.by }, asked.compare);
  const meter = await readNow(getMeter, { params: { meterId } });
  return (
    <Prefetched
      reads={[
        read(getMeter, { params: { meterId } }),
        read(listFeatures, ALL_FEATURES),
        read(listCustomers, NAMED_CUSTOMERS),
        ...Object.values(usage).flatMap((input) => (input ? [read(queryMeter, input)] : [])),
        read(queryMeter, usageInput({ meterId, range, timeZone, by: 'customer_id' })),
        ...(meter ? [read(listEvents, latestOfType(meter.eventType))] : []),
      ]}
    >
      <MeterPage meterId={meterId} today={today} />
    </Prefetched>
  );
}
