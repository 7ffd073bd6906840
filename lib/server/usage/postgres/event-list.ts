import 'server-only';
import type { ListEventsParamsFilter } from '@/lib/api/metering/events';
import { isoOf, millisecondsOf } from '@/lib/exact-time';
import type { DateTimeFieldFilter, StringFieldFilter, UlidFieldFilter } from '@/lib/filter';
import { sqlTransaction } from '@/lib/server/core/db';
import { inSegment, knownSpansSql } from '@/lib/server/usage/attribution';
import { dimensionValues, lit } from '@/lib/server/usage/counting';
import { describeEvents } from '@/lib/server/usage/event-faults';
import { keySql } from '@/lib/server/usage/event-identity';
import type { EventPage, StoredEvent } from '@/lib/server/usage/store';

const TIMEOUT_MS = 20_000;
const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** One page of events, in the order asked for, and whether there are more beyond it in the direction of reading. */
export async function listEvents(workspaceId: string, page: EventPage): Promise<{ events: StoredEvent[]; more: boolean }> {
  return sqlTransaction({ workspaceId, pool: 'reads' }, async (client) => {
    await client.query(`SET LOCAL statement_timeout = ${TIMEOUT_MS}`);
    const backwards = page.before !== undefined;
    const down = page.descending !== backwards;
    const from = page.before ?? page.after;
    const order = page.orderBy === 'time' ? ['e.time', 'e.seq'] : ['e.seq'];
    const where = [`e.workspace_id = ${lit(workspaceId)}`, ...conditions(lit(workspaceId), page.filter)];
    if (page.data) where.push(`${dimensionValues({ dimensions: { at: page.data.path } })} = ARRAY[${lit(page.data.text)}]`);
    if (from) {
      const at = page.orderBy === 'time' ? `(${lit(from.key)}::timestamptz, ${lit(from.seq)}::bigint)` : `(${lit(from.seq)}::bigint)`;
      where.push(`(${order.join(', ')}) ${down ? '<' : '>'} ${at}`);
    }
    const { rows } = await client.query<Omit<StoredEvent, 'faults' | 'customerId' | 'voidReason'> & { voidId: string | null }>(
      `SELECT e.seq, e.source, e.id, e.type, e.subject, ${utc('e.time')} AS time, e.data::text AS data, e.dataschema,
              ${utc('e.ingested_at')} AS "ingestedAt", ${utc('e.stored_at')} AS "storedAt", ${utc('e.voided_at')} AS "voidedAt", e.void_id AS "voidId"
       FROM usage_events e WHERE ${where.join(' AND ')} ORDER BY ${order.map((column) => `${column} ${down ? 'DESC' : 'ASC'}`).join(', ')} LIMIT ${page.size + 1}`,
    );
    const shown = rows.slice(0, page.size);
    if (backwards) shown.reverse();
    return { events: await describeEvents(client, workspaceId, shown), more: rows.length > page.size };
  });
}

function conditions(ws: string, filter: ListEventsParamsFilter): string[] {
  const customers = (condition: string) =>
    `SELECT subject FROM (${knownSpansSql(ws, undefined)}) c WHERE ${condition} AND ${inSegment('e.time')}`;
  return [
    ...nameConditions(ws, filter),
    ...textConditions('e.id', filter.id),
    ...textConditions('e.source', filter.source),
    ...textConditions('e.subject', filter.subject),
    ...textConditions('e.type', filter.type),
    ...customerConditions(filter.customerId, customers),
    ...timeConditions('e.time', filter.time),
    ...timeConditions('e.ingested_at', filter.ingestedAt),
    ...timeConditions('e.stored_at', filter.storedAt),
  ];
}

/** One event by its name is found by its identity. */
function nameConditions(ws: string, { source, id }: ListEventsParamsFilter): string[] {
  if (typeof source !== 'string' || typeof id !== 'string') return [];
  return [`(e.time, e.seq) = (SELECT d.time, d.seq FROM usage_ids d WHERE d.key = ${keySql(ws, lit(source), lit(id))})`];
}

const listed = (text: string) =>
  `ARRAY[${text
    .split(',')
    .map((t) => lit(t.trim()))
    .join(',')}]::text[]`;
const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=' } as const;

function textConditions(column: string, filter: StringFieldFilter | undefined): string[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [`${column} = ${lit(filter)}`];
  const all: string[] = [];
  for (const [op, sign] of Object.entries(COMPARISONS)) {
    const value = filter[op as keyof typeof COMPARISONS];
    if (value !== undefined) all.push(`${column} ${sign} ${lit(value)}`);
  }
  if (filter.neq !== undefined) all.push(`${column} <> ${lit(filter.neq)}`);
  if (filter.oeq !== undefined) all.push(`${column} = ANY(${listed(filter.oeq)})`);
  if (filter.contains !== undefined) all.push(`position(lower(${lit(filter.contains)}) IN lower(${column})) > 0`);
  if (filter.ocontains !== undefined) {
    all.push(`EXISTS (SELECT FROM unnest(${listed(filter.ocontains)}) AS part WHERE position(lower(part) IN lower(${column})) > 0)`);
  }
  if (filter.exists === false) all.push('false'); // every event has it
  return all;
}

function customerConditions(filter: UlidFieldFilter | undefined, customers: (condition: string) => string): string[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [`e.subject IN (${customers(`customer_id = ${lit(filter)}`)})`];
  const all: string[] = [];
  if (filter.eq !== undefined) all.push(`e.subject IN (${customers(`customer_id = ${lit(filter.eq)}`)})`);
  if (filter.oeq !== undefined) all.push(`e.subject IN (${customers(`customer_id = ANY(${listed(filter.oeq)})`)})`);
  if (filter.neq !== undefined) all.push(`e.subject NOT IN (${customers(`customer_id = ${lit(filter.neq)}`)})`);
  return all;
}

/** An instant that somebody gave, with whatever offset. */
const given = (instant: string) => `${lit(isoOf(millisecondsOf(instant)))}::timestamptz`;

function timeConditions(column: string, filter: DateTimeFieldFilter | undefined): string[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [`${column} = ${given(filter)}`];
  return Object.entries(filter).flatMap(([op, value]) =>
    value === undefined ? [] : [`${column} ${COMPARISONS[op as keyof typeof COMPARISONS]} ${given(value)}`],
  );
}
