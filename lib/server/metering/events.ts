import 'server-only';
import { PAGE_SIZE, PAGE_SIZE_MAX } from '@/lib/api/listing';
import type { listEvents as op } from '@/lib/api/metering/events';
import type { InputOf } from '@/lib/api/operation';
import { badQuery } from '@/lib/server/core/listing';
import type { Position, StoredEvent } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';

const encode = (e: StoredEvent) => Buffer.from(JSON.stringify([e.time, e.seq])).toString('base64url');

function decode(cursor: string | undefined, field: string): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [key, seq] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string];
    if (!Number.isNaN(Date.parse(key)) && /^\d{1,18}$/.test(seq)) return { key, seq };
  } catch {
    // not a cursor of ours: said below
  }
  throw badQuery(field, 'Use the cursor of an earlier page as it was given.');
}

function orderOf(sort: string | undefined): { orderBy: 'time' | 'arrival'; descending: boolean } {
  const found = /^\s*(time|ingested_at|stored_at)(?:\s+(asc|desc))?\s*$/.exec(sort ?? 'ingested_at desc');
  if (!found) throw badQuery('sort', `Cannot sort by "${sort}". Fields: time, ingested_at, stored_at, one of them with "asc" or "desc".`);
  return { orderBy: found[1] === 'time' ? 'time' : 'arrival', descending: found[2] === 'desc' };
}

/** One page of events as they are stored, and the cursor of the next one. */
export async function storedPage(workspaceId: string, query: EventQuery, after?: string) {
  const { events, more } = await usageStore().list(workspaceId, {
    filter: query.filter ?? {},
    data: query.data && { path: query.data.path, text: query.data.eq },
    ...orderOf(query.sort),
    size: PAGE_SIZE_MAX,
    after: decode(after, 'page[after]'),
  });
  const last = events.at(-1);
  return { events, next: more && last ? encode(last) : undefined };
}

type EventQuery = InputOf<typeof op>['query'] & { data?: { path: string; eq: string } | undefined };

/** One page of events as the wire has it, as JSON text: the data of events goes out digit by digit as it came in. */
export async function eventsPage(workspaceId: string, query: EventQuery, path: string, search: URLSearchParams): Promise<string> {
  const size = query.page?.size ?? PAGE_SIZE;
  if (size < 1 || size > PAGE_SIZE_MAX) throw badQuery('page[size]', `Must be between 1 and ${PAGE_SIZE_MAX}.`);
  const after = decode(query.page?.after, 'page[after]');
  const before = decode(query.page?.before, 'page[before]');
  if (after && before) throw badQuery('page', 'Use either page[after] or page[before].');
  const { events, more } = await usageStore().list(workspaceId, {
    filter: query.filter ?? {},
    data: query.data && { path: query.data.path, text: query.data.eq },
    ...orderOf(query.sort),
    size,
    after,
    before,
  });
  const link = (name: 'after' | 'before', at: StoredEvent | undefined) => {
    if (!at) return null;
    const params = new URLSearchParams(search);
    params.delete('page[after]');
    params.delete('page[before]');
    params.set(`page[${name}]`, encode(at));
    return `${path}?${params}`;
  };
  const hasNext = before ? events.length > 0 : more;
  const hasPrevious = before ? more : after !== undefined && events.length > 0;
  const page = {
    next: hasNext ? link('after', events.at(-1)) : null,
    previous: hasPrevious ? link('before', events[0]) : null,
    size,
  };
  return `{"data":[${events.map(eventText).join(',')}],"meta":${JSON.stringify({ page })}}`;
}

/** A stored event in the shape of MeteringIngestedEvent, as JSON text. */
export function eventText(e: StoredEvent): string {
  const fields: [string, string][] = [
    ['id', JSON.stringify(e.id)],
    ['source', JSON.stringify(e.source)],
    ['specversion', '"1.0"'],
    ['type', JSON.stringify(e.type)],
    ...(e.dataschema === null ? [] : [['dataschema', JSON.stringify(e.dataschema)] as [string, string]]),
    ['subject', JSON.stringify(e.subject)],
    ['time', JSON.stringify(short(e.time))],
    ...(e.data === null ? [] : [['data', e.data] as [string, string]]),
  ];
  const faults = e.faults.map(({ attributes, ...fault }) => ({
    ...fault,
    ...(attributes && {
      attributes: Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), v])),
    }),
  }));
  const parts: [string, string][] = [
    ['event', object(fields)],
    ...(e.customerId === null ? [] : [['customer', JSON.stringify({ id: e.customerId })] as [string, string]]),
    ['ingested_at', JSON.stringify(short(e.ingestedAt))],
    ['stored_at', JSON.stringify(short(e.storedAt))],
    ...(faults.length ? [['validation_errors', JSON.stringify(faults)] as [string, string]] : []),
  ];
  return object(parts);
}

const object = (fields: [string, string][]) => `{${fields.map(([name, text]) => `"${name}":${text}`).join(',')}}`;

/** Without zeros at the end of the fraction. */
export const short = (time: string) =>
  time.replace(/\.?0+Z$/, (end, at: number) => (time.lastIndexOf('.') >= 0 && at >= time.lastIndexOf('.') ? 'Z' : end));
