import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_PLAN_VERSIONS } from '@/components/catalog/plan-input';
import { ONE_CUSTOMER, tiledMeters, tileInputs } from '@/components/home/home-input';
import { HomePage } from '@/components/home/home-page';
import { ALL_FEATURES, ALL_METERS, NAMED_CUSTOMERS, RECENT_EVENTS } from '@/components/metering/catalog-input';
import { OPEN_REJECTIONS } from '@/components/metering/event-input';
import { LATEST_IMPORTS } from '@/components/metering/import-input';
import { todayIn } from '@/components/ui/calendar';
import { listCustomers } from '@/lib/api/customers';
import { listEventRejections } from '@/lib/api/event-voids';
import { listEvents } from '@/lib/api/events';
import { listFeatures } from '@/lib/api/features';
import { queryMeter } from '@/lib/api/meter-query';
import { listMeters } from '@/lib/api/meters';
import { listPlans } from '@/lib/api/plans';
import { listUsageImports } from '@/lib/api/usage-imports';
import { read, readNow } from '@/lib/server/prefetch';
import { requireCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Home' };

export default async function Home() {
  const { principal } = await requireCaller();
  const timeZone = principal?.workspace.timeZone ?? 'UTC';
  const today = todayIn(timeZone, Date.now());
  const meters = tiledMeters((await readNow(listMeters, ALL_METERS))?.data ?? []);
  return (
    <Prefetched
      reads={[
        read(listMeters, ALL_METERS),
        read(listFeatures, ALL_FEATURES),
        read(listPlans, ALL_PLAN_VERSIONS),
        read(listCustomers, ONE_CUSTOMER),
        read(listUsageImports, LATEST_IMPORTS),
        read(listEvents, RECENT_EVENTS),
        read(listEventRejections, OPEN_REJECTIONS),
        read(listCustomers, NAMED_CUSTOMERS),
        ...meters.flatMap(({ id }) => {
          const { course, total, totalBefore } = tileInputs(id, today, timeZone);
          return [course, total, totalBefore].map((input) => read(queryMeter, input));
        }),
      ]}
    >
      <HomePage today={today} />
    </Prefetched>
  );
}
