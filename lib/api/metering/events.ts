import { z } from 'zod';
import { operation, V1, V3 } from '@/lib/api/operation';
import { DateTimeFieldFilter, StringFieldFilter, UlidFieldFilter } from '@/lib/filter';
import { IngestedEventPaginatedResponse, MeteringEvent } from '@/lib/metering/event';
import { jsonPathSteps } from '@/lib/metering/json-path';
import { CursorPaginationQueryPage, SortQuery } from '@/lib/paging';

const tag = 'Events';

const Filter = z
  .strictObject({
    id: StringFieldFilter.optional(),
    source: StringFieldFilter.optional(),
    subject: StringFieldFilter.optional(),
    type: StringFieldFilter.optional(),
    customerId: UlidFieldFilter.optional(),
    time: DateTimeFieldFilter.optional(),
    ingestedAt: DateTimeFieldFilter.optional(),
    storedAt: DateTimeFieldFilter.optional(),
  })
  .meta({ id: 'ListEventsParamsFilter' });
export type ListEventsParamsFilter = z.infer<typeof Filter>;

export const ingestEvents = operation({
  id: 'ingest-metering-events',
  method: 'post',
  path: `${V3}/events`,
  tag,
  summary: 'Ingest usage events: one CloudEvent or up to 10,000, answered once they are durable',
  permission: 'events:write',
  body: z.union([MeteringEvent, z.array(MeteringEvent)]),
  alsoTakes: { 'application/cloudevents+json': MeteringEvent, 'application/cloudevents-batch+json': z.array(MeteringEvent) },
  status: 202,
  refusals: [413, 415, 422, 429],
});

export const listEvents = operation({
  id: 'list-metering-events',
  method: 'get',
  path: `${V3}/events`,
  tag,
  summary: 'List usage events, newest arrivals first unless sorted otherwise',
  permission: 'events:read',
  query: z.strictObject({ page: CursorPaginationQueryPage.optional(), filter: Filter.optional(), sort: SortQuery.optional() }),
  result: IngestedEventPaginatedResponse,
});

/** A field of an event's data, and what it must be. */
export const EventDataFilter = z
  .strictObject({
    path: z
      .string()
      .max(400)
      .refine((path) => jsonPathSteps(path) !== null, { error: 'Write it like $.model or $.usage.tokens.' }),
    eq: z.string().max(1000),
  })
  .meta({ id: 'EventDataFilter' });

export const streamEvents = operation({
  id: 'stream-metering-events',
  method: 'get',
  path: `${V1}/events/stream`,
  tag,
  summary: 'Watch events arrive, as server-sent events: `event` with a MeteringIngestedEvent, `skipped` when more came than is shown',
  permission: 'events:read',
  query: z.strictObject({ filter: Filter.optional(), data: EventDataFilter.optional() }),
  alsoGives: { 'text/event-stream': z.string() },
  status: 200,
  refusals: [429],
});
