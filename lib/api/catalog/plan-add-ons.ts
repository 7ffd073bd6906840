import { z } from 'zod';
import { operation, V1, V3 } from '@/lib/api/operation';
import { CreatePlanAddOnRequest, PlanAddOn, PlanAddOnPagePaginatedResponse, UpsertPlanAddOnRequest } from '@/lib/catalog/plan-add-on';
import { Ulid } from '@/lib/fields';
import { PageQuery } from '@/lib/paging';
import { planParams } from './plans';

const tag = 'Plan add-ons';
const path = `${V3}/plans/{planId}/addons`;
const params = z.strictObject({ ...planParams.shape, planAddonId: Ulid });

export const listPlanAddOns = operation({
  id: 'list-plan-addons',
  method: 'get',
  path,
  tag,
  summary: 'List the add-ons offered with a version of a plan',
  permission: 'catalog:read',
  params: planParams,
  query: z.strictObject({ page: PageQuery.optional() }),
  result: PlanAddOnPagePaginatedResponse,
});

export const createPlanAddOn = operation({
  id: 'create-plan-addon',
  method: 'post',
  path,
  tag,
  summary: 'Offer an add-on with a version of a plan',
  permission: 'catalog:write',
  params: planParams,
  body: CreatePlanAddOnRequest,
  result: PlanAddOn,
  status: 201,
});

export const getPlanAddOn = operation({
  id: 'get-plan-addon',
  method: 'get',
  path: `${path}/{planAddonId}`,
  tag,
  summary: 'Get an add-on offered with a version of a plan',
  permission: 'catalog:read',
  params,
  result: PlanAddOn,
});

export const updatePlanAddOn = operation({
  id: 'update-plan-addon',
  method: 'put',
  path: `${path}/{planAddonId}`,
  tag,
  summary: 'Change how an add-on is offered with a version of a plan',
  permission: 'catalog:write',
  params,
  body: UpsertPlanAddOnRequest,
  result: PlanAddOn,
});

export const deletePlanAddOn = operation({
  id: 'delete-plan-addon',
  method: 'delete',
  path: `${path}/{planAddonId}`,
  tag,
  summary: 'Stop offering an add-on with a version of a plan',
  permission: 'catalog:write',
  params,
});

/** Another version of the same add-on. */
export const ExchangePlanAddOnRequest = z.strictObject({ addon: z.strictObject({ id: Ulid }) }).meta({ id: 'ExchangePlanAddonRequest' });

export const exchangePlanAddOn = operation({
  id: 'exchange-plan-addon',
  method: 'post',
  path: `${V1}/plans/{planId}/addons/{planAddonId}/version`,
  tag,
  summary: 'Offer another version of the same add-on under the same terms, in place of the one that is offered',
  permission: 'catalog:write',
  params,
  body: ExchangePlanAddOnRequest,
  result: PlanAddOn,
});
