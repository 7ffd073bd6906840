import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { AddOn, UpsertAddOnRequest } from '@/lib/catalog/add-on';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { PlanStatus } from '@/lib/catalog/plan';
import { DateTime, ResourceKey, Ulid } from '@/lib/fields';
import { addOnParams } from './add-ons';
import { PlanVersion, SchedulePlanRequest, versionDiff } from './plan-versions';

const tag = 'Add-on versions';
const permission = 'catalog:write';

/** All of a version that a person writes, but the key. */
export const ReplaceAddOnRequest = z
  .strictObject({ ...UpsertAddOnRequest.shape, currency: BillingCurrencyCode })
  .meta({ id: 'ReplaceAddonRequest' });
export type ReplaceAddOnRequest = z.infer<typeof ReplaceAddOnRequest>;

export const replaceAddOn = operation({
  id: 'replace-addon',
  method: 'put',
  path: `${V1}/addons/{addonId}`,
  tag,
  summary:
    'Save a version with its currency; If-Match is required. Names and labels change at any time, the content of a published version never',
  permission,
  params: addOnParams,
  body: ReplaceAddOnRequest,
  result: AddOn,
  refusals: [428],
});

export const scheduleAddOn = operation({
  id: 'schedule-addon',
  method: 'post',
  path: `${V1}/addons/{addonId}/publish`,
  tag,
  summary: 'Publish a version now or at a date, or move a scheduled one',
  permission,
  params: addOnParams,
  body: SchedulePlanRequest,
  result: AddOn,
});

export const unscheduleAddOn = operation({
  id: 'unschedule-addon',
  method: 'post',
  path: `${V1}/addons/{addonId}/unschedule`,
  tag,
  summary: 'Take a scheduled version back to draft',
  permission,
  params: addOnParams,
  result: AddOn,
});

export const createNextAddOn = operation({
  id: 'create-next-addon',
  method: 'post',
  path: `${V1}/addons/{addonId}/next`,
  tag,
  summary: 'Create the next draft as a copy of this version',
  permission,
  params: addOnParams,
  result: AddOn,
  status: 201,
});

export const listAddOnVersions = operation({
  id: 'list-addon-versions',
  method: 'get',
  path: `${V1}/addons/{addonId}/versions`,
  tag,
  summary: 'All versions of the add-on, the newest first',
  permission: 'catalog:read',
  params: addOnParams,
  result: z.strictObject({ data: z.array(PlanVersion) }).meta({ id: 'AddonVersionList' }),
});

export const AddOnDiff = versionDiff.meta({ id: 'AddonDiff' });
export type AddOnDiff = z.infer<typeof AddOnDiff>;

export const diffAddOn = operation({
  id: 'diff-addon',
  method: 'get',
  path: `${V1}/addons/{addonId}/diff`,
  tag,
  summary: 'What changed in this version against another, in words and as data',
  permission: 'catalog:read',
  params: addOnParams,
  query: z.strictObject({ against: Ulid }),
  result: AddOnDiff,
});

/** A plan version with which some version of an add-on is offered. */
export const AddOnOffer = z
  .strictObject({
    assignment: Ulid,
    addOn: z.strictObject({ id: Ulid, version: z.int() }),
    plan: z.strictObject({
      id: Ulid,
      key: ResourceKey,
      version: z.int(),
      name: z.string(),
      status: PlanStatus,
      effectiveFrom: DateTime.optional(),
    }),
    fromPlanPhase: ResourceKey,
    maxQuantity: z.int().optional(),
  })
  .meta({ id: 'AddonOffer' });
export type AddOnOffer = z.infer<typeof AddOnOffer>;

export const listAddOnOffers = operation({
  id: 'list-addon-offers',
  method: 'get',
  path: `${V1}/addons/{addonId}/plans`,
  tag,
  summary: 'The plan versions that offer any version of this add-on',
  permission: 'catalog:read',
  params: addOnParams,
  result: z.strictObject({ data: z.array(AddOnOffer) }).meta({ id: 'AddonOfferList' }),
});
