'use client';

import { CalendarClock, CircleCheck, FileWarning, PenLine, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { OPEN_REJECTIONS } from '@/components/events/event-input';
import { EventTable } from '@/components/events/event-table';
import { LATEST_IMPORTS } from '@/components/imports/import-input';
import { ALL_FEATURES, ALL_METERS, RECENT_EVENTS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { useClock } from '@/components/ui/clock';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { ALL_PLAN_VERSIONS } from '@/components/versions/plan-input';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlans } from '@/lib/api/catalog/plans';
import { listCustomers } from '@/lib/api/metering/customers';
import { listEventRejections } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';
import { listMeters } from '@/lib/api/metering/meters';
import { listUsageImports } from '@/lib/api/metering/usage-imports';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { attention, type Waiting } from './attention';
import { GettingStarted } from './getting-started';
import { lastThirtyDays, ONE_CUSTOMER, tiledMeters } from './home-input';
import { UsageTile } from './usage-tile';

const EVENTS_SHOWN = 6;

/** Shows activity and open tasks. `today` is a day of the workspace's zone. */
export function HomePage({ today }: { today: string }) {
  const clock = useClock();
  const { timeZone } = useViewer().workspace;
  const meters = useApi(listMeters, ALL_METERS);
  const usage = useApi(getUsageOverview, lastThirtyDays(today, timeZone));
  const features = useApi(listFeatures, ALL_FEATURES);
  const plans = useApi(listPlans, ALL_PLAN_VERSIONS);
  const customers = useApi(listCustomers, ONE_CUSTOMER);
  const imports = useApi(listUsageImports, LATEST_IMPORTS);
  const events = useApi(listEvents, RECENT_EVENTS);
  const refused = useApi(listEventRejections, OPEN_REJECTIONS);
  const done =
    meters.data && features.data && plans.data && customers.data && events.data
      ? {
          meters: meters.data.data.length > 0,
          features: features.data.data.length > 0,
          plans: plans.data.data.length > 0,
          customers: customers.data.data.length > 0,
          events: events.data.data.length > 0,
        }
      : undefined;
  const fresh = done && !Object.values(done).every(Boolean);
  const waiting = useMemo(
    () =>
      plans.data && events.data && imports.data && refused.data
        ? attention({
            plans: plans.data.data,
            events: events.data.data,
            imports: imports.data.data,
            refused: refused.data.meta.page.total,
            now: clock(),
          })
        : undefined,
    [plans.data, events.data, imports.data, refused.data, clock],
  );
  const failed = plans.error ?? events.error ?? imports.error ?? refused.error;

  return (
    <Page>
      <PageHeader title="Home" description="Activity and open tasks." />
      {fresh && <GettingStarted done={done} />}
      <Section title="Needs attention">
        {failed ? (
          <ErrorState compact error={failed} />
        ) : !waiting ? (
          <Skeleton className="h-30" />
        ) : waiting.length === 0 ? (
          <p className="flex items-center gap-2 text-muted">
            <CircleCheck className="text-positive" /> No open tasks.
          </p>
        ) : (
          <ul className="flex flex-col divide-y divide-border border-border border-y">
            {waiting.map((each) => (
              <Row key={each.key} waiting={each} timeZone={timeZone} />
            ))}
          </ul>
        )}
      </Section>
      {!(fresh && meters.data?.data.length === 0) && (
        <Section title="Usage, last 30 days" acts={<TextLink href="/usage">All usage</TextLink>}>
          {usage.error ? (
            <ErrorState compact error={usage.error} onRetry={() => void usage.refetch()} />
          ) : (
            <div className="grid gap-3 sm:grid-cols-2 wide:grid-cols-3">
              {usage.data
                ? tiledMeters(usage.data.meters).map((each) => <UsageTile key={each.meter.id} usage={each} />)
                : [1, 2, 3].map((tile) => <Skeleton key={tile} className="h-33" />)}
            </div>
          )}
        </Section>
      )}
      <Section title="Latest events" acts={<TextLink href="/events">All events</TextLink>}>
        <EventTable
          label="Latest events"
          events={events.data?.data.slice(0, EVENTS_SHOWN)}
          timeZone={timeZone}
          skeletonRows={EVENTS_SHOWN}
          error={events.error}
          onRetry={() => void events.refetch()}
          empty={<EmptyState title="No events yet">Events appear here as they arrive.</EmptyState>}
        />
      </Section>
    </Page>
  );
}

const ICON: Record<Waiting['kind'], typeof PenLine> = {
  draft: PenLine,
  scheduled: CalendarClock,
  events: TriangleAlert,
  import: FileWarning,
};

function Row({ waiting: { kind, title, why, href, at }, timeZone }: { waiting: Waiting; timeZone: string }) {
  const Icon = ICON[kind];
  return (
    <li>
      <Link href={href} className="flex min-h-10 items-center gap-3 px-2 py-2 transition-colors hover:bg-surface">
        <Icon aria-hidden="true" className={kind === 'events' || kind === 'import' ? 'text-warning' : 'text-muted'} />
        <span className="min-w-0 flex-1">
          <span className="font-medium">{title}</span> <span className="text-muted">· {why}</span>
          {kind === 'scheduled' && at && (
            <span className="text-muted">
              {' '}
              <Ago at={at} timeZone={timeZone} />
            </span>
          )}
        </span>
        {kind !== 'scheduled' && at && (
          <span className="shrink-0 text-muted text-sm max-sm:hidden">
            <Ago at={at} timeZone={timeZone} />
          </span>
        )}
      </Link>
    </li>
  );
}
