import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { subscriptionsOf } from '@/components/customers/customer-input';
import { CustomerPage } from '@/components/customers/customer-page';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { todayIn } from '@/components/ui/calendar';
import { lastMonthsInput } from '@/components/usage/usage-range';
import { getCustomer } from '@/lib/api/metering/customers';
import { queryMeters } from '@/lib/api/metering/meter-query';
import { listMeters } from '@/lib/api/metering/meters';
import { searchSubscriptions } from '@/lib/api/subscription/state';
import { pageNow, requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Customer' };

export default async function OneCustomerPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await params;
  const { principal } = await requireCaller();
  const timeZone = principal?.workspace.timeZone ?? 'UTC';
  const today = todayIn(timeZone, Date.parse(await pageNow()));
  return (
    <Prefetched
      reads={[
        read(getCustomer, { params: { customerId } }),
        read(searchSubscriptions, subscriptionsOf(customerId)),
        read(listMeters, ALL_METERS),
        read(queryMeters, lastMonthsInput(today, timeZone, { customer_id: { eq: customerId } })),
      ]}
    >
      <CustomerPage customerId={customerId} today={today} />
    </Prefetched>
  );
}
