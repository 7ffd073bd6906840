import 'server-only';
import { isoOf, millisecondsOf } from '@/lib/exact-time';
import type { DimensionFilters, QueryFilterString, QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import { jsonPathSteps } from '@/lib/metering/json-path';
import { sqlTransaction } from '@/lib/server/core/db';
import { type AttributedSpan, attributedSpans } from '@/lib/server/usage/attribution';
import type { Counted } from '@/lib/server/usage/store';
import type { Span } from '@/lib/server/usage/windows';
import { pointerStep } from './json-cells';
import { instant, quoted, textList } from './literal';

/** Returns the place that a meter reads, as the key under which `jsonCells` has kept it; null for a path that points nowhere. */
function pointer(path: string | undefined): string | null {
  const steps = path === undefined ? null : jsonPathSteps(path);
  return steps && quoted(steps.map((step) => `/${pointerStep(step)}`).join(''));
}

/** The value that a meter reads from an event, null when it has none that counts: a number, or a text for a unique count. */
export function valueSql(meter: Counted): string {
  const at = pointer(meter.valueProperty);
  const cells = meter.aggregation === 'unique_count' ? 'scalars' : 'numbers';
  const conditions = meter.eventsFrom === undefined ? [] : [`time >= ${givenInstant(meter.eventsFrom)}`];
  if (meter.aggregation !== 'count') conditions.push(at === null ? 'false' : `mapContains(${cells}, ${at})`);
  const value = meter.aggregation === 'count' ? 'toUInt8(1)' : `${cells}[${at ?? "''"}]`;
  return conditions.length ? `if(${conditions.join(' AND ')}, ${value}, NULL)` : value;
}

/** Figures out of the values `v` of events, as text: the figure, and for an average the number of values. */
export function figuresSql(meter: Counted, v: string): [string, string] {
  const text = (sql: string) => `CAST(toString(${sql}), 'Nullable(String)')`;
  const none = `CAST(NULL, 'Nullable(String)')`;
  switch (meter.aggregation) {
    case 'count':
      return [text(`count(${v})`), none];
    case 'unique_count':
      return [text(`uniqExact(${v})`), none];
    case 'avg':
      return [text(`sum(${v})`), text(`count(${v})`)];
    case 'latest':
      return [text(`argMax(${v}, (time, seq))`), none];
    default:
      return [text(`${meter.aggregation}(${v})`), none];
  }
}

/** Reads a dimension of an event: a text, empty where it has none. `customers` gives whose each subject is, and when. */
export function dimensionSql(meter: Pick<Counted, 'dimensions'>, key: string, customers: readonly AttributedSpan[]): string {
  if (key === 'subject') return 'subject';
  if (key === 'customer_id') return customerSql(customers);
  const at = pointer(meter.dimensions?.[key]);
  return at === null ? `''` : `if(mapContains(nested, ${at}), nested[${at}], scalars[${at}])`;
}

/** Whose an event is by its subject and time, empty when it is nobody's: looked up for subjects that are one customer's for ever. */
export function customerSql(spans: readonly AttributedSpan[]): string {
  const always = spans.filter((s) => s.from === undefined && s.to === undefined);
  const forEver = always.length
    ? `transform(subject, ${textList(always.map((s) => s.subject))}, ${textList(always.map((s) => s.customerId))}, '')`
    : `''`;
  const bounded = spans.filter((s) => s.from !== undefined || s.to !== undefined);
  if (!bounded.length) return forEver;
  const within = ({ subject, from, to }: AttributedSpan) =>
    [
      `subject = ${quoted(subject)}`,
      ...(from === undefined ? [] : [`usage_events.time >= ${instant(from)}`]),
      ...(to === undefined ? [] : [`usage_events.time < ${instant(to)}`]),
    ].join(' AND ');
  return `multiIf(${bounded.map((s) => `${within(s)}, ${quoted(s.customerId)}`).join(', ')}, ${forEver})`;
}

/** Whose each subject is, and when, as known at an instant: read when a question mentions customers. */
export async function customersFor(workspaceId: string, keys: readonly string[], asOf?: string): Promise<AttributedSpan[]> {
  if (!keys.includes('customer_id')) return [];
  return sqlTransaction({ workspaceId }, (client) => attributedSpans(client, workspaceId, asOf));
}

/** The same rules as `matchesDimension` of the catalog. All conditions must hold; `true` for none. */
export function filtersSql(filters: DimensionFilters, dimension: (key: string) => string): string {
  return Object.entries(filters).flatMap(([key, filter]) => conditionsOf(dimension(key), filter)).join(' AND ') || 'true'; // biome-ignore format: one thought
}

function conditionsOf(value: string, f: QueryFilterStringMapItem | QueryFilterString): string[] {
  const nested = (parts: readonly QueryFilterString[], by: string) =>
    `(${parts.map((part) => `(${conditionsOf(value, part).join(' AND ') || 'true'})`).join(by)})`;
  const all: string[] = [];
  if ('exists' in f && f.exists !== undefined) all.push(`${value} ${f.exists ? '!=' : '='} ''`);
  if (f.eq !== undefined) all.push(`${value} = ${quoted(f.eq)}`);
  if (f.neq !== undefined) all.push(`${value} != ${quoted(f.neq)}`);
  if (f.in) all.push(`${value} IN ${textList(f.in)}`);
  if (f.nin) all.push(`${value} NOT IN ${textList(f.nin)}`);
  if (f.contains !== undefined) all.push(`position(${value}, ${quoted(f.contains)}) > 0`);
  if (f.ncontains !== undefined) all.push(`position(${value}, ${quoted(f.ncontains)}) = 0`);
  if (f.and) all.push(nested(f.and, ' AND '));
  if (f.or) all.push(nested(f.or, ' OR '));
  return all;
}

/** Tells which events counted at an instant: those that were there and not void. */
export const livingSql = (asOf: string) => `stored_at <= ${instant(asOf)} AND (voided_at IS NULL OR voided_at > ${instant(asOf)})`;

// Bounds of the values that the engine can hold.
const FIRST_MS = Date.parse('1900-01-01T00:00:00Z');
const LAST_MS = Date.parse('2299-12-31T23:59:59Z');
const held = (ms: number) => isoOf(Math.min(Math.max(ms, FIRST_MS), LAST_MS));

/** An instant that somebody gave (ISO, any offset), within what the engine can hold: no event lies beyond. */
export const givenInstant = (text: string) => instant(held(millisecondsOf(text)));

/** The events of a span. */
export const spanSql = (span: Span) => `time >= ${instant(held(span.from))} AND time < ${instant(held(span.to))}`;
