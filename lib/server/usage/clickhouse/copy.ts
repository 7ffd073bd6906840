import 'server-only';
import type pg from 'pg';
import { sqlTransaction } from '@/lib/server/core/db';
import { ask, write } from './client';
import { eventRow, type Identity, idRow, type ReadEvent, readEvent } from './event-row';
import { quoted } from './literal';

const CHUNK = 20_000;
const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

type Stored = Omit<ReadEvent, 'cells' | 'content'> & Identity & { data: string | null; voidedAt: string | null; voidId: string | null };

/**
 * Copies the events that PostgreSQL has of a workspace, in the order of their arrival, in steps after each of which it may be stopped, and
 * goes on where it was. What is copied twice is one row. Events void since an earlier run are marked. Gives how many were copied.
 */
export async function copyEvents(
  workspaceId: string,
  progress: (copied: number, total: number) => void = () => {},
  size = CHUNK,
): Promise<number> {
  const upto = await sqlTransaction({ workspaceId }, async (client) => {
    // Writers that have begun are waited for: whatever commits later has a higher number.
    await client.query('SELECT pg_advisory_xact_lock(usage_lock($1))', [workspaceId]);
    const { rows } = await client.query<{ upto: string; total: string }>(
      'SELECT coalesce(max(seq), 0)::text AS upto, count(*)::text AS total FROM usage_events WHERE workspace_id = $1',
      [workspaceId],
    );
    return rows[0] as { upto: string; total: string };
  });
  let done = await copiedUpto(workspaceId);
  await copyWhere(workspaceId, '0', done, 'voided_at IS NOT NULL', size, () => Promise.resolve());
  return copyWhere(workspaceId, done, upto.upto, 'true', size, async (last, copied) => {
    done = last;
    await write('usage_copied', [{ workspace_id: workspaceId, seq: done }]);
    progress(copied, Number(upto.total));
  });
}

async function copiedUpto(workspaceId: string): Promise<string> {
  const [row] = await ask<{ seq: string }>(
    `SELECT toString(max(seq)) AS seq FROM usage_copied WHERE workspace_id = ${quoted(workspaceId)}`,
  );
  return row?.seq ?? '0';
}

async function copyWhere(
  workspaceId: string,
  after: string,
  upto: string,
  condition: string,
  size: number,
  each: (last: string, copied: number) => Promise<void>,
): Promise<number> {
  let copied = 0;
  for (let from = after; ; ) {
    const events = await sqlTransaction({ workspaceId }, (client) => chunk(client, workspaceId, from, upto, condition, size));
    const last = events.at(-1);
    if (!last) return copied;
    const read = events.map(readEvent);
    const ids = read.map((e) => idRow(workspaceId, e));
    await write('usage_ids', ids);
    const rows = read.map((e) => eventRow(workspaceId, e, e, e.voidedAt === null ? null : { at: e.voidedAt, id: e.voidId ?? '' }));
    await write('usage_events', rows);
    from = last.seq;
    copied += events.length;
    await each(from, copied);
  }
}

async function chunk(
  client: pg.PoolClient,
  workspaceId: string,
  after: string,
  upto: string,
  condition: string,
  size: number,
): Promise<Stored[]> {
  const { rows } = await client.query<Stored>(
    `SELECT source, id, seq::text, type, subject, ${utc('time')} AS time, data::text, dataschema, ${utc('ingested_at')} AS "ingestedAt",
       ${utc('stored_at')} AS "storedAt", ${utc('voided_at')} AS "voidedAt", void_id AS "voidId", '' AS content
     FROM usage_events WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 AND ${condition} ORDER BY usage_events.seq LIMIT ${size}`,
    [workspaceId, after, upto],
  );
  return rows;
}
