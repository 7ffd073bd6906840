import 'server-only';
import { Temporal } from 'temporal-polyfill';
import { decimal, divide, text } from '@/lib/decimal';
import { parseExactly, WrittenNumber } from '@/lib/exact-json';
import { isoOf, millisecondsOf } from '@/lib/exact-time';
import { countedNumber, distinctText, scalarOf } from '@/lib/metering/counted-value';
import { matchesDimension } from '@/lib/metering/dimension-filter';
import { jsonPathSteps } from '@/lib/metering/json-path';
import type { Counted, MeterQuestion, NewEvent } from './store';

/** Values of a row of an answer, without the end of its window. */
export interface ReferenceRow {
  from: string;
  value: string;
  dimensions: Record<string, string>;
}

/**
 * The slow, obviously right way to answer a meter query: every event is looked at, one by one, in the order of arrival. Real stores are
 * tested against it.
 */
export function answerFromEvents(
  events: readonly NewEvent[],
  question: MeterQuestion,
  customerOf: ReadonlyMap<string, string>,
  voidIds: ReadonlySet<string> = new Set(),
): ReferenceRow[] {
  const seen = new Set<string>();
  const groups = new Map<
    string,
    { from: string; dimensions: Record<string, string>; found: { value: string; time: number; arrival: number }[] }
  >();
  for (const [arrival, event] of events.entries()) {
    const name = JSON.stringify([event.source, event.id]);
    if (seen.has(name)) continue;
    seen.add(name);
    if (voidIds.has(event.id)) continue;
    const time = millisecondsOf(event.time);
    const { meter } = question;
    if (event.type !== meter.eventType) continue;
    if (meter.eventsFrom !== undefined && time < millisecondsOf(meter.eventsFrom)) continue;
    if (question.from !== undefined && time < millisecondsOf(question.from)) continue;
    if (question.to !== undefined && time >= millisecondsOf(question.to)) continue;
    const dimension = (key: string) => {
      if (key === 'subject') return event.subject;
      if (key === 'customer_id') return customerOf.get(event.subject) ?? '';
      return asText(read(event, meter.dimensions?.[key]));
    };
    if (!Object.entries(question.filters).every(([key, filter]) => matchesDimension(filter, dimension(key)))) continue;
    const value = valueIn(event, meter);
    if (value === null) continue;
    const start = windowStart(time, question);
    const from = isoOf(question.from === undefined ? start : Math.max(start, millisecondsOf(question.from)));
    const dimensions = Object.fromEntries(question.groupBy.map((key) => [key, dimension(key)]));
    const group = JSON.stringify([from, dimensions]);
    const into = groups.get(group) ?? { from, dimensions, found: [] };
    into.found.push({ value, time, arrival });
    groups.set(group, into);
  }
  return [...groups.values()].map(({ from, dimensions, found }) => ({ from, dimensions, value: aggregate(question.meter, found) }));
}

function read(event: NewEvent, path: string | undefined): unknown {
  let at: unknown = event.data === null ? undefined : parseExactly(event.data);
  for (const step of (path && jsonPathSteps(path)) || [])
    at = typeof at === 'object' && at !== null && !(at instanceof WrittenNumber) ? (at as Record<string, unknown>)[step] : undefined;
  return at;
}

function asText(value: unknown): string {
  const scalar = scalarOf(value);
  if (scalar) return distinctText(scalar);
  return value === undefined || value === null
    ? ''
    : JSON.stringify(value, (_key, inner) => (inner instanceof WrittenNumber ? Number(inner.text) : inner));
}

function valueIn(event: NewEvent, meter: Counted): string | null {
  if (meter.aggregation === 'count') return '1';
  const scalar = scalarOf(read(event, meter.valueProperty));
  if (!scalar) return null;
  return meter.aggregation === 'unique_count' ? distinctText(scalar) : countedNumber(scalar);
}

function aggregate(meter: Counted, found: { value: string; time: number; arrival: number }[]): string {
  const numbers = () => found.map((f) => decimal(f.value));
  const sum = () => numbers().reduce((a, b) => a.plus(b));
  switch (meter.aggregation) {
    case 'count':
      return String(found.length);
    case 'sum':
      return text(sum());
    case 'avg':
      return text(divide(sum(), decimal(String(found.length))));
    case 'min':
      return text(numbers().reduce((a, b) => (b.lt(a) ? b : a)));
    case 'max':
      return text(numbers().reduce((a, b) => (b.gt(a) ? b : a)));
    case 'unique_count':
      return String(new Set(found.map((f) => f.value)).size);
    case 'latest':
      return text(decimal([...found].sort((a, b) => b.time - a.time || b.arrival - a.arrival)[0]?.value ?? ''));
  }
}

function windowStart(time: number, { granularity, timeZone, from }: MeterQuestion): number {
  if (granularity === undefined) return from === undefined ? 0 : millisecondsOf(from);
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
  if (granularity === 'PT1M') return Math.floor(time / 60_000) * 60_000;
  if (granularity === 'P1D') return local.startOfDay().epochMilliseconds;
  if (granularity === 'P1M') return local.with({ day: 1 }).startOfDay().epochMilliseconds;
  const hour = time - (local.minute * 60_000 + local.second * 1_000 + local.millisecond);
  return Math.max(hour, local.getTimeZoneTransition('previous')?.epochMilliseconds ?? 0);
}
