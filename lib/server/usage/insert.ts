import 'server-only';
import { sqlTransaction } from '../db';
import { countingSql } from './counting';
import { deriveInBackground } from './derive';
import { meterStates } from './meter-state';
import type { Inserted, NewEvent } from './store';

const INPUT = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::timestamptz[], $10::bool[])
  WITH ORDINALITY AS t(source, id, type, subject, time, data, dataschema, ingested_at, time_given, n)`;

/** Stores events, drops those already there, and counts the new ones for every meter: one transaction, one statement for the work. */
export async function insertEvents(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  if (!events.length) return { stored: 0, duplicates: 0, conflicts: [] };
  const types = new Set(events.map((e) => e.type));
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
  ];
  return sqlTransaction({ workspaceId }, async (client) => {
    // The lock first and by itself: the next statement then sees every meter that came before this moment.
    await client.query('SELECT pg_advisory_xact_lock_shared(usage_lock($1))', [workspaceId]);
    const living = await meterStates(client, workspaceId);
    if (living.some((m) => !m.finished)) deriveInBackground(workspaceId);
    const meters = living.filter((m) => types.has(m.eventType));
    const { rows } = await client.query<{ stored: string }>(
      `WITH src AS (
         INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, dataschema, ingested_at)
         SELECT $1, source, id, type, subject, time, data::jsonb, dataschema, ingested_at FROM ${INPUT.replace(', $10::bool[]', '').replace(', time_given', '')} ORDER BY n
         ON CONFLICT DO NOTHING RETURNING type, subject, time, seq, data)
       ${meters.length ? `, ${countingSql(workspaceId, meters, 'src')}` : ''}
       SELECT count(*) AS stored FROM src`,
      values,
    );
    const stored = Number(rows[0]?.stored);
    if (stored === events.length) return { stored, duplicates: 0, conflicts: [] };
    const conflicts = await client.query<{ n: string }>(
      `SELECT t.n FROM ${INPUT} JOIN usage_events e ON e.workspace_id = $1 AND e.source = t.source AND e.id = t.id
       WHERE (e.type, e.subject, e.dataschema) IS DISTINCT FROM (t.type, t.subject, t.dataschema)
          OR e.data IS DISTINCT FROM t.data::jsonb OR (t.time_given AND e.time <> t.time)
       ORDER BY t.n`,
      [...values, events.map((e) => e.timeGiven)],
    );
    return {
      stored,
      duplicates: events.length - stored - conflicts.rows.length,
      conflicts: conflicts.rows.map((r) => Number(r.n) - 1),
    };
  });
}
