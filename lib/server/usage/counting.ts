import 'server-only';
import pg from 'pg';
import { jsonPathSteps } from '@/lib/metering/json-path';
import type { Counted } from './store';

/** A meter with the place of its figures: meters over the same events with the same dimensions share the rows of a group. */
export interface PlacedMeter extends Counted {
  groupId: string;
  slot: number;
}

export const lit = (text: string) => pg.escapeLiteral(text);

/** Dimension keys in the order in which a series holds their values. */
export const dimensionKeys = (meter: Pick<Counted, 'dimensions'>): string[] => Object.keys(meter.dimensions ?? {}).sort();

/** A place in the event's data, as an SQL text array. A path that points nowhere (stored before paths were checked) matches nothing. */
function place(path: string | undefined): string {
  const steps = path === undefined ? null : jsonPathSteps(path);
  return steps ? `ARRAY[${steps.map(lit).join(',')}]::text[]` : 'NULL::text[]';
}

export const dimensionValues = (meter: Pick<Counted, 'dimensions'>) =>
  `ARRAY[${dimensionKeys(meter)
    .map((key) => `coalesce(usage_text(data #> ${place(meter.dimensions?.[key])}), '')`)
    .join(',')}]::text[]`;

/** The value that a meter reads from an event (a digest for a unique count), null when it has none that counts. */
export function valueSql(meter: Counted): string {
  const at = `data #> ${place(meter.valueProperty)}`;
  const value =
    meter.aggregation === 'count' ? '1::numeric' : meter.aggregation === 'unique_count' ? `usage_digest(${at})` : `usage_number(${at})`;
  return meter.eventsFrom === undefined ? value : `CASE WHEN time >= ${lit(meter.eventsFrom)}::timestamptz THEN ${value} END`;
}

/** JSON type of the value that the meter reads: `string`, `object` …, null when there is nothing. */
export const valueKindSql = (meter: Counted): string => `jsonb_typeof(data #> ${place(meter.valueProperty)})`;

interface Slot {
  column: string;
  /** Out of events with the value `x`. */
  count: (x: string) => string;
  /** Out of rows that hold this column. */
  merge: string;
  /** Two rows into one: the stored `r` and the new `excluded`. */
  add: string;
}

const EPOCH_MICROSECONDS = 'extract(epoch FROM time) * 1000000';

/** The slots of a meter: what each holds, how it comes out of events, and how two of them make one. */
export function slotsOf(meter: Counted & { slot: number }): Slot[] {
  const [a, b, c] = [0, 1, 2].map((i) => `v${meter.slot + i}`) as [string, string, string];
  const added = (column: string, count: Slot['count']): Slot => ({
    column,
    count,
    merge: `sum(${column})`,
    add: `coalesce(r.${column} + excluded.${column}, r.${column}, excluded.${column})`,
  });
  const extreme = (fn: 'min' | 'max'): Slot => ({
    column: a,
    count: (x) => `${fn}(${x})`,
    merge: `${fn}(${a})`,
    add: `${fn === 'min' ? 'least' : 'greatest'}(r.${a}, excluded.${a})`,
  });
  const last = (column: string, counted: string): Slot => ({
    column,
    count: (x) => `(array_agg(${counted === 'x' ? x : counted} ORDER BY time DESC, seq DESC) FILTER (WHERE ${x} IS NOT NULL))[1]`,
    merge: `(array_agg(${column} ORDER BY ${b} DESC NULLS LAST, ${c} DESC NULLS LAST))[1]`,
    add: `CASE WHEN r.${b} IS NULL OR (excluded.${b}, excluded.${c}) > (r.${b}, r.${c}) THEN excluded.${column} ELSE r.${column} END`,
  });
  switch (meter.aggregation) {
    case 'count':
      return [added(a, (x) => `nullif(count(${x}), 0)::numeric`)];
    case 'sum':
      return [added(a, (x) => `sum(${x})`)];
    case 'avg':
      return [added(a, (x) => `sum(${x})`), added(b, (x) => `nullif(count(${x}), 0)::numeric`)];
    case 'min':
    case 'max':
      return [extreme(meter.aggregation)];
    case 'latest':
      return [last(a, 'x'), last(b, EPOCH_MICROSECONDS), last(c, 'seq::numeric')];
    case 'unique_count':
      return [];
  }
}

export const QUARTER_MINUTES = 15;
export const DAY_MINUTES = 1440;

const BUCKET = `date_bin('15 minutes', time, 'epoch')`;
const DAY = `date_trunc('day', bucket, 'UTC')`;

/** The month whose partition holds an event's rollups. */
export const MONTH = `date_trunc('month', time, 'UTC')`;

/**
 * CTEs that count the events of `relation` (type, subject, time, seq, data) into series, rollups and distinct values. Rows are written
 * in the order of their keys, so that two writers wait for each other and never for one another in a circle.
 */
export function countingSql(workspaceId: string, meters: readonly PlacedMeter[], relation: string): string {
  const groups = new Map<string, PlacedMeter[]>();
  for (const m of meters) groups.set(m.groupId, [...(groups.get(m.groupId) ?? []), m]);
  return [...groups].map(([id, members], i) => groupSql(workspaceId, id, members, relation, `g${i}`)).join(',\n');
}

function groupSql(workspaceId: string, groupId: string, meters: readonly PlacedMeter[], relation: string, g: string): string {
  const ws = lit(workspaceId);
  const first = meters[0] as PlacedMeter;
  const numeric = meters.filter((m) => m.aggregation !== 'unique_count');
  const unique = meters.filter((m) => m.aggregation === 'unique_count');
  const slots = numeric.flatMap((m) => slotsOf(m).map((slot) => ({ ...slot, x: `x${m.slot}` })));
  const columns = slots.map((s) => s.column).join(', ');
  const id = `usage_series_id(${lit(groupId)}::uuid, subject, dims)`;
  const ctes = [
    // OFFSET 0 keeps values from being computed once for every place that mentions them.
    `${g}p AS MATERIALIZED (
       SELECT subject, ${dimensionValues(first)} AS dims, ${BUCKET} AS bucket, time, seq, ${meters.map((m) => `${valueSql(m)} AS x${m.slot}`).join(', ')}
       FROM ${relation} WHERE type = ${lit(first.eventType)} OFFSET 0)`,
  ];
  const known: string[] = [];
  if (slots.length) {
    const some = `coalesce(${numeric.map((m) => `max(x${m.slot})`).join(', ')}) IS NOT NULL`;
    ctes.push(
      `${g}q AS MATERIALIZED (
         SELECT ${id} AS id, * FROM (
           SELECT subject, dims, bucket, ${slots.map((s) => `${s.count(s.x)} AS ${s.column}`).join(', ')}
           FROM ${g}p GROUP BY subject, dims, bucket HAVING ${some}) t)`,
      `${g}r AS (
         INSERT INTO usage_rollups AS r (series, grain, bucket, workspace_id, ${columns})
         SELECT id, grain, bucket, ${ws}, ${columns} FROM (
           SELECT id, ${QUARTER_MINUTES} AS grain, bucket, ${columns} FROM ${g}q
           UNION ALL
           SELECT id, ${DAY_MINUTES}, ${DAY}, ${slots.map((s) => s.merge).join(', ')} FROM ${g}q GROUP BY id, ${DAY}) b
         ORDER BY grain, id, bucket
         ON CONFLICT (series, grain, bucket) DO UPDATE SET ${slots.map((s) => `${s.column} = ${s.add}`).join(', ')})`,
    );
    known.push(`SELECT DISTINCT id, subject, dims FROM ${g}q`);
  }
  if (unique.length) {
    const each = unique.map(
      (m) =>
        `SELECT DISTINCT ${id} AS id, subject, dims, ${m.slot} AS slot, bucket, x${m.slot} AS value FROM ${g}p WHERE x${m.slot} IS NOT NULL`,
    );
    ctes.push(
      `${g}d AS MATERIALIZED (${each.join(' UNION ALL ')})`,
      `${g}u AS (
         INSERT INTO usage_uniques (series, slot, grain, bucket, value, workspace_id)
         SELECT DISTINCT id, slot, grain, CASE grain WHEN ${QUARTER_MINUTES} THEN bucket ELSE ${DAY} END, value, ${ws}
         FROM ${g}d CROSS JOIN (VALUES (${QUARTER_MINUTES}), (${DAY_MINUTES})) n(grain) ORDER BY 1, 2, 3, 4, 5 ON CONFLICT DO NOTHING)`,
    );
    known.push(`SELECT DISTINCT id, subject, dims FROM ${g}d`);
  }
  ctes.push(
    `${g}s AS (
       INSERT INTO usage_series (id, workspace_id, group_id, subject, dimensions)
       SELECT id, ${ws}, ${lit(groupId)}::uuid, subject, dims FROM (${known.join(' UNION ')}) k ORDER BY id ON CONFLICT DO NOTHING)`,
  );
  return ctes.join(',\n');
}
