import 'server-only';
import type { EventSelection } from '@/lib/api/metering/event-voids';
import { isoOf, millisecondsOf } from '@/lib/exact-time';
import { problem } from '@/lib/problem';
import type { Tx } from '@/lib/server/core/db';
import { countingSql, DAY_MINUTES, lit, QUARTER_MINUTES } from '@/lib/server/usage/counting';
import { keySql } from '@/lib/server/usage/event-identity';
import { type MeterState, meterStates, type Sql } from '@/lib/server/usage/meter-state';

const sqlOf = (tx: Tx): Sql => ({ query: async (text, values = []) => ({ rows: await tx.$queryRawUnsafe(text, ...values) }) });

/**
 * Marks events as void and counts anew what they had been counted in: all buckets of the days and subjects they touch. Nobody writes or counts
 * events of the workspace meanwhile. Gives how many were marked, or null when there are more than `limit` (the caller rolls back).
 */
export async function voidEvents(
  tx: Tx,
  workspaceId: string,
  voidId: string,
  selection: EventSelection,
  limit: number,
): Promise<number | null> {
  const sql = sqlOf(tx);
  const ws = lit(workspaceId);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(usage_lock(${workspaceId}))`;
  await tx.$executeRaw`SELECT FROM usage_meters WHERE workspace_id = ${workspaceId} ORDER BY meter_id FOR UPDATE`;
  const marked = await sql.query<{ type: string; subject: string; day: string; count: number }>(
    `WITH marked AS (
       UPDATE usage_events e SET voided_at = clock_timestamp(), void_id = ${lit(voidId)}
       WHERE e.workspace_id = ${ws} AND e.voided_at IS NULL AND ${selectionSql(ws, selection)} RETURNING type, subject, time)
     SELECT type, subject, date_trunc('day', time, 'UTC')::text AS day, count(*)::int AS count FROM marked GROUP BY 1, 2, 3`,
  );
  const total = marked.rows.reduce((sum, row) => sum + row.count, 0);
  if (total > limit) return null;
  if (!total) return 0;
  await requireKept(sql, ws, marked.rows);
  const types = new Set(marked.rows.map((row) => row.type));
  const meters = (await meterStates(sql, workspaceId)).filter((m) => types.has(m.eventType));
  const touched = [marked.rows.map((r) => r.type), marked.rows.map((r) => r.subject), marked.rows.map((r) => r.day)];
  const days = 'unnest($1::text[], $2::text[], $3::timestamptz[]) AS t(type, subject, day)';
  for (const table of ['usage_rollups', 'usage_uniques']) {
    await sql.query(
      `WITH gone AS (
         DELETE FROM ${table} r USING usage_series s, usage_groups g, ${days}
         WHERE r.workspace_id = ${ws} AND r.series = s.id AND s.group_id = g.id AND g.event_type = t.type AND s.subject = t.subject
           AND r.grain IN (${QUARTER_MINUTES}, ${DAY_MINUTES}) AND r.bucket >= t.day AND r.bucket < t.day + interval '1 day'
           AND r.bucket >= (SELECT min(d) FROM unnest($3::timestamptz[]) d) AND r.bucket < (SELECT max(d) + interval '1 day' FROM unnest($3::timestamptz[]) d)
         RETURNING 1)
       SELECT count(*)::int AS n FROM gone`,
      touched,
    );
  }
  for (const { meters: alike, counted } of byProgress(meters)) {
    await sql.query(
      `WITH src AS (SELECT e.type, e.subject, e.time, e.seq, e.data FROM usage_events e JOIN ${days}
           ON e.type = t.type AND e.subject = t.subject AND e.time >= t.day AND e.time < t.day + interval '1 day'
         WHERE e.workspace_id = ${ws} AND e.voided_at IS NULL AND ${counted}),
       ${countingSql(workspaceId, alike, 'src')} SELECT 1 AS done`,
      touched,
    );
  }
  // Until this ends nobody writes: an instant that is over holds all that is there, and all that is void.
  await sql.query(
    `UPDATE usage_meters SET counted_at = date_trunc('milliseconds', clock_timestamp()) + interval '1 ms' WHERE workspace_id = ${ws} AND done_seq > 0`,
  );
  await tx.$executeRaw`SELECT pg_sleep(0.002)`;
  return total;
}

/** A recount reads the events; where they were archived, the figures would lose all others of those days. */
async function requireKept(sql: Sql, ws: string, marked: readonly { type: string; day: string }[]): Promise<void> {
  const { rows } = await sql.query<{ month: string }>(
    `SELECT a.month::text AS month FROM usage_archives a JOIN unnest($1::text[], $2::timestamptz[]) AS t(type, day)
       ON a.type = t.type AND a.month = date_trunc('month', t.day AT TIME ZONE 'UTC')::date WHERE a.workspace_id = ${ws} LIMIT 1`,
    [marked.map((row) => row.type), marked.map((row) => row.day)],
  );
  const month = rows[0]?.month.slice(0, 7);
  if (month) throw problem('gone', `The events of ${month} were archived, so none of that month can be voided. Nothing was voided.`);
}

function selectionSql(ws: string, selection: EventSelection): string {
  if ('events' in selection) {
    const keys = selection.events.map((e) => keySql(ws, lit(e.source), lit(e.id)));
    return `(e.time, e.seq) IN (SELECT d.time, d.seq FROM usage_ids d WHERE d.key IN (${keys.join(', ')}))`;
  }
  const { from, to, ...equal } = selection;
  const conditions = Object.entries(equal).flatMap(([column, value]) => (value === undefined ? [] : [`e.${column} = ${lit(value)}`]));
  return [
    `e.time >= ${lit(isoOf(millisecondsOf(from)))}::timestamptz AND e.time < ${lit(isoOf(millisecondsOf(to)))}::timestamptz`,
    ...conditions,
  ].join(' AND ');
}

/** Meters by how far they have been counted: rollups hold nothing that lies beyond. */
function byProgress(meters: readonly MeterState[]): { meters: MeterState[]; counted: string }[] {
  const groups = new Map<string, MeterState[]>();
  for (const m of meters) {
    const counted = `e.seq <= ${m.doneSeq}`;
    groups.set(counted, [...(groups.get(counted) ?? []), m]);
  }
  return [...groups].map(([counted, alike]) => ({ meters: alike, counted }));
}
