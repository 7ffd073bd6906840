'use client';

import { useApi } from '@/components/api/client';
import { LATEST_SHOWN, latestOfType } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { listEvents } from '@/lib/api/metering/events';
import { EventTable } from './event-table';

const LIVE_MS = 20_000;
const WITHOUT = ['type'] as const;

/** The newest events of one type, read again while the page is looked at. */
export function LatestEvents({ eventType }: { eventType: string }) {
  const { timeZone } = useViewer().workspace;
  const events = useApi(listEvents, latestOfType(eventType), { refetchInterval: LIVE_MS });
  return (
    <Section
      title="Latest events"
      acts={<TextLink href={`/events?type=${encodeURIComponent(eventType)}`}>All events of this type</TextLink>}
    >
      <EventTable
        label="Latest events"
        events={events.data?.data}
        timeZone={timeZone}
        without={WITHOUT}
        skeletonRows={LATEST_SHOWN}
        error={events.error}
        onRetry={() => void events.refetch()}
        empty={
          <EmptyState title="No event of this type was received">
            It is counted as soon as one arrives. Check that your events carry this type, letter by letter.
          </EmptyState>
        }
      />
    </Section>
  );
}
