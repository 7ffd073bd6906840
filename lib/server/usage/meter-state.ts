import 'server-only';
import pg from 'pg';
import type { Meter } from '@/lib/catalog/meter';
import type { PlacedMeter } from './counting';

/** What runs a statement: a connection, or a transaction of Prisma's. */
export interface Sql {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: R[] }>;
}

interface MeterRow {
  id: string;
  key: string;
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
  key: string;
  uptoSeq: string;
  doneSeq: string;
  finished: boolean;
}

const STATES = `SELECT m.id, m.key, m.aggregation, m.event_type, m.value_property, m.dimensions, m.events_from, u.group_id, u.slot,
    u.upto_seq::text, u.done_seq::text, u.finished_at
  FROM meters m JOIN usage_meters u ON u.meter_id = m.id WHERE m.deleted_at IS NULL`;

/** The living meters of a workspace, of these ids or all, with how far they have been counted. */
export async function meterStates(client: Sql, workspaceId: string, ids?: readonly string[]): Promise<MeterState[]> {
  const { rows } = await client.query<MeterRow>(
    `${STATES} AND m.workspace_id = $1 AND ($2::text[] IS NULL OR m.id = ANY($2)) ORDER BY m.id`,
    [workspaceId, ids ?? null],
  );
  return rows.map(stateOf);
}

/**
 * The same for a writer of events, after it has taken its share of the workspace's lock: the second statement then sees every meter that
 * came before, and none can come until the transaction ends.
 */
export async function lockedMeterStates(client: pg.PoolClient, workspaceId: string): Promise<MeterState[]> {
  const ws = pg.escapeLiteral(workspaceId);
  const results = (await client.query(
    `SELECT pg_advisory_xact_lock_shared(usage_lock(${ws})); ${STATES} AND m.workspace_id = ${ws} ORDER BY m.id`,
  )) as unknown as pg.QueryResult<MeterRow>[];
  return (results[1]?.rows ?? []).map(stateOf);
}

const stateOf = (r: MeterRow): MeterState => ({
  id: r.id,
  key: r.key,
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
});
