import { z } from 'zod';
import { DateTime } from '@/lib/fields';
import { Numeric } from '@/lib/pricing/numeric';
import { critical, type Issue } from '@/lib/problem';
import { DimensionFilters } from './dimension-filter';
import { IMPLICIT_DIMENSIONS } from './meter';

export const MeterQueryGranularity = z.enum(['PT1M', 'PT1H', 'P1D', 'P1M']).meta({ id: 'MeterQueryGranularity' });
export type MeterQueryGranularity = z.infer<typeof MeterQueryGranularity>;

export const MeterQueryFilters = z.strictObject({ dimensions: DimensionFilters.optional() }).meta({ id: 'MeterQueryFilters' });

const fraction = (instant: string) => (/\.(\d+)/.exec(instant)?.[1] ?? '').padEnd(12, '0');

/** True when an instant is earlier than another, to the last digit of a second. */
function isBefore(a: string, b: string): boolean {
  const [atA, atB] = [Date.parse(a), Date.parse(b)];
  return atA === atB ? fraction(a) < fraction(b) : atA < atB;
}

/** A question to a meter: `from` included, `to` excluded, in windows of `granularity` laid out in `timeZone`; one window without it. */
export const MeterQueryRequest = z
  .strictObject({
    from: DateTime.optional(),
    to: DateTime.optional(),
    granularity: MeterQueryGranularity.optional(),
    timeZone: z.string().default('UTC'),
    groupByDimensions: z.array(z.string()).max(100).optional(),
    filters: MeterQueryFilters.optional(),
  })
  .meta({ id: 'MeterQueryRequest' });
export type MeterQueryRequest = z.infer<typeof MeterQueryRequest>;

export const MeterQueryRow = z
  .strictObject({ value: Numeric, from: DateTime, to: DateTime, dimensions: z.record(z.string(), z.string()) })
  .meta({ id: 'MeterQueryRow' });
export type MeterQueryRow = z.infer<typeof MeterQueryRow>;

export const MeterQueryResult = z
  .strictObject({ from: DateTime.optional(), to: DateTime.optional(), data: z.array(MeterQueryRow) })
  .meta({ id: 'MeterQueryResult' });
export type MeterQueryResult = z.infer<typeof MeterQueryResult>;

/** Returns the faults of a question before it reaches the store: unknown dimensions, or a range that ends before it starts. */
export function meterQueryIssues(query: MeterQueryRequest, dimensions: Record<string, string> | undefined): Issue[] {
  const known = new Set<string>([...Object.keys(dimensions ?? {}), ...IMPLICIT_DIMENSIONS]);
  const unknown = (path: Issue['path'], key: string) => {
    const message = `The meter has no dimension "${key}". It has: ${[...known].join(', ')}.`;
    return critical(path, 'meter_dimension_unknown', message, { dimension: key, known: [...known] });
  };
  const issues = [
    ...(query.groupByDimensions ?? []).flatMap((key, i) => (known.has(key) ? [] : [unknown(['groupByDimensions', i], key)])),
    ...Object.keys(query.filters?.dimensions ?? {}).flatMap((key) => (known.has(key) ? [] : [unknown(['filters', 'dimensions'], key)])),
  ];
  if (query.from !== undefined && query.to !== undefined && !isBefore(query.from, query.to)) {
    issues.push(critical(['to'], 'period_empty', 'The end must lie after the start.'));
  }
  return issues;
}
