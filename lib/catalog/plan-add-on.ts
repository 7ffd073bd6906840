import { z } from 'zod';
import { described, ResourceKey, readOnly, stored } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { AddOnReference } from './add-on';
import { ProductCatalogValidationError } from './validation-error';

const assignment = { fromPlanPhase: ResourceKey, maxQuantity: z.int().min(1).optional() };

/** An add-on offered with a plan version, from one of its phases on. Without a maximum quantity there is no limit. */
export const PlanAddOn = z
  .strictObject({
    ...stored,
    ...described,
    addon: AddOnReference,
    ...assignment,
    validationErrors: readOnly(z.array(ProductCatalogValidationError)).optional(),
  })
  .meta({ id: 'PlanAddon' });
export type PlanAddOn = z.infer<typeof PlanAddOn>;

export const CreatePlanAddOnRequest = z
  .strictObject({ ...described, addon: AddOnReference, ...assignment })
  .meta({ id: 'CreatePlanAddonRequest' });
export type CreatePlanAddOnRequest = z.infer<typeof CreatePlanAddOnRequest>;

export const UpsertPlanAddOnRequest = z.strictObject({ ...described, ...assignment }).meta({ id: 'UpsertPlanAddonRequest' });
export type UpsertPlanAddOnRequest = z.infer<typeof UpsertPlanAddOnRequest>;

export const PlanAddOnPagePaginatedResponse = pageOf(PlanAddOn, 'PlanAddonPagePaginatedResponse');

/** Fields of an assignment that belong to the plan version's content. */
export type AddOnAssignment = Pick<PlanAddOn, 'name' | 'description' | 'labels' | 'addon' | 'fromPlanPhase' | 'maxQuantity'>;
