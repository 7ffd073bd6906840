import { z } from 'zod';
import { Ulid } from '@/lib/catalog/fields';
import { MeterQueryRequest, MeterQueryResult } from '@/lib/catalog/meter-query';
import { operation, V3 } from './operation';

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
});
