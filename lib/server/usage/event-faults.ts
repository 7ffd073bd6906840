import 'server-only';
import type pg from 'pg';
import { inSegment, knownSpansSql } from './attribution';
import { lit, valueKindSql, valueSql } from './counting';
import { type MeterState, meterStates } from './meter-state';
import type { EventFault, StoredEvent } from './store';

interface Judged {
  type: string;
  time: string;
  data: string | null;
}

/** Events as a store has found them, with what the catalog knows: whose they are, why they are void, and what meters find wrong with them. */
export async function describeEvents(
  client: pg.PoolClient,
  workspaceId: string,
  events: readonly (Omit<StoredEvent, 'faults' | 'customerId' | 'voidReason'> & { voidId: string | null })[],
): Promise<StoredEvent[]> {
  const faults = await eventFaults(client, await meterStates(client, workspaceId), events);
  const customers = await client.query<{ n: string; customer_id: string }>(
    `SELECT n, customer_id FROM unnest($2::text[], $3::timestamptz[]) WITH ORDINALITY AS e(subject, time, n)
     JOIN (${knownSpansSql('$1', undefined)}) c ON c.subject = e.subject AND ${inSegment('e.time')}`,
    [workspaceId, events.map((e) => e.subject), events.map((e) => e.time)],
  );
  const voids = await client.query<{ id: string; reason: string }>('SELECT id, reason FROM usage_voids WHERE id = ANY($1)', [
    [...new Set(events.flatMap((e) => e.voidId ?? []))],
  ]);
  const customerOf = new Map(customers.rows.map((row) => [Number(row.n) - 1, row.customer_id]));
  const reasonOf = new Map(voids.rows.map((row) => [row.id, row.reason]));
  return events.map(({ voidId, ...event }, i) => {
    const voidReason = (voidId && reasonOf.get(voidId)) ?? null;
    return {
      ...event,
      customerId: customerOf.get(i) ?? null,
      voidReason,
      faults: [...voided(event.voidedAt, voidReason), ...(faults[i] ?? [])],
    };
  });
}

/** The contract has no field for it: a void event says so among its validation errors. */
const voided = (voidedAt: string | null, reason: string | null): EventFault[] =>
  voidedAt === null ? [] : [{ code: 'event_voided', message: `Void, and not counted: ${reason}`, attributes: { voidedAt, reason } }];

/**
 * Returns the faults that active meters find in events, by event. Judged when asked and not stored: a meter that changes, or comes later,
 * changes the judgement too.
 */
async function eventFaults(client: pg.PoolClient, meters: readonly MeterState[], events: readonly Judged[]): Promise<EventFault[][]> {
  const faults: EventFault[][] = events.map((e) =>
    meters.some((m) => m.eventType === e.type)
      ? []
      : [
          {
            code: 'event_type_not_metered',
            message: `No meter counts events of the type "${e.type}". They are kept, and count once one does.`,
            attributes: { type: e.type },
          },
        ],
  );
  const types = new Set(events.map((e) => e.type));
  const reading = meters.filter((m) => types.has(m.eventType) && m.aggregation !== 'count');
  if (!reading.length) return faults;
  const { rows } = await client.query<{ n: string; m: number; kind: string | null }>(
    `WITH src AS (SELECT n, type, time, data FROM unnest($1::text[], $2::timestamptz[], $3::jsonb[]) WITH ORDINALITY AS t(type, time, data, n))
     ${reading
       .map(
         (m, i) =>
           `SELECT n, ${i} AS m, ${valueKindSql(m)} AS kind FROM src WHERE type = ${lit(m.eventType)} ${m.eventsFrom ? `AND time >= ${lit(m.eventsFrom)}::timestamptz` : ''} AND ${valueSql(m)} IS NULL`,
       )
       .join(' UNION ALL ')}
     ORDER BY n, m`,
    [events.map((e) => e.type), events.map((e) => e.time), events.map((e) => e.data)],
  );
  for (const { n, m, kind } of rows) faults[Number(n) - 1]?.push(fault(reading[m] as MeterState, kind));
  return faults;
}

function fault(meter: MeterState, kind: string | null): EventFault {
  const attributes = { meterId: meter.id, meterKey: meter.key, valueProperty: meter.valueProperty };
  const says = `The meter "${meter.key}" reads ${meter.valueProperty}`;
  if (kind === null || kind === 'null') return { code: 'value_missing', message: `${says}, which this event does not have.`, attributes };
  if (meter.aggregation === 'unique_count')
    return { code: 'value_not_text', message: `${says}, where this event has an ${kind} and no single value.`, attributes };
  if (kind === 'number')
    return {
      code: 'value_out_of_range',
      message: `${says}, where this event has a number of more than 30 digits before the point.`,
      attributes,
    };
  return {
    code: 'value_not_numeric',
    message:
      kind === 'string'
        ? `${says}, where this event has a text that is not a number in range.`
        : `${says}, where this event has ${kind === 'array' || kind === 'object' ? 'an' : 'a'} ${kind}.`,
    attributes,
  };
}
