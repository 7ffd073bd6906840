import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';

/** The events that a feature's meter counts, as far as the list of events can ask for them. */
export interface CountedEvents {
  type: string;
  /** The condition on the data; undefined where the feature has none, or one that the list cannot ask for. */
  data: { path: string; eq: string } | undefined;
  /** Whether the feature has conditions that the list does not: some of the events shown are then not counted. */
  isWider: boolean;
}

/** Returns the condition of a feature that the list of events can ask for: one dimension of the data that is exactly some text. */
export function countedEvents(meter: Pick<Meter, 'eventType' | 'dimensions'>, filters: DimensionFilters | undefined): CountedEvents {
  const conditions = Object.entries(filters ?? {});
  const data = conditions.flatMap(([dimension, filter]) => {
    const path = meter.dimensions?.[dimension];
    return path !== undefined && filter.eq !== undefined ? [{ path, eq: filter.eq }] : [];
  })[0];
  const [only] = conditions;
  const isExact = conditions.length === 0 || (conditions.length === 1 && data !== undefined && Object.keys(only?.[1] ?? {}).length === 1);
  return { type: meter.eventType, data, isWider: !isExact };
}

/** Returns the search of the page of events that shows the events behind a quantity: to the second, whatever the time zone. */
export function countedSearch(line: { featureId: string; period: { from: string; to: string } }, customerId: string): string {
  const { from, to } = line.period;
  return new URLSearchParams({ customer: customerId, feature: line.featureId, since: from, until: to, order: 'happened' }).toString();
}

/** Returns what stands under the list: how many events there are where all of them are shown, and what they come to. */
export function countedWords(shown: number, isAll: boolean, total: string, unit: string): string {
  const events = `${shown.toLocaleString('en-US')} ${shown === 1 ? 'event' : 'events'}`;
  return isAll ? `${events} = ${total} ${unit}` : `All events of this period together = ${total} ${unit}`;
}
