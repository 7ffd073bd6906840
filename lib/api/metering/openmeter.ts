import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { asWritten, DateTime, mapOf } from '@/lib/fields';
import { FILTERS_MAX } from '@/lib/metering/dimension-filter';
import { MeteringEvent } from '@/lib/metering/event';

// The paths and shapes that OpenMeter's SDKs use, so that their users move by changing the address. Names are in camelCase there.

const tag = 'OpenMeter clients';

export const ingestOpenMeterEvents = operation({
  id: 'ingest-openmeter-events',
  method: 'post',
  path: `${V1}/events`,
  tag,
  summary: 'Take usage events as OpenMeter’s SDKs send them: as the v3 operation does, and also times without an offset, which are in UTC',
  permission: 'events:write',
  body: z.union([MeteringEvent, z.array(MeteringEvent)]),
  alsoTakes: { 'application/cloudevents+json': MeteringEvent, 'application/cloudevents-batch+json': z.array(MeteringEvent) },
  status: 204,
  refusals: [404, 413, 415, 422, 429],
});

const WindowSize = z.enum(['MINUTE', 'HOUR', 'DAY', 'MONTH']);
const texts = z.array(z.string()).max(100).optional();

const shared = {
  clientId: z.string().max(36).optional(),
  from: DateTime.optional(),
  to: DateTime.optional(),
  windowSize: WindowSize.optional(),
  windowTimeZone: z.string().optional(),
  subject: texts,
  filterCustomerId: texts,
  groupBy: texts,
};

/** A condition as OpenMeter writes it. Those it has beyond these compare texts by order or pattern, which meters here do not. */
export interface OpenMeterFilter {
  $eq?: string | undefined;
  $ne?: string | undefined;
  $in?: string[] | undefined;
  $nin?: string[] | undefined;
  $and?: OpenMeterFilter[] | undefined;
  $or?: OpenMeterFilter[] | undefined;
}
const OpenMeterFilter: z.ZodType<OpenMeterFilter> = z
  .strictObject({
    $eq: z.string().optional(),
    $ne: z.string().optional(),
    $in: z.array(z.string()).min(1).max(100).optional(),
    $nin: z.array(z.string()).min(1).max(100).optional(),
    get $and() {
      return z.array(OpenMeterFilter).min(1).max(10).optional();
    },
    get $or() {
      return z.array(OpenMeterFilter).min(1).max(10).optional();
    },
  })
  .meta({ id: 'OpenMeterFilter', ...asWritten });

/** The question in a body. In an address each list is its name repeated, and the advanced filters are JSON. */
export const OpenMeterQuestion = z
  .strictObject({
    ...shared,
    filterGroupBy: mapOf(z.array(z.string()).min(1).max(100), FILTERS_MAX).optional(),
    advancedMeterGroupByFilters: mapOf(OpenMeterFilter, FILTERS_MAX).optional(),
  })
  .meta(asWritten);
export type OpenMeterQuestion = z.infer<typeof OpenMeterQuestion>;

const Answer = z
  .strictObject({
    from: DateTime.optional(),
    to: DateTime.optional(),
    windowSize: WindowSize.optional(),
    data: z.array(
      z
        .strictObject({
          value: z.number(),
          windowStart: DateTime,
          windowEnd: DateTime,
          subject: z.string().nullable(),
          customerId: z.string().optional(),
          groupBy: z.record(z.string(), z.string().nullable()),
        })
        .meta(asWritten),
    ),
  })
  .meta(asWritten);

const params = z.strictObject({ meterIdOrSlug: z.string().min(1).max(64) });
const query = { tag, path: `${V1}/meters/{meterIdOrSlug}/query`, permission: 'catalog:read', params, result: Answer } as const;

export const queryOpenMeter = operation({
  ...query,
  id: 'query-openmeter-meter',
  method: 'get',
  summary: 'Ask a meter what it counted, as OpenMeter’s SDKs do; lists repeat their name, filterGroupBy stands in brackets',
  query: z
    .strictObject({
      ...shared,
      filterGroupBy: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      advancedMeterGroupByFilters: z.string().optional(),
    })
    .meta(asWritten),
  alsoGives: { 'text/csv': z.string() },
  refusals: [404, 413, 415, 422, 429],
});

export const queryOpenMeterByPost = operation({
  ...query,
  id: 'query-openmeter-meter-post',
  method: 'post',
  summary: 'Ask a meter what it counted, as OpenMeter’s SDKs do, with the question in the body',
  body: OpenMeterQuestion,
  alsoGives: { 'text/csv': z.string() },
  refusals: [404, 413, 415, 422, 429],
});
