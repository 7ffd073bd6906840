'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useApi } from '@/components/api/client';
import { cursorOf } from '@/components/api/cursor';
import { EVENTS_PER_PAGE } from '@/components/events/event-input';
import { EventTable } from '@/components/events/event-table';
import { useViewer } from '@/components/shell/viewer';
import { EmptyState } from '@/components/ui/empty-state';
import { CursorPagination } from '@/components/ui/pagination';
import { TextLink } from '@/components/ui/text-link';
import { listEvents } from '@/lib/api/metering/events';
import { type Customer, subjectsOf } from '@/lib/metering/customer';

const WITHOUT = ['customer'] as const;
const cursorParams = { after: parseAsString, before: parseAsString };

/** The events whose subject is one of the customer's, newest first. */
export function CustomerEvents({ customer }: { customer: Customer }) {
  const { timeZone } = useViewer().workspace;
  const [{ after, before }, setParams] = useQueryStates(cursorParams);
  const events = useApi(
    listEvents,
    {
      query: {
        page: { size: EVENTS_PER_PAGE, after: after ?? undefined, before: before ?? undefined },
        filter: { customerId: customer.id },
      },
    },
    { placeholderData: keepPreviousData },
  );
  const turn = (link: string | null | undefined) => {
    const cursor = cursorOf(link);
    return cursor ? () => void setParams({ after: null, before: null, ...cursor }, { history: 'push', scroll: true }) : undefined;
  };
  return (
    <div className="flex flex-col gap-3">
      <EventTable
        label={`Events of ${customer.name}`}
        events={events.data?.data}
        timeZone={timeZone}
        without={WITHOUT}
        skeletonRows={20}
        stale={events.isPlaceholderData}
        error={events.error}
        onRetry={() => void events.refetch()}
        empty={
          <EmptyState title="No events of this customer" action={<TextLink href="/events">All events</TextLink>}>
            Looking for events with subject {subjectsOf(customer).join(', ')}.
          </EmptyState>
        }
      />
      <CursorPagination noun="events" onBefore={turn(events.data?.meta.page.previous)} onAfter={turn(events.data?.meta.page.next)} />
    </div>
  );
}
