import 'server-only';
import pg from 'pg';
import { sqlTransaction } from '../db';
import { countSoon } from './count-behind';
import type { Inserted, NewEvent } from './store';

const INPUT = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::timestamptz[], $10::bool[])
  WITH ORDINALITY AS t(source, id, type, subject, time, data, dataschema, ingested_at, time_given, n)`;

// Named, so that a connection plans it once: planning takes longer than writing a handful of events.
const INSERT = {
  name: 'usage_insert',
  text: `INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, dataschema, ingested_at, stored_at)
    SELECT $1, source, id, type, subject, time, data::jsonb, dataschema, ingested_at, statement_timestamp() FROM ${INPUT}
    WHERE $10 IS NOT NULL ORDER BY n ON CONFLICT DO NOTHING`,
};

const CONFLICTS = `SELECT t.n FROM ${INPUT} JOIN usage_events e ON e.workspace_id = $1 AND e.source = t.source AND e.id = t.id
  WHERE (e.type, e.subject, e.dataschema) IS DISTINCT FROM (t.type, t.subject, t.dataschema)
     OR e.data IS DISTINCT FROM t.data::jsonb OR (t.time_given AND e.time <> t.time)
  ORDER BY t.n`;

/** Stores events and drops those already there, in one transaction. They count at once: questions read what is not counted yet. */
export async function insertEvents(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  if (!events.length) return { stored: 0, duplicates: 0, conflicts: [] };
  const values = [
    workspaceId,
    events.map((e) => e.source),
    events.map((e) => e.id),
    events.map((e) => e.type),
    events.map((e) => e.subject),
    events.map((e) => e.time),
    events.map((e) => e.data),
    events.map((e) => e.dataschema),
    events.map((e) => e.ingestedAt),
    events.map((e) => e.timeGiven),
  ];
  const inserted = await sqlTransaction({ workspaceId }, async (client) => {
    // Whoever counts waits for this, so that no number before the ones it counts is still to come.
    await client.query(`SELECT pg_advisory_xact_lock_shared(usage_lock(${pg.escapeLiteral(workspaceId)}))`);
    const { rowCount } = await client.query({ ...INSERT, values });
    const stored = rowCount ?? 0;
    if (stored === events.length) return { stored, duplicates: 0, conflicts: [] };
    // Each looked up by the key: a planner that expects many would rather read all events.
    await client.query('SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
    const { rows } = await client.query<{ n: string }>(CONFLICTS, values);
    return { stored, duplicates: events.length - stored - rows.length, conflicts: rows.map((r) => Number(r.n) - 1) };
  });
  if (inserted.stored) countSoon(workspaceId);
  return inserted;
}
