import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { eventInput, loadEventParams, OPEN_REJECTIONS } from '@/components/events/event-input';
import { EventList } from '@/components/events/event-list';
import { ALL_METERS, NAMED_CUSTOMERS, RECENT_EVENTS } from '@/components/lists/catalog-input';
import { listCustomers } from '@/lib/api/metering/customers';
import { searchEvents } from '@/lib/api/metering/event-life';
import { listEventRejections } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';
import { listMeters } from '@/lib/api/metering/meters';
import { requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Events' };

export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requireCaller();
  const input = eventInput(await loadEventParams(searchParams), principal?.workspace.timeZone ?? 'UTC');
  return (
    <Prefetched
      reads={[
        read(searchEvents, input),
        read(listEvents, RECENT_EVENTS),
        read(listEventRejections, OPEN_REJECTIONS),
        read(listMeters, ALL_METERS),
        read(listCustomers, NAMED_CUSTOMERS),
      ]}
    >
      <EventList />
    </Prefetched>
  );
}
