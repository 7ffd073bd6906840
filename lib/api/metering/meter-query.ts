import { z } from 'zod';
import { operation, V3 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { MeterQueryRequest, MeterQueryResult } from '@/lib/metering/meter-query';

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
