import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { MeteringIngestedEvent } from '@/lib/metering/event';
import { EventDataFilter, listEvents } from './events';

const tag = 'Events';

const Thing = { id: Ulid, key: z.string(), name: z.string() };

/** A meter over events of this type: what it counted of this one, split how; without a value it counted nothing, and says why. */
const EventReading = z
  .strictObject({
    meter: z.strictObject({ ...Thing, aggregation: z.string() }),
    value: z.string().optional(),
    dimensions: z.record(z.string(), z.string()),
    fault: z.string().optional(),
  })
  .meta({ id: 'EventReading' });
export type EventReading = z.infer<typeof EventReading>;

/** A version in force that sells what was counted, with the rate card that bills it. */
const BilledBy = z
  .strictObject({
    plan: z.strictObject({ ...Thing, version: z.int() }),
    phaseKey: z.string(),
    rateCardKey: z.string(),
    rateCardName: z.string(),
    featureId: Ulid,
  })
  .meta({ id: 'EventBilledBy' });

export const EventLife = z
  .strictObject({
    event: MeteringIngestedEvent,
    customer: z.strictObject(Thing).optional(),
    resends: z.strictObject({ times: z.int(), lastAt: DateTime }).optional(),
    refusals: z.array(z.strictObject({ id: Ulid, code: z.string(), message: z.string(), times: z.int(), lastAt: DateTime })),
    voided: z.strictObject({ reason: z.string(), createdBy: z.string(), createdAt: DateTime }).optional(),
    readings: z.array(EventReading),
    features: z.array(z.strictObject({ ...Thing, meterId: Ulid })),
    billedBy: z.array(BilledBy),
  })
  .meta({ id: 'EventLife' });
export type EventLife = z.infer<typeof EventLife>;

const name = z.string().min(1).max(400);

export const getEventLife = operation({
  id: 'get-event-life',
  method: 'get',
  path: `${V1}/events/life`,
  tag,
  summary: 'One event from arrival to bill: when it came, how often again, what meters counted of it, whose it is, what bills it',
  permission: 'events:read',
  query: z.strictObject({ source: name, id: name }),
  result: EventLife,
  refusals: [404],
});

/** The contract's list knows no filter on data; this one does, and is the same otherwise. */
export const searchEvents = operation({
  id: 'search-events',
  method: 'get',
  path: `${V1}/events`,
  tag,
  summary: 'List usage events as the contract does, and also by what stands in their data',
  permission: 'events:read',
  query: z.strictObject({ ...listEvents.query.shape, data: EventDataFilter.optional() }),
  result: listEvents.result,
});
