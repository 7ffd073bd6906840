import { z } from 'zod';
import { listQuery } from '@/lib/api/listing';
import { operation, V3 } from '@/lib/api/operation';
import { CreatePlanRequest, Plan, PlanPagePaginatedResponse, UpsertPlanRequest } from '@/lib/catalog/plan';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter, StringFieldFilterExact } from '@/lib/filter';

const tag = 'Plans';
export const planParams = z.strictObject({ planId: Ulid });
const Filter = z
  .strictObject({
    key: StringFieldFilter.optional(),
    name: StringFieldFilter.optional(),
    status: StringFieldFilterExact.optional(),
    currency: StringFieldFilterExact.optional(),
  })
  .meta({ id: 'ListPlansParamsFilter' });

export const listPlans = operation({
  id: 'list-plans',
  method: 'get',
  path: `${V3}/plans`,
  tag,
  summary: 'List versions of plans',
  permission: 'catalog:read',
  query: listQuery(Filter),
  result: PlanPagePaginatedResponse,
});

export const createPlan = operation({
  id: 'create-plan',
  method: 'post',
  path: `${V3}/plans`,
  tag,
  summary: 'Create a plan, or the next draft of a plan whose key exists',
  permission: 'catalog:write',
  body: CreatePlanRequest,
  result: Plan,
  status: 201,
});

export const getPlan = operation({
  id: 'get-plan',
  method: 'get',
  path: `${V3}/plans/{planId}`,
  tag,
  summary: 'Get a version of a plan',
  permission: 'catalog:read',
  params: planParams,
  result: Plan,
});

export const updatePlan = operation({
  id: 'update-plan',
  method: 'put',
  path: `${V3}/plans/{planId}`,
  tag,
  summary: 'Replace a draft or scheduled version, but for its key, currency and billing cadence',
  permission: 'catalog:write',
  params: planParams,
  body: UpsertPlanRequest,
  result: Plan,
});

export const deletePlan = operation({
  id: 'delete-plan',
  method: 'delete',
  path: `${V3}/plans/{planId}`,
  tag,
  summary: 'Delete a version that is not being sold',
  permission: 'catalog:write',
  params: planParams,
});

export const publishPlan = operation({
  id: 'publish-plan',
  method: 'post',
  path: `${V3}/plans/{planId}/publish`,
  tag,
  summary: 'Publish a draft or scheduled version now',
  permission: 'catalog:write',
  params: planParams,
  result: Plan,
});

export const archivePlan = operation({
  id: 'archive-plan',
  method: 'post',
  path: `${V3}/plans/{planId}/archive`,
  tag,
  summary: 'Stop selling the active version now',
  permission: 'catalog:write',
  params: planParams,
  result: Plan,
});
