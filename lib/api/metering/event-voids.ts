import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { MeteringEvent } from '@/lib/metering/event';
import { pageOf } from '@/lib/paging';

const tag = 'Events';

/** Which events: by name, or all of a time range that match. */
export const EventSelection = z
  .union([
    z.strictObject({
      events: z
        .array(z.strictObject({ source: z.string().min(1), id: z.string().min(1) }))
        .min(1)
        .max(10_000),
    }),
    z.strictObject({
      from: DateTime,
      to: DateTime,
      subject: z.string().min(1).optional(),
      type: z.string().min(1).optional(),
      source: z.string().min(1).optional(),
    }),
  ])
  .meta({ id: 'EventSelection' });
export type EventSelection = z.infer<typeof EventSelection>;

export const CreateEventVoidRequest = z
  .strictObject({ selection: EventSelection, reason: z.string().min(1).max(1000) })
  .meta({ id: 'CreateEventVoidRequest' });
export type CreateEventVoidRequest = z.infer<typeof CreateEventVoidRequest>;

export const EventVoid = z
  .strictObject({ id: Ulid, reason: z.string(), selection: EventSelection, events: z.int(), createdBy: z.string(), createdAt: DateTime })
  .meta({ id: 'EventVoid' });
export type EventVoid = z.infer<typeof EventVoid>;

export const createEventVoid = operation({
  id: 'create-event-void',
  method: 'post',
  path: `${V1}/events/voids`,
  tag,
  summary: 'Void events: they stay visible and no longer count',
  permission: 'events:write',
  body: CreateEventVoidRequest,
  result: EventVoid,
  status: 201,
  refusals: [404, 410, 422],
});

export const listEventVoids = operation({
  id: 'list-event-voids',
  method: 'get',
  path: `${V1}/events/voids`,
  tag,
  summary: 'List what was voided, why and by whom, newest first',
  permission: 'events:read',
  query: listQuery(z.strictObject({})),
  result: pageOf(EventVoid, 'EventVoidPagePaginatedResponse'),
});

export const EventRejection = z
  .strictObject({
    id: Ulid,
    code: z.string(),
    message: z.string(),
    event: MeteringEvent,
    times: z.int(),
    firstAt: DateTime,
    lastAt: DateTime,
    resolvedAt: DateTime.optional(),
  })
  .meta({ id: 'EventRejection' });
export type EventRejection = z.infer<typeof EventRejection>;

/** Which refused events: by the code of the reason, and by a part of their subject. */
const RejectionFilter = z
  .strictObject({ code: z.string().min(1).max(100).optional(), subject: z.string().min(1).max(400).optional() })
  .meta({ id: 'EventRejectionFilter' });

export const listEventRejections = operation({
  id: 'list-event-rejections',
  method: 'get',
  path: `${V1}/events/rejections`,
  tag,
  summary:
    'List refused events with the reason, last refused first unless sorted otherwise, by words of the event or the reason; those sent again with success are left out',
  permission: 'events:read',
  query: filteredSearch(z.strictObject({ resolved: z.boolean().optional(), ...RejectionFilter.shape })),
  result: pageOf(EventRejection, 'EventRejectionPagePaginatedResponse'),
});

export const replayEventRejection = operation({
  id: 'replay-event-rejection',
  method: 'post',
  path: `${V1}/events/rejections/{rejectionId}/replay`,
  tag,
  summary: 'Send a refused event again, under another id',
  permission: 'events:write',
  params: z.strictObject({ rejectionId: Ulid }),
  body: z.strictObject({ id: z.string().min(1).max(400) }).meta({ id: 'ReplayEventRejectionRequest' }),
  result: EventRejection,
  refusals: [422, 429],
});

export const REPLAYS_MAX = 1_000;

export const replayEventRejections = operation({
  id: 'replay-event-rejections',
  method: 'post',
  path: `${V1}/events/rejections/replay`,
  tag,
  summary: `Send all refused events of a filter again, up to ${REPLAYS_MAX} at once; those whose id is taken with an ending to it`,
  permission: 'events:write',
  body: z
    .strictObject({
      filter: RejectionFilter,
      ending: z.string().min(1).max(40).optional().meta({ description: 'Added to ids that another event has, such as "-2".' }),
    })
    .meta({ id: 'ReplayEventRejectionsRequest' }),
  result: z
    .strictObject({
      stored: z.int(),
      /** Whose id, with its ending, another event has as well. */
      refused: z.int(),
      left: z.int().meta({ description: 'Refused events of the filter that are not settled yet.' }),
    })
    .meta({ id: 'ReplayEventRejectionsResponse' }),
  refusals: [422, 429],
});
