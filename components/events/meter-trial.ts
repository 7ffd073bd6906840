import { parseExactly, WrittenNumber } from '@/lib/exact-json';
import { countedNumber, distinctText, scalarOf } from '@/lib/metering/counted-value';
import { type DimensionFilters, matchesDimension } from '@/lib/metering/dimension-filter';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { jsonPathSteps } from '@/lib/metering/json-path';
import { type CreateMeterRequest, type IMPLICIT_DIMENSIONS, meterIssues } from '@/lib/metering/meter';

/** Tries a meter on one event: the value and dimensions, or the reason why it does not count. */
export type Verdict =
  | { kind: 'unreadable'; reason: string }
  | { kind: 'not_counted'; reason: string }
  | { kind: 'counted'; counts: string; dimensions: { key: string; value: string | undefined }[] };

type Definition = Pick<CreateMeterRequest, 'aggregation' | 'eventType' | 'valueProperty' | 'dimensions'>;

/** Tries a meter on the text of an event in the CloudEvents form. Reads values as metering does: numbers, or texts that are numbers. */
export function tryMeter(meter: Definition, text: string): Verdict {
  const event = read(text);
  if (typeof event === 'string') return { kind: 'unreadable', reason: event };
  if (!meter.eventType) return { kind: 'not_counted', reason: 'Enter the event type to count.' };
  if (event.type !== meter.eventType) {
    return { kind: 'not_counted', reason: `Its type is ${quoted(event.type)}; this meter counts ${quoted(meter.eventType)}.` };
  }
  const fault = meterIssues(meter)[0];
  if (fault) return { kind: 'not_counted', reason: fault.message };
  const counts = countOf(meter, event.data);
  if (counts.reason !== undefined) return { kind: 'not_counted', reason: counts.reason };
  return {
    kind: 'counted',
    counts: counts.words,
    dimensions: Object.entries(meter.dimensions ?? {}).map(([key, path]) => ({ key, value: plain(at(event.data, path)) })),
  };
}

function read(text: string): { type: unknown; data: unknown } | string {
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}.`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'An event is a JSON object.';
  const { type, data } = value as { type?: unknown; data?: unknown };
  if (type === undefined) return 'The event has no "type".';
  return { type, data };
}

function countOf(meter: Definition, data: unknown): { words: string; reason?: undefined } | { reason: string } {
  if (meter.aggregation === 'count' || meter.valueProperty === undefined) return { words: 'Counts as 1 event' };
  const value = at(data, meter.valueProperty);
  if (value === undefined || value === null) return { reason: `No value at ${meter.valueProperty} in its data.` };
  if (meter.aggregation === 'unique_count') {
    const text = plain(value);
    if (text === undefined) return { reason: `What stands at ${meter.valueProperty} is not a single value.` };
    return { words: `Counts ${quoted(text)}, once however often it occurs` };
  }
  const scalar = scalarOf(value);
  const number = scalar ? countedNumber(scalar) : null;
  if (number === null) {
    const tooLarge = scalar?.kind === 'number';
    const shown = tooLarge ? scalar.text.slice(0, 60) : JSON.stringify(value)?.slice(0, 60);
    return { reason: `What stands at ${meter.valueProperty} is ${tooLarge ? 'too large to be counted' : 'not a number'}: ${shown}.` };
  }
  const verb = { sum: 'Adds', avg: 'Averages in', latest: 'Takes', max: 'Compares', min: 'Compares' }[meter.aggregation];
  return { words: `${verb} ${number}` };
}

/** Does a feature with these filters sell what the meter counts of this event? Subject and customer are dimensions of every meter. */
export function matchesFilters(
  { dimensions }: Pick<Definition, 'dimensions'>,
  filters: DimensionFilters | undefined,
  { event, customer }: MeteringIngestedEvent,
): boolean {
  const implicit: Record<(typeof IMPLICIT_DIMENSIONS)[number], string | undefined> = { subject: event.subject, customer_id: customer?.id };
  return Object.entries(filters ?? {}).every(([key, filter]) => {
    const path = dimensions?.[key];
    return matchesDimension(filter, path === undefined ? implicit[key as keyof typeof implicit] : plain(at(event.data, path)));
  });
}

/** The value at a path, or undefined when the path leads nowhere. */
function at(data: unknown, path: string): unknown {
  return jsonPathSteps(path)?.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && !(value instanceof WrittenNumber) && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    data,
  );
}

/** The text by which a single value is told apart. */
function plain(value: unknown): string | undefined {
  const scalar = scalarOf(value);
  return scalar && distinctText(scalar);
}

const quoted = (value: unknown) => `“${String(value)}”`;
