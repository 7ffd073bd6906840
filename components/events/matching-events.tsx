'use client';

import { useApi } from '@/components/api/client';
import { NEWEST_LOOKED_AT, newestOfType } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import { listEvents } from '@/lib/api/metering/events';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import { matchesFilters, tryMeter } from './meter-trial';

const LIVE_MS = 20_000;
const SHOWN = 3;

/** Shows the number of the newest events of the meter's type that a feature with these filters sells, and the newest of those. Kept up to date. */
export function MatchingEvents({ meter, filters }: { meter: Meter; filters: DimensionFilters | undefined }) {
  const { timeZone } = useViewer().workspace;
  const events = useApi(listEvents, newestOfType(meter.eventType), { refetchInterval: LIVE_MS });
  if (events.error) return <ErrorState compact error={events.error} onRetry={() => void events.refetch()} />;
  if (!events.data) return <Skeleton className="h-5 w-60" />;
  const { data } = events.data;
  const matching = data.filter((event) => matchesFilters(meter, filters, event));
  if (data.length === 0)
    return (
      <p className="text-muted text-sm">
        No event of type <code>{meter.eventType}</code> was received yet.
      </p>
    );
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      <p className={matching.length === 0 ? 'text-warning' : 'text-muted'}>
        {matching.length === 0 ? 'None' : <span className="num">{matching.length}</span>} of the{' '}
        {data.length < NEWEST_LOOKED_AT ? <span className="num">{data.length}</span> : `newest ${NEWEST_LOOKED_AT}`} events of this meter{' '}
        {matching.length === 1 ? 'counts' : 'count'}.
      </p>
      {matching.length > 0 && (
        <ul className="flex flex-col gap-0.5">
          {matching.slice(0, SHOWN).map(({ event }) => {
            const verdict = tryMeter(meter, JSON.stringify(event));
            return (
              <li key={`${event.source} ${event.id}`} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                <span className="truncate font-mono">{event.subject}</span>
                <span>{verdict.kind === 'counted' ? verdict.counts : 'Not counted'}</span>
                {event.time && (
                  <span className="ml-auto text-muted">
                    <Ago at={event.time} timeZone={timeZone} />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
