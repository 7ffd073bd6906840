import 'server-only';
import type pg from 'pg';
import type { Meter } from '@/lib/catalog/meter';
import { sqlTransaction } from '../db';
import { countingSql, type PlacedMeter } from './counting';
import type { Inserted, NewEvent } from './store';

interface MeterRow {
  id: string;
  aggregation: Meter['aggregation'];
  event_type: string;
  value_property: string | null;
  dimensions: Record<string, string>;
  events_from: Date | null;
  group_id: string;
  slot: number;
  upto_seq: string;
  done_seq: string;
  finished_at: Date | null;
}

export interface MeterState extends PlacedMeter {
  uptoSeq: string;
  doneSeq: string;
  finished: boolean;
}

/** The living meters of a workspace, of these ids or all, with how far they have been counted. */
export async function meterStates(client: pg.PoolClient, workspaceId: string, ids?: readonly string[]): Promise<MeterState[]> {
  const { rows } = await client.query<MeterRow>(
    `SELECT m.id, m.aggregation, m.event_type, m.value_property, m.dimensions, m.events_from, u.group_id, u.slot, u.upto_seq, u.done_seq, u.finished_at
     FROM meters m JOIN usage_meters u ON u.meter_id = m.id
     WHERE m.workspace_id = $1 AND m.deleted_at IS NULL AND ($2::text[] IS NULL OR m.id = ANY($2)) ORDER BY m.id`,
    [workspaceId, ids ?? null],
  );
  return rows.map((r) => ({
    id: r.id,
    aggregation: r.aggregation,
    eventType: r.event_type,
    valueProperty: r.value_property ?? undefined,
    dimensions: r.dimensions,
    eventsFrom: r.events_from?.toISOString(),
    groupId: r.group_id,
    slot: r.slot,
    uptoSeq: r.upto_seq,
    doneSeq: r.done_seq,
    finished: r.finished_at !== null,
  }));
}

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
    const meters = (await meterStates(client, workspaceId)).filter((m) => types.has(m.eventType));
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
