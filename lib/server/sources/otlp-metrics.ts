import 'server-only';
import { z } from 'zod';
import type { NewEvent } from '../usage/store';
import { keyText, storable } from './entries';
import {
  Attributes,
  attributesOf,
  digestOf,
  doubleText,
  genAiOf,
  integerText,
  type Named,
  Nanos,
  numbered,
  OtlpDouble,
  OtlpNumber,
  type OtlpRead,
  objectText,
  Resource,
  readOtlp,
  Scope,
  sourceOf,
  subjectOf,
  timeOf,
} from './otlp';

const Point = z.looseObject({
  attributes: Attributes,
  startTimeUnixNano: Nanos,
  timeUnixNano: Nanos,
  asInt: OtlpNumber.optional(),
  asDouble: OtlpDouble,
  count: OtlpNumber.optional(),
  sum: OtlpDouble,
  min: OtlpDouble,
  max: OtlpDouble,
  flags: z.number().optional(),
});
const Points = z.looseObject({
  dataPoints: z.array(Point).optional(),
  aggregationTemporality: z.union([z.int(), z.string()]).optional(),
});
const Metric = z.looseObject({
  name: z.string().min(1),
  unit: z.string().optional(),
  sum: Points.optional(),
  gauge: Points.optional(),
  histogram: Points.optional(),
  exponentialHistogram: Points.optional(),
  summary: Points.optional(),
});
const Request = z.looseObject({
  resourceMetrics: z
    .array(
      z.looseObject({
        resource: Resource,
        scopeMetrics: z.array(z.looseObject({ scope: Scope, metrics: z.array(Metric).optional() })).optional(),
      }),
    )
    .optional(),
});
type Metric = z.infer<typeof Metric>;
type Point = z.infer<typeof Point>;

const KINDS = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'] as const;
const NO_VALUE = 1;

const pointsOf = (metric: Metric) => KINDS.flatMap((kind) => metric[kind]?.dataPoints ?? []).length;
const count = ({ resourceMetrics = [] }: z.infer<typeof Request>) =>
  resourceMetrics
    .flatMap(({ scopeMetrics = [] }) => scopeMetrics.flatMap(({ metrics = [] }) => metrics.map(pointsOf)))
    .reduce((all, n) => all + n, 0);

/**
 * Reads an ExportMetricsServiceRequest: an event for each data point, of the metric's name as its type. Deltas and gauges have `value` (and
 * histograms `count` and `sum`), ready to be added up; running totals have `cumulative_…` instead, since adding those up would count
 * usage again with every export.
 */
export function readOtlpMetrics(body: unknown, subject: string | undefined, now: string): OtlpRead {
  const request = readOtlp(body, Request, count);
  const read: OtlpRead = { events: [], refused: [] };
  const nameOf = numbered();
  for (const { resource, scopeMetrics = [] } of request.resourceMetrics ?? []) {
    const of = attributesOf(resource?.attributes);
    for (const { scope, metrics = [] } of scopeMetrics) {
      for (const metric of metrics) {
        for (const kind of KINDS) {
          const temporality = temporalityOf(kind, metric[kind]?.aggregationTemporality);
          for (const point of metric[kind]?.dataPoints ?? []) {
            if (((point.flags ?? 0) & NO_VALUE) !== 0) continue;
            const made = eventOf({ metric, temporality, point, resource: of, scope: scope?.name, subject, now, nameOf });
            if (typeof made === 'string') read.refused.push(`${metric.name}: ${made}`);
            else read.events.push(made);
          }
        }
      }
    }
  }
  return read;
}

type Temporality = 'delta' | 'cumulative' | 'instant' | undefined;

/** In JSON the enumeration is a number; some senders write its name. */
function temporalityOf(kind: (typeof KINDS)[number], given: string | number | undefined): Temporality {
  if (kind === 'gauge') return 'instant';
  if (kind === 'summary') return 'cumulative';
  if (given === 1 || given === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  if (given === 2 || given === 'AGGREGATION_TEMPORALITY_CUMULATIVE') return 'cumulative';
  return undefined;
}

interface Measured {
  metric: Metric;
  temporality: Temporality;
  point: Point;
  resource: Named;
  scope: string | undefined;
  subject: string | undefined;
  now: string;
  nameOf: (id: string) => string;
}

/** The event of a point, or a sentence that says why there is none. */
function eventOf({ metric, temporality, point, resource, scope, subject, now, nameOf }: Measured): NewEvent | string {
  const time = timeOf(point.timeUnixNano);
  if (time === null) return 'the point has no timeUnixNano.';
  if (temporality === undefined) return 'aggregationTemporality is neither delta nor cumulative.';
  const attributes = attributesOf(point.attributes);
  const figures: Named = new Map();
  const prefix = temporality === 'cumulative' ? 'cumulative_' : '';
  const put = (name: string, json: string | undefined) => json !== undefined && figures.set(name, json);
  const value = point.asInt !== undefined ? integerText(point.asInt) : double(point.asDouble);
  put(temporality === 'cumulative' ? 'cumulative_value' : 'value', value);
  put(`${prefix}count`, point.count === undefined ? undefined : integerText(point.count));
  put(`${prefix}sum`, double(point.sum));
  put('min', double(point.min));
  put('max', double(point.max));
  if (figures.size === 0) return 'the point has no number that JSON can hold exactly.';
  const type = keyText(metric.name);
  const data: Named = new Map([...genAiOf(attributes), ...figures, ['temporality', JSON.stringify(temporality)]]);
  if (metric.unit) data.set('unit', JSON.stringify(storable(metric.unit)));
  data.set('attributes', objectText(attributes));
  data.set('resource', objectText(resource));
  return {
    source: sourceOf(resource),
    id: nameOf(
      digestOf(metric.name, scope, temporality, String(point.startTimeUnixNano ?? ''), String(point.timeUnixNano), resource, attributes),
    ),
    type,
    subject: subjectOf(subject, attributes, resource),
    time,
    timeGiven: true,
    data: objectText(data),
    dataschema: null,
    ingestedAt: now,
  };
}

/** A double as JSON writes it; NaN and the infinities are none. */
const double = (value: number | string | undefined): string | undefined => (value === undefined ? undefined : doubleText(value));
