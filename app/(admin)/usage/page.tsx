import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { NAMED_CUSTOMERS } from '@/components/lists/catalog-input';
import { todayIn } from '@/components/ui/calendar';
import { overviewInput, overviewParams } from '@/components/usage/overview-input';
import { UsagePage } from '@/components/usage/usage-page';
import { rangeOf } from '@/components/usage/usage-range';
import { listCustomers } from '@/lib/api/metering/customers';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { pageNow, requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Usage' };

const load = createLoader(overviewParams);

export default async function UsageOverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requireCaller();
  const timeZone = principal?.workspace.timeZone ?? 'UTC';
  const today = todayIn(timeZone, Date.parse(await pageNow()));
  const range = rangeOf(await load(searchParams), today);
  return (
    <Prefetched reads={[read(getUsageOverview, overviewInput(range, timeZone)), read(listCustomers, NAMED_CUSTOMERS)]}>
      <UsagePage today={today} />
    </Prefetched>
  );
}
