import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_PLAN_VERSIONS } from '@/components/catalog/plan-input';
import { ONE_CUSTOMER } from '@/components/home/home-input';
import { HomePage } from '@/components/home/home-page';
import { ALL_FEATURES, ALL_METERS } from '@/components/metering/catalog-input';
import { LATEST_IMPORTS } from '@/components/metering/import-input';
import { todayIn } from '@/components/ui/calendar';
import { listCustomers } from '@/lib/api/customers';
import { listFeatures } from '@/lib/api/features';
import { listMeters } from '@/lib/api/meters';
import { listPlans } from '@/lib/api/plans';
import { listUsageImports } from '@/lib/api/usage-imports';
import { read } from '@/lib/server/prefetch';
import { requireCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Home' };

export default async function Home() {
  const { principal } = await requireCaller();
  const today = todayIn(principal?.workspace.timeZone ?? 'UTC', Date.now());
  return (
    <Prefetched
      reads={[
        read(listMeters, ALL_METERS),
        read(listFeatures, ALL_FEATURES),
        read(listPlans, ALL_PLAN_VERSIONS),
        read(listCustomers, ONE_CUSTOMER),
        read(listUsageImports, LATEST_IMPORTS),
      ]}
    >
      <HomePage today={today} />
    </Prefetched>
  );
}
