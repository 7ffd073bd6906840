'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Activity, Upload } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { cursorOf } from '@/components/api/cursor';
import { ALL_METERS, NAMED_CUSTOMERS, RECENT_EVENTS } from '@/components/lists/catalog-input';
import { ListActs } from '@/components/lists/list-acts';
import { useMay, useViewer } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { dayRange } from '@/components/ui/day-instant';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { CursorPagination } from '@/components/ui/pagination';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';
import { Tabs } from '@/components/ui/tabs';
import { QuietSources } from '@/components/usage/quiet-sources';
import { listCustomers } from '@/lib/api/metering/customers';
import { searchEvents } from '@/lib/api/metering/event-life';
import { listEventRejections } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';
import { listMeters } from '@/lib/api/metering/meters';
import { CountedChip, CountedTotal, useCounted } from './counted-bar';
import { DataFilter } from './data-filter';
import { eventInput, eventParams, isFiltered, NO_EVENT_FILTERS, OPEN_REJECTIONS } from './event-input';
import { EventTable } from './event-table';
import { LiveBar } from './live-bar';
import { LIVE_SHOWN, useLiveEvents } from './live-events';
import { RejectionList } from './rejection-list';

const SendEvents = lazy(() => import('./send-events').then((module) => module.SendEvents));

/** Usage as it arrived: what was received, newest first, and what was refused. */
export function EventList() {
  const mayWrite = useMay('events:write');
  const [{ tab, live }, setParams] = useQueryStates(eventParams);
  const refused = useApi(listEventRejections, OPEN_REJECTIONS).data?.meta.page.total;
  return (
    <Page width="full">
      <PageHeader
        title="Events"
        description="Events as received. Each event counts once, even if sent again."
        acts={
          <>
            {tab === 'received' && (
              <Switch
                checked={live}
                onCheckedChange={(next) => void setParams({ live: next || null, after: null, before: null, ...(next && { order: null }) })}
              >
                Live
              </Switch>
            )}
            {mayWrite && (
              <ButtonLink href="/usage-imports" icon={<Upload />}>
                Import a file
              </ButtonLink>
            )}
          </>
        }
      />
      <Tabs
        label="Received and refused events"
        current={tab}
        onSelect={(id) => void setParams({ ...NO_EVENT_FILTERS, live: null, tab: id }, { history: 'push' })}
        tabs={[
          { id: 'received', label: 'Received', href: '/events' },
          { id: 'refused', label: 'Refused', href: '/events?tab=refused', count: refused || undefined },
        ]}
      />
      {tab === 'received' && <QuietSources />}
      {tab === 'received' ? <Received /> : <RejectionList />}
    </Page>
  );
}

function Received() {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(eventParams);
  const [paused, setPaused] = useState(false);
  const isLive = params.live && !params.after && !params.before && params.order === 'received';
  const counted = useCounted(params.feature);
  const input = eventInput(params, timeZone, counted?.events);
  const isKnown = params.feature === null || counted !== undefined;
  const events = useApi(searchEvents, input, { placeholderData: keepPreviousData, enabled: isKnown });
  const live = useLiveEvents({ filter: input.query?.filter, data: input.query?.data }, isLive, paused);
  const customers = useApi(listCustomers, NAMED_CUSTOMERS);
  const seen = useSeen(params);
  const filtered = isFiltered(params);
  const filter = (part: Record<string, unknown>) => void setParams({ ...part, after: null, before: null });
  const page = events.data?.meta.page;
  const turn = (link: string | null | undefined) => {
    const cursor = cursorOf(link);
    return cursor ? () => void setParams({ after: null, before: null, ...cursor }, { history: 'push', scroll: true }) : undefined;
  };

  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        search={{ value: params.subject, onChange: (subject) => filter({ subject: subject || null }), placeholder: 'Search by subject' }}
        onClear={filtered ? () => void setParams(NO_EVENT_FILTERS) : undefined}
        acts={
          <>
            <SegmentedControl
              size="sm"
              label="Order"
              value={params.order}
              onValueChange={(order) => filter({ order })}
              segments={[
                { value: 'received', label: 'Newest received' },
                { value: 'happened', label: 'Newest happened' },
              ]}
            />
            <ListActs list="events" query={input.query} />
          </>
        }
      >
        <FilterChip
          label="Type"
          options={seen.types}
          values={params.type}
          onValuesChange={(type) => filter({ type: type.length ? [...type] : null })}
        />
        <FilterChip
          label="Source"
          options={seen.sources}
          values={params.source}
          onValuesChange={(source) => filter({ source: source.length ? [...source] : null })}
        />
        <Combobox
          clearable
          label="Customer"
          placeholder="Any customer"
          searchPlaceholder="Search customers…"
          value={params.customer}
          loading={customers.isPending}
          onValueChange={(customer) => filter({ customer })}
          options={customers.data?.data.map(({ id, key, name }) => ({ value: id, label: name, hint: key })) ?? []}
          className="w-full sm:w-48"
        />
        <DataFilter path={params.field} value={params.is} onChange={(field, is) => filter({ field, is })} />
        <DateRangePicker
          value={dayRange(params.from, params.to)}
          timeZone={timeZone}
          placeholder="Any time"
          onValueChange={({ from, to }) => filter({ from, to })}
        />
      </FilterBar>
      {counted && <CountedChip counted={counted} asked={params} onRemove={() => filter({ feature: null, since: null, until: null })} />}
      {isLive && <LiveBar {...live} most={LIVE_SHOWN} onPausedChange={setPaused} />}
      <EventTable
        label="Events"
        events={isLive && live.events.length > 0 ? live.events : events.data?.data}
        order={params.order}
        timeZone={timeZone}
        skeletonRows={20}
        stale={events.isPlaceholderData}
        error={events.error}
        onRetry={() => void events.refetch()}
        onClearFilters={filtered ? () => void setParams(NO_EVENT_FILTERS) : undefined}
        empty={
          <>
            <EmptyState title="No events yet" icon={<Activity />}>
              Send an event from a terminal, or import a file. It appears here within a second.
            </EmptyState>
            <SendEvents />
          </>
        }
      />
      {counted && events.data && (
        <CountedTotal counted={counted} asked={params} shown={events.data.data.length} isAll={!page?.next && !page?.previous} />
      )}
      <CursorPagination noun="events" onBefore={turn(page?.previous)} onAfter={turn(page?.next)} />
    </div>
  );
}

/** Returns the known types and sources of events: those of meters, of the newest events, and those that are filtered by. */
function useSeen(params: { type: readonly string[]; source: readonly string[] }) {
  const recent = useApi(listEvents, RECENT_EVENTS).data?.data;
  const meters = useApi(listMeters, ALL_METERS).data?.data;
  return useMemo(() => {
    const options = (values: Iterable<string>) => [...new Set(values)].sort().map((value) => ({ value, label: value }));
    return {
      types: options([
        ...(meters ?? []).map(({ eventType }) => eventType),
        ...(recent ?? []).map(({ event }) => event.type),
        ...params.type,
      ]),
      sources: options([...(recent ?? []).map(({ event }) => event.source), ...params.source]),
    };
  }, [recent, meters, params.type, params.source]);
}
