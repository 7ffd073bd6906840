import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { PriceConversion } from '@/lib/catalog/convert-prices';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { CreatePlanRequest, Plan, PlanStatus, UpsertPlanRequest } from '@/lib/catalog/plan';
import { DateTime, Duration, ResourceKey, Ulid } from '@/lib/fields';
import { planParams } from './plans';

const tag = 'Plan versions';
const permission = 'catalog:write';

/** All of a version that a person writes, but the key. */
export const ReplacePlanRequest = z
  .strictObject({ ...UpsertPlanRequest.shape, currency: BillingCurrencyCode, billingCadence: Duration })
  .meta({ id: 'ReplacePlanRequest' });
export type ReplacePlanRequest = z.infer<typeof ReplacePlanRequest>;

export const replacePlan = operation({
  id: 'replace-plan',
  method: 'put',
  path: `${V1}/plans/{planId}`,
  tag,
  summary:
    'Save a version with currency and billing cadence; If-Match is required. Names and labels change at any time, the content of a published version never',
  permission,
  params: planParams,
  body: ReplacePlanRequest,
  result: Plan,
  refusals: [428],
});

export const SchedulePlanRequest = z.strictObject({ effectiveFrom: DateTime.optional() }).meta({ id: 'SchedulePlanRequest' });

export const schedulePlan = operation({
  id: 'schedule-plan',
  method: 'post',
  path: `${V1}/plans/{planId}/publish`,
  tag,
  summary: 'Publish a version now or at a date, or move a scheduled one',
  permission,
  params: planParams,
  body: SchedulePlanRequest,
  result: Plan,
});

export const unschedulePlan = operation({
  id: 'unschedule-plan',
  method: 'post',
  path: `${V1}/plans/{planId}/unschedule`,
  tag,
  summary: 'Take a scheduled version back to draft',
  permission,
  params: planParams,
  result: Plan,
});

export const createNextPlan = operation({
  id: 'create-next-plan',
  method: 'post',
  path: `${V1}/plans/{planId}/next`,
  tag,
  summary: 'Create the next draft as a copy of this version',
  permission,
  params: planParams,
  result: Plan,
  status: 201,
});

export const DuplicatePlanRequest = z
  .strictObject({
    key: ResourceKey,
    name: Plan.shape.name,
    conversion: PriceConversion.optional().meta({ description: 'Makes it a price list in another currency.' }),
  })
  .meta({ id: 'DuplicatePlanRequest' });
export type DuplicatePlanRequest = z.infer<typeof DuplicatePlanRequest>;

export const duplicatePlan = operation({
  id: 'duplicate-plan',
  method: 'post',
  path: `${V1}/plans/{planId}/duplicate`,
  tag,
  summary: 'Create another plan as a copy of this version, in another currency if told',
  permission,
  params: planParams,
  body: DuplicatePlanRequest,
  result: Plan,
  status: 201,
});

const instant = DateTime.optional();

/** One version among those of its key. */
export const PlanVersion = z
  .strictObject({
    id: Ulid,
    version: z.int(),
    name: z.string(),
    status: PlanStatus,
    effectiveFrom: instant,
    effectiveTo: instant,
    revision: z.int(),
    createdAt: DateTime,
    updatedAt: DateTime,
    updatedBy: z.string(),
  })
  .meta({ id: 'PlanVersion' });
export type PlanVersion = z.infer<typeof PlanVersion>;

export const listPlanVersions = operation({
  id: 'list-plan-versions',
  method: 'get',
  path: `${V1}/plans/{planId}/versions`,
  tag,
  summary: 'All versions of the plan, the newest first',
  permission: 'catalog:read',
  params: planParams,
  result: z.strictObject({ data: z.array(PlanVersion) }).meta({ id: 'PlanVersionList' }),
});

/** An issue as the wire has it: `field` is a JSON path such as `$.phases[0].rate_cards[2].price`. */
export const CatalogIssue = z
  .strictObject({
    field: z.string(),
    code: z.string(),
    message: z.string(),
    severity: z.enum(['critical', 'warning']),
    attributes: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'CatalogIssue' });

export const validatePlan = operation({
  id: 'validate-plan',
  method: 'post',
  path: `${V1}/plan-validations`,
  tag,
  summary: 'What is wrong with a plan that need not be stored',
  permission: 'catalog:read',
  body: CreatePlanRequest,
  result: z.strictObject({ issues: z.array(CatalogIssue), moreIssues: z.int().optional() }).meta({ id: 'PlanValidation' }),
});

const Side = z.strictObject({ id: Ulid, key: ResourceKey, version: z.int() });

/** Changes between two versions. Paths name phases and rate cards by their keys, add-ons by their ids and tiers by their place. */
export const versionDiff = z.strictObject({
  from: Side,
  to: Side,
  changes: z.array(
    z.strictObject({
      path: z.array(z.union([z.string(), z.int()])),
      kind: z.enum(['added', 'removed', 'changed']),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
      index: z.int().optional(),
      sentence: z.string(),
    }),
  ),
});
export const PlanDiff = versionDiff.meta({ id: 'PlanDiff' });
export type PlanDiff = z.infer<typeof PlanDiff>;

export const diffPlan = operation({
  id: 'diff-plan',
  method: 'get',
  path: `${V1}/plans/{planId}/diff`,
  tag,
  summary: 'What changed in this version against another, in words and as data',
  permission: 'catalog:read',
  params: planParams,
  query: z.strictObject({ against: Ulid }),
  result: PlanDiff,
});
