import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { AddOn } from '@/lib/catalog/add-on';
import { Feature } from '@/lib/catalog/feature';
import { Plan } from '@/lib/catalog/plan';
import { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { TaxCode } from '@/lib/catalog/tax-code';
import { DateTime } from '@/lib/fields';
import { Meter } from '@/lib/metering/meter';
import { planParams } from './plans';

/** A plan version as it stood at an instant, with everything that it named then as that stood then. */
export const PlanAsOf = z
  .strictObject({
    plan: Plan,
    /** Add-on assignments of the version, and their add-ons. */
    assignments: z.array(PlanAddOn),
    addons: z.array(AddOn),
    /** Things named by its cards and those of its add-ons, deleted things included. */
    features: z.array(Feature),
    meters: z.array(Meter),
    taxCodes: z.array(TaxCode),
    /** All versions of its key that were there, the newest first. */
    versions: z.array(Plan),
  })
  .meta({ id: 'PlanAsOf' });
export type PlanAsOf = z.infer<typeof PlanAsOf>;

export const getPlanAsOf = operation({
  id: 'get-plan-as-of',
  method: 'get',
  path: `${V1}/plans/{planId}/as-of`,
  tag: 'Plan versions',
  summary: 'A version as it stood at an instant, with the add-ons, features, meters and tax codes that it named, as they stood',
  permission: 'catalog:read',
  params: planParams,
  query: z.strictObject({ asOf: DateTime }),
  result: PlanAsOf,
  refusals: [404],
});
