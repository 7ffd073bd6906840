import 'server-only';
import type { ListEventsParamsFilter } from '@/lib/api/metering/events';
import type { DateTimeFieldFilter, StringFieldFilter, UlidFieldFilter } from '@/lib/filter';
import { jsonPathSteps } from '@/lib/metering/json-path';
import { sqlTransaction } from '@/lib/server/core/db';
import type { AttributedSpan } from '@/lib/server/usage/attribution';
import { describeEvents } from '@/lib/server/usage/event-faults';
import type { EventPage, StoredEvent } from '@/lib/server/usage/store';
import { ask } from './client';
import { customerSql, customersFor, givenInstant } from './event-sql';
import { instant, isoText, quoted, textList } from './literal';

type Found = Omit<StoredEvent, 'faults' | 'customerId' | 'voidReason'> & { voidId: string | null };

/** One page of events, in the order asked for, and whether there are more beyond it in the direction of reading. */
export async function listEvents(workspaceId: string, page: EventPage): Promise<{ events: StoredEvent[]; more: boolean }> {
  const backwards = page.before !== undefined;
  const down = page.descending !== backwards;
  const from = page.before ?? page.after;
  const order = page.orderBy === 'time' ? ['time', 'seq'] : ['seq'];
  const customers = page.filter.customerId === undefined ? [] : await customersFor(workspaceId, ['customer_id']);
  const where = [`workspace_id = ${quoted(workspaceId)}`, ...conditions(page.filter, customers)];
  if (page.data) where.push(dataCondition(page.data));
  if (from) {
    const at = page.orderBy === 'time' ? `(${instant(from.key)}, toUInt64(${from.seq}))` : `tuple(toUInt64(${from.seq}))`;
    where.push(`tuple(${order.join(', ')}) ${down ? '<' : '>'} ${at}`);
  }
  // Shown columns are fetched only for the events of the page.
  const key = '(type, subject, time, source, id)';
  const sorted = order.map((column) => `${column} ${down ? 'DESC' : 'ASC'}`).join(', ');
  const rows = await ask<Found>(
    `SELECT toString(seq) AS seq, source, id, toString(type) AS type, subject, ${isoText('time')} AS time, data, dataschema,
       ${isoText('ingested_at')} AS ingestedAt, ${isoText('stored_at')} AS storedAt, if(voided_at IS NULL, NULL, ${isoText('voided_at')}) AS voidedAt,
       nullIf(void_id, '') AS voidId
     FROM usage_events FINAL
     WHERE workspace_id = ${quoted(workspaceId)} AND ${key} IN (
       SELECT ${key.slice(1, -1)} FROM usage_events FINAL WHERE ${where.join(' AND ')} ORDER BY ${sorted} LIMIT ${page.size + 1})
     ORDER BY ${order.map((column) => `usage_events.${column} ${down ? 'DESC' : 'ASC'}`).join(', ')}`,
  );
  const shown = rows.slice(0, page.size);
  if (backwards) shown.reverse();
  const events = await sqlTransaction({ workspaceId, pool: 'reads' }, (client) => describeEvents(client, workspaceId, shown));
  return { events, more: rows.length > page.size };
}

function conditions(filter: ListEventsParamsFilter, customers: readonly AttributedSpan[]): string[] {
  return [
    ...textConditions('id', filter.id),
    ...textConditions('source', filter.source),
    ...textConditions('subject', filter.subject),
    ...textConditions('type', filter.type),
    ...customerConditions(filter.customerId, customers),
    ...timeConditions('usage_events.time', filter.time),
    ...timeConditions('ingested_at', filter.ingestedAt),
    ...timeConditions('stored_at', filter.storedAt),
  ];
}

/** Reads the value at a path of the data, as text; the array index of a path counts from 0 and the engine's from 1. */
function dataCondition({ path, text }: NonNullable<EventPage['data']>): string {
  const steps = jsonPathSteps(path);
  if (!steps) return 'false';
  const place = `data, ${steps.map((step) => (/^\d+$/.test(step) ? String(BigInt(step) + 1n) : quoted(step))).join(', ')}`;
  return `if(JSONType(${place}) = 'String', JSONExtractString(${place}), JSONExtractRaw(${place})) = ${quoted(text)}`;
}

/** When the events of these names arrived first, for those that are there. */
export async function eventArrivals(
  workspaceId: string,
  names: readonly { source: string; id: string }[],
): Promise<{ source: string; id: string; ingestedAt: string }[]> {
  if (!names.length) return [];
  const wanted = names.map(({ source, id }) => `(${quoted(source)}, ${quoted(id)})`).join(', ');
  return ask(
    `SELECT source, id, ${isoText('ingested_at')} AS ingestedAt FROM usage_events FINAL
     WHERE workspace_id = ${quoted(workspaceId)} AND (source, id) IN (${wanted})`,
  );
}

const listed = (text: string) => text.split(',').map((part) => part.trim());
const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=' } as const;
const holds = (column: string, part: string) => `position(lowerUTF8(${column}), lowerUTF8(${quoted(part)})) > 0`;

function textConditions(column: string, filter: StringFieldFilter | undefined): string[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [`${column} = ${quoted(filter)}`];
  const all: string[] = [];
  for (const [op, sign] of Object.entries(COMPARISONS)) {
    const value = filter[op as keyof typeof COMPARISONS];
    if (value !== undefined) all.push(`${column} ${sign} ${quoted(value)}`);
  }
  if (filter.neq !== undefined) all.push(`${column} != ${quoted(filter.neq)}`);
  if (filter.oeq !== undefined) all.push(`${column} IN ${textList(listed(filter.oeq))}`);
  if (filter.contains !== undefined) all.push(holds(column, filter.contains));
  if (filter.ocontains !== undefined) all.push(`(${listed(filter.ocontains).map((part) => holds(column, part)).join(' OR ')})`); // biome-ignore format: one thought
  if (filter.exists === false) all.push('false'); // every event has it
  return all;
}

function customerConditions(filter: UlidFieldFilter | undefined, customers: readonly AttributedSpan[]): string[] {
  if (filter === undefined) return [];
  const whose = customerSql(customers);
  if (typeof filter === 'string') return [`${whose} = ${quoted(filter)}`];
  const all: string[] = [];
  if (filter.eq !== undefined) all.push(`${whose} = ${quoted(filter.eq)}`);
  if (filter.oeq !== undefined) all.push(`${whose} IN ${textList(listed(filter.oeq))}`);
  if (filter.neq !== undefined) all.push(`${whose} != ${quoted(filter.neq)}`);
  return all;
}

function timeConditions(column: string, filter: DateTimeFieldFilter | undefined): string[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [`${column} = ${givenInstant(filter)}`];
  return Object.entries(filter).flatMap(([op, value]) =>
    value === undefined ? [] : [`${column} ${COMPARISONS[op as keyof typeof COMPARISONS]} ${givenInstant(value)}`],
  );
}
