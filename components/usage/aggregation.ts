import { isBillable, isBillableInParts, type Meter, type MeterAggregation } from '@/lib/metering/meter';

interface AggregationWords {
  name: string;
  /** Effect on the events of a period, as one sentence. */
  does: string;
  /** Examples of use. */
  example: string;
  /** Meaning of the value property, with an example of a path; null where no value is read. */
  value: { what: string; path: string } | null;
}

/** Meaning of each aggregation, in words and in the order in which people need them. */
export const AGGREGATION: Record<MeterAggregation, AggregationWords> = {
  sum: {
    name: 'Sum',
    does: 'Adds up a number that each event carries.',
    example: 'Tokens, bytes, minutes, dollars processed',
    value: { what: 'the number to add', path: '$.tokens' },
  },
  count: { name: 'Count', does: 'Counts the events.', example: 'Requests, builds, messages sent', value: null },
  unique_count: {
    name: 'Unique count',
    does: 'Counts how many different values the events carry.',
    example: 'Active users, devices, documents',
    value: { what: 'the value to count', path: '$.user_id' },
  },
  latest: {
    name: 'Latest',
    does: 'Takes the number of the newest event.',
    example: 'Seats, storage in use, licences',
    value: { what: 'the number to take', path: '$.seats' },
  },
  max: {
    name: 'Maximum',
    does: 'Takes the largest number that any event carries.',
    example: 'Peak connections, peak storage',
    value: { what: 'the number to compare', path: '$.connections' },
  },
  min: {
    name: 'Minimum',
    does: 'Takes the smallest number that any event carries.',
    example: 'Lowest free capacity',
    value: { what: 'the number to compare', path: '$.free' },
  },
  avg: {
    name: 'Average',
    does: 'Takes the mean of a number that each event carries.',
    example: 'Latency, load, rating',
    value: { what: 'the number to average', path: '$.latency_ms' },
  },
};

export const AGGREGATIONS = Object.keys(AGGREGATION) as MeterAggregation[];

/** "Sum of $.tokens", "Count of events". */
export const measureOf = (meter: Pick<Meter, 'aggregation' | 'valueProperty'>): string =>
  `${AGGREGATION[meter.aggregation].name} of ${meter.valueProperty ?? 'events'}`;

/** Limits on the use of a meter's values; null where it is everything. */
export function limitOf(aggregation: MeterAggregation): string | null {
  if (!isBillable(aggregation)) return 'For monitoring only. It does not add up over a billing period, so it cannot be sold.';
  if (!isBillableInParts(aggregation)) return 'Billed once per period. Daily values do not add up.';
  return null;
}

/** Do the windows of a chart add up to the figure of the whole range? */
export const addsUp = (aggregation: MeterAggregation): boolean => aggregation === 'sum' || aggregation === 'count';

/** Does the figure over all customers together say something? The newest or mean value of many customers does not. */
export const speaksForAll = (aggregation: MeterAggregation): boolean =>
  addsUp(aggregation) || aggregation === 'unique_count' || aggregation === 'max';
