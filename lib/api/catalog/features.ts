import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import { CreateFeatureRequest, Feature, FeaturePagePaginatedResponse, UpdateFeatureRequest } from '@/lib/catalog/feature';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter, UlidFieldFilter } from '@/lib/filter';
import { pageOf } from '@/lib/paging';

const tag = 'Features';
const params = z.strictObject({ featureId: Ulid });
const Filter = z
  .strictObject({ meterId: UlidFieldFilter.optional(), key: StringFieldFilter.optional(), name: StringFieldFilter.optional() })
  .meta({ id: 'ListFeatureParamsFilter' });

export const listFeatures = operation({
  id: 'list-features',
  method: 'get',
  path: `${V3}/features`,
  tag,
  summary: 'List features',
  permission: 'catalog:read',
  query: listQuery(Filter),
  result: FeaturePagePaginatedResponse,
});

/** A feature with what its meter is called. */
export const FoundFeature = z.strictObject({ ...Feature.shape, meterName: z.string().optional() }).meta({ id: 'FoundFeature' });
export type FoundFeature = z.infer<typeof FoundFeature>;

export const searchFeatures = operation({
  id: 'search-features',
  method: 'get',
  path: `${V1}/features`,
  tag,
  summary: 'Find features by words of their name, key, description or meter',
  permission: 'catalog:read',
  query: filteredSearch(Filter),
  result: pageOf(FoundFeature, 'FoundFeaturePage'),
  listOf: listFeatures,
});

export const createFeature = operation({
  id: 'create-feature',
  method: 'post',
  path: `${V3}/features`,
  tag,
  summary: 'Create a feature',
  permission: 'catalog:write',
  body: CreateFeatureRequest,
  result: Feature,
  status: 201,
});

export const getFeature = operation({
  id: 'get-feature',
  method: 'get',
  path: `${V3}/features/{featureId}`,
  tag,
  summary: 'Get a feature',
  permission: 'catalog:read',
  params,
  result: Feature,
});

export const updateFeature = operation({
  id: 'update-feature',
  method: 'patch',
  path: `${V3}/features/{featureId}`,
  tag,
  summary: 'Change what one unit of a feature costs us',
  permission: 'catalog:write',
  params,
  body: UpdateFeatureRequest,
  result: Feature,
});

export const deleteFeature = operation({
  id: 'delete-feature',
  method: 'delete',
  path: `${V3}/features/{featureId}`,
  tag,
  summary: 'Delete a feature that no published plan sells',
  permission: 'catalog:write',
  params,
});
