import 'server-only';
import type { EventSelection } from '@/lib/api/metering/event-voids';
import type { Tx } from '@/lib/server/core/db';
import { ask, command } from './client';
import { givenInstant } from './event-sql';
import { plainTime, quoted } from './literal';

/**
 * Marks events as void, as newer versions of their rows. Nobody writes events of the workspace meanwhile. Gives how many were marked, or
 * null (and marks none) when there are more than `limit`.
 */
export async function voidEvents(
  tx: Tx,
  workspaceId: string,
  voidId: string,
  selection: EventSelection,
  limit: number,
): Promise<number | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(usage_lock(${workspaceId}))`;
  // By the clock that also says when events were stored.
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const now = (clock as { now: Date }).now.toISOString();
  const chosen = `FROM usage_events FINAL WHERE workspace_id = ${quoted(workspaceId)} AND voided_at IS NULL AND ${selectionSql(workspaceId, selection)}`;
  const [counted] = await ask<{ n: string }>(`SELECT toString(count()) AS n ${chosen}`);
  const count = Number(counted?.n);
  if (count > limit) return null;
  if (count) {
    await command(
      `INSERT INTO usage_events SELECT * REPLACE (toDateTime64(${quoted(plainTime(now))}, 3, 'UTC') AS voided_at, ${quoted(voidId)} AS void_id, toUInt8(version + 1) AS version) FROM (SELECT * ${chosen})`,
    );
  }
  return count;
}

function selectionSql(workspaceId: string, selection: EventSelection): string {
  if ('events' in selection) {
    const names = selection.events.map((e) => `(${quoted(e.source)}, ${quoted(e.id)})`).join(', ');
    return `(type, subject, time, source, id) IN (SELECT type, subject, time, source, id FROM usage_ids
      WHERE workspace_id = ${quoted(workspaceId)} AND (source, id) IN (${names}))`;
  }
  const { from, to, ...equal } = selection;
  const conditions = Object.entries(equal).flatMap(([column, value]) => (value === undefined ? [] : [`${column} = ${quoted(value)}`]));
  return [`time >= ${givenInstant(from)} AND time < ${givenInstant(to)}`, ...conditions].join(' AND ');
}
