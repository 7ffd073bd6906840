import 'server-only';
import type pg from 'pg';
import { sqlTransaction } from '@/lib/server/core/db';
import type { Inserted, NewEvent } from '@/lib/server/usage/store';
import { ask, write } from './client';
import { eventRow, type Identity, idRow, type ReadEvent, readEvent } from './event-row';
import { instant, isoText, quoted, textList } from './literal';

type Read = NewEvent & ReadEvent;

/**
 * Stores events that are new, in two steps: first what each id stands for, then the event, in the row that its id calls for. An id whose
 * event is missing (the writer died in between, and acknowledged nothing) gets that very row when it is sent again, so however often and
 * wherever it stops, one id is one event. Writers of a workspace follow each other: each sees the ids of all before it.
 */
export async function insertEvents(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  if (!events.length) return { stored: 0, duplicates: 0, conflicts: [] };
  const read = events.map(readEvent);
  return sqlTransaction({ workspaceId }, async (lock) => {
    await lock.query('SELECT pg_advisory_xact_lock(usage_lock($1))', [workspaceId]);
    const known = await identities(workspaceId, read);
    const repeated = known.size > 0 ? await missing(workspaceId, [...known.values()]) : new Set<string>();
    const fresh: Read[] = [];
    const conflicts: number[] = [];
    const rewritten: { event: Read; as: Identity }[] = [];
    const made = new Map<string, Read>();
    for (const [i, event] of read.entries()) {
      const name = nameOf(event);
      const before = made.get(name) ?? known.get(name);
      if (!before) {
        made.set(name, event);
        fresh.push(event);
      } else if (!isSame(event, before)) conflicts.push(i);
      else if (repeated.delete(name)) rewritten.push({ event, as: known.get(name) as Identity });
    }
    const newIds = await numbered(lock, fresh);
    const ids = newIds.map((as) => idRow(workspaceId, as));
    await write('usage_ids', ids);
    await lock.query('SELECT'); // the lock is lost with its connection: then somebody else may be writing these ids
    const rows = [...fresh.map((event, i) => ({ event, as: newIds[i] as Identity })), ...rewritten];
    const kept = rows.map(({ event, as }) => eventRow(workspaceId, event, as));
    await write('usage_events', kept);
    return { stored: rows.length, duplicates: events.length - rows.length - conflicts.length, conflicts };
  });
}

const nameOf = (e: { source: string; id: string }) => `${e.source}\n${e.id}`;

const isSame = (event: Read, before: Read | Identity) =>
  event.content === before.content &&
  (!event.timeGiven || (Date.parse(event.time) === Date.parse(before.time) && micros(event.time) === micros(before.time)));

/** The digits after the second, which Date reads only to the third. */
const micros = (iso: string) => (/\.(\d+)/.exec(iso)?.[1] ?? '').padEnd(6, '0');

async function identities(workspaceId: string, events: readonly Read[]): Promise<Map<string, Identity>> {
  const names = events.map((e) => `(${quoted(e.source)},${quoted(e.id)})`).join(',');
  const columns = ['type', 'subject', 'time', 'ingested_at', 'stored_at', 'content'];
  const rows = await ask<Identity>(
    `SELECT source, id, toString(w.1) AS seq, toString(w.2) AS type, w.3 AS subject, ${isoText('w.4')} AS time, ${isoText('w.5')} AS "ingestedAt",
       ${isoText('w.6')} AS "storedAt", toString(w.7) AS content
     FROM (SELECT source, id, argMax((seq, ${columns.join(', ')}), seq) AS w FROM usage_ids
           WHERE workspace_id = ${quoted(workspaceId)} AND (source, id) IN (${names}) GROUP BY source, id)`,
  );
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** Returns the ids without stored events. */
async function missing(workspaceId: string, known: readonly Identity[]): Promise<Set<string>> {
  const keys = known.map((k) => `(${quoted(k.type)},${quoted(k.subject)},${instant(k.time)},${quoted(k.source)},${quoted(k.id)})`);
  const there = await ask<{ source: string; id: string }>(
    `SELECT DISTINCT source, id FROM usage_events
     WHERE workspace_id = ${quoted(workspaceId)} AND type IN ${textList([...new Set(known.map((k) => k.type))])}
       AND (type, subject, time, source, id) IN (${keys.join(',')})`,
  );
  const found = new Set(there.map(nameOf));
  return new Set(known.map(nameOf).filter((name) => !found.has(name)));
}

/** New ids with their place in the order of arrival. The numbers and the time are the catalog database's, the same for every server. */
async function numbered(lock: pg.PoolClient, fresh: readonly Read[]): Promise<Identity[]> {
  if (!fresh.length) return [];
  const { rows } = await lock.query<{ seqs: string[]; now: Date }>(
    `SELECT array_agg(nextval('usage_events_seq_seq')::text) AS seqs, clock_timestamp() AS now FROM generate_series(1, $1)`,
    [fresh.length],
  );
  const { seqs, now } = rows[0] as { seqs: string[]; now: Date };
  const storedAt = now.toISOString();
  return fresh.map(({ source, id, type, subject, time, ingestedAt, content }, i) => ({
    source,
    id,
    seq: seqs[i] as string,
    type,
    subject,
    time,
    ingestedAt,
    storedAt,
    content,
  }));
}
