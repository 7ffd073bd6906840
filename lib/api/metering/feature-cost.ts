import { z } from 'zod';
import { operation, V3 } from '@/lib/api/operation';
import { FeatureCostQueryResult } from '@/lib/catalog/feature-cost';
import { Ulid } from '@/lib/fields';
import { MeterQueryRequest } from '@/lib/metering/meter-query';

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
  refusals: [422],
});
