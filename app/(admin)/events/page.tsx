import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { ALL_METERS, NAMED_CUSTOMERS, RECENT_EVENTS } from '@/components/metering/catalog-input';
import { eventInput, eventParams, OPEN_REJECTIONS } from '@/components/metering/event-input';
import { EventList } from '@/components/metering/event-list';
import { listCustomers } from '@/lib/api/customers';
import { searchEvents } from '@/lib/api/event-life';
import { listEventRejections } from '@/lib/api/event-voids';
import { listEvents } from '@/lib/api/events';
import { listMeters } from '@/lib/api/meters';
import { read } from '@/lib/server/prefetch';
import { requireCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Events' };

const load = createLoader(eventParams);

export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requireCaller();
  const input = eventInput(await load(searchParams), principal?.workspace.timeZone ?? 'UTC');
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
