import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_METERS, NAMED_CUSTOMERS } from '@/components/metering/catalog-input';
import { EventList } from '@/components/metering/event-list';
import { listCustomers } from '@/lib/api/customers';
import { listMeters } from '@/lib/api/meters';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Events' };

export default function EventsPage() {
  return (
    <Prefetched reads={[read(listMeters, ALL_METERS), read(listCustomers, NAMED_CUSTOMERS)]}>
      <EventList />
    </Prefetched>
  );
}
