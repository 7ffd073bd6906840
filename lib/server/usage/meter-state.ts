import 'server-only';
import type pg from 'pg';
import type { Meter } from '@/lib/metering/meter';
import type { PlacedMeter } from './counting';

/** Anything that runs a statement: a connection, or a transaction of Prisma's. */
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
  events_from: string | null;
  group_id: string;
  slot: number;
  done_seq: string;
  counted_at: Date | null;
  behind: boolean;
  archived: string[];
}

export interface MeterState extends PlacedMeter {
  key: string;
  /** Rollups hold the events up to this one. */
  doneSeq: string;
  /** A cut (ISO, UTC) at which all that rollups hold had happened; undefined when nothing was counted. */
  countedAt: string | undefined;
  /** There are later events. */
  behind: boolean;
  /** Months, as their first days, whose events it has counted and which are gone since. */
  archived: string[];
}

// The last number is one step into its index; whether any number is larger would be looked for in all events where there is none.
const STATES = `SELECT m.id, m.key, m.aggregation, m.event_type, m.value_property, m.dimensions, m.events_from, u.group_id, u.slot,
    u.done_seq::text, u.counted_at, coalesce((SELECT max(seq) FROM usage_events e WHERE e.workspace_id = m.workspace_id) > u.done_seq, false) AS behind,
    ARRAY(SELECT a.month::text FROM usage_archives a WHERE a.workspace_id = m.workspace_id AND a.type = m.event_type AND a.archived_at >= u.started_at) AS archived
  FROM meters m JOIN usage_meters u ON u.meter_id = m.id WHERE m.deleted_at IS NULL`;

/** The living meters of a workspace, of these ids or all, with how far they have been counted. */
export async function meterStates(client: Sql, workspaceId: string, ids?: readonly string[]): Promise<MeterState[]> {
  const { rows } = await client.query<MeterRow>(
    `${STATES} AND m.workspace_id = $1 AND ($2::text[] IS NULL OR m.id = ANY($2)) ORDER BY m.id`,
    [workspaceId, ids ?? null],
  );
  return rows.map(stateOf);
}

const stateOf = (r: MeterRow): MeterState => ({
  id: r.id,
  key: r.key,
  aggregation: r.aggregation,
  eventType: r.event_type,
  valueProperty: r.value_property ?? undefined,
  dimensions: r.dimensions,
  eventsFrom: r.events_from ?? undefined,
  groupId: r.group_id,
  slot: r.slot,
  doneSeq: r.done_seq,
  countedAt: r.counted_at?.toISOString(),
  behind: r.behind,
  archived: r.archived,
});
