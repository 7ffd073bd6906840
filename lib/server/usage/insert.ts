import 'server-only';
import { sqlTransaction } from '../db';
import { countingSql } from './counting';
import { deriveInBackground } from './derive';
import { lockedMeterStates } from './meter-state';
import type { Inserted, NewEvent } from './store';

const INPUT = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::timestamptz[], $10::bool[])
  WITH ORDINALITY AS t(source, id, type, subject, time, data, dataschema, ingested_at, time_given, n)`;

const STATEMENTS_MAX = 200;
const statements = new Map<string, string>();

/**
 * Names a statement so that a connection plans it once: planning takes longer than writing a handful of events. Statements differ by the
 * meters they count for; beyond a bound they stay nameless, since the database keeps every named one.
 */
function prepared(text: string): { text: string; name?: string } {
  const known = statements.get(text);
  if (known) return { text, name: known };
  if (statements.size >= STATEMENTS_MAX) return { text };
  const name = `usage_${statements.size}`;
  statements.set(text, name);
  return { text, name };
}

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
    events.map((e) => e.timeGiven),
  ];
  return sqlTransaction({ workspaceId }, async (client) => {
    const living = await lockedMeterStates(client, workspaceId);
    if (living.some((m) => !m.finished)) deriveInBackground(workspaceId);
    const meters = living.filter((m) => types.has(m.eventType));
    const text = `WITH src AS (
         INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, dataschema, ingested_at, stored_at)
         SELECT $1, source, id, type, subject, time, data::jsonb, dataschema, ingested_at, statement_timestamp() FROM ${INPUT} ORDER BY n
         ON CONFLICT DO NOTHING RETURNING type, subject, time, seq, data)
       ${meters.length ? `, ${countingSql(workspaceId, meters, 'src')}` : ''}
       SELECT count(*) AS stored FROM src`;
    const { rows } = await client.query<{ stored: string }>({ ...prepared(text), values });
    const stored = Number(rows[0]?.stored);
    if (stored === events.length) return { stored, duplicates: 0, conflicts: [] };
    const conflicts = await client.query<{ n: string }>(
      `SELECT t.n FROM ${INPUT} JOIN usage_events e ON e.workspace_id = $1 AND e.source = t.source AND e.id = t.id
       WHERE (e.type, e.subject, e.dataschema) IS DISTINCT FROM (t.type, t.subject, t.dataschema)
          OR e.data IS DISTINCT FROM t.data::jsonb OR (t.time_given AND e.time <> t.time)
       ORDER BY t.n`,
      values,
    );
    return {
      stored,
      duplicates: events.length - stored - conflicts.rows.length,
      conflicts: conflicts.rows.map((r) => Number(r.n) - 1),
    };
  });
}
