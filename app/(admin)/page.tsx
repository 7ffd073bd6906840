import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { OPEN_REJECTIONS } from '@/components/events/event-input';
import { lastThirtyDays, ONE_CUSTOMER } from '@/components/home/home-input';
import { HomePage } from '@/components/home/home-page';
import { LATEST_IMPORTS } from '@/components/imports/import-input';
import { ALL_FEATURES, ALL_METERS, NAMED_CUSTOMERS, RECENT_EVENTS } from '@/components/lists/catalog-input';
import { todayIn } from '@/components/ui/calendar';
import { ALL_PLAN_VERSIONS } from '@/components/versions/plan-input';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlans } from '@/lib/api/catalog/plans';
import { listCustomers } from '@/lib/api/metering/customers';
import { listEventRejections } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';
import { listMeters } from '@/lib/api/metering/meters';
import { listUsageImports } from '@/lib/api/metering/usage-imports';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { pageNow, requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Home' };

export default async function Home() {
  const { principal } = await requireCaller();
  const timeZone = principal?.workspace.timeZone ?? 'UTC';
  const today = todayIn(timeZone, Date.parse(await pageNow()));
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
        read(getUsageOverview, lastThirtyDays(today, timeZone)),
      ]}
    >
      <HomePage today={today} />
    </Prefetched>
  );
}
