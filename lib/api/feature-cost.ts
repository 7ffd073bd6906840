import { z } from 'zod';
import { FeatureCostQueryResult } from '@/lib/catalog/feature-cost';
import { Ulid } from '@/lib/catalog/fields';
import { MeterQueryRequest } from '@/lib/catalog/meter-query';
import { operation, V3 } from './operation';

export const queryFeatureCost = operation({
  id: 'query-feature-cost',
  method: 'post',
  path: `${V3}/features/{featureId}/cost/query`,
  tag: 'Features',
  summary: 'Ask what the use of a feature cost you',
  permission: 'catalog:read',
  params: z.strictObject({ featureId: Ulid }),
  body: MeterQueryRequest.optional(),
  result: FeatureCostQueryResult,
});
