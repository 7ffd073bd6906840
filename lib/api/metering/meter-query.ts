import { z } from 'zod';
import { operation, V1, V3 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { MeterQueryRequest, MeterQueryResult, MeterQueryRow } from '@/lib/metering/meter-query';

export const queryMeter = operation({
  id: 'query-meter',
  method: 'post',
  path: `${V3}/meters/{meterId}/query`,
  tag: 'Meters',
  summary: 'Ask a meter what it counted; as CSV with Accept: text/csv',
  permission: 'catalog:read',
  params: z.strictObject({ meterId: Ulid }),
  body: MeterQueryRequest,
  result: MeterQueryResult,
  alsoGives: { 'text/csv': z.string() },
  refusals: [422],
});

export const METERS_ASKED_MAX = 500;

export const MetersQueryResult = z
  .strictObject({
    /** Meters that counted something, by name. */
    data: z.array(z.strictObject({ meterId: Ulid, rows: z.array(MeterQueryRow) })),
    metersLeftOut: z.int().meta({ description: `Meters beyond the first ${METERS_ASKED_MAX}, which were not asked.` }),
  })
  .meta({ id: 'MetersQueryResult' });
export type MetersQueryResult = z.infer<typeof MetersQueryResult>;

export const queryMeters = operation({
  id: 'query-meters',
  method: 'post',
  path: `${V1}/meters/query`,
  tag: 'Meters',
  summary: 'Ask every meter the same question in one snapshot; meters that counted nothing are left out',
  permission: 'catalog:read',
  body: MeterQueryRequest,
  result: MetersQueryResult,
  refusals: [422],
});
