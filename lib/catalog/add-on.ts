import { z } from 'zod';
import { DateTime, described, ResourceKey, readOnly, stored, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { BillingCurrencyCode } from './currency';
import { RATE_CARDS_MAX, RateCard } from './rate-card';
import { ProductCatalogValidationError } from './validation-error';
import { type EffectivePeriod, statusAt } from './version';

export const AddOnStatus = z.enum(['draft', 'active', 'archived']).meta({ id: 'AddonStatus' });
export type AddOnStatus = z.infer<typeof AddOnStatus>;

/** Whether a subscription takes an add-on once or in any quantity. */
export const AddOnInstanceType = z.enum(['single', 'multiple']).meta({ id: 'AddonInstanceType' });
export type AddOnInstanceType = z.infer<typeof AddOnInstanceType>;

const rateCards = z.array(RateCard).max(RATE_CARDS_MAX);

/** One version of something sold on top of a plan: its cards extend the plan's cards of the same key, or join them. */
export const AddOn = z
  .strictObject({
    ...stored,
    ...described,
    key: ResourceKey,
    version: z.int().min(1).meta({ default: 1, readOnly: true }),
    instanceType: AddOnInstanceType,
    currency: BillingCurrencyCode,
    effectiveFrom: readOnly(DateTime).optional(),
    effectiveTo: readOnly(DateTime).optional(),
    status: readOnly(AddOnStatus),
    rateCards,
    validationErrors: readOnly(z.array(ProductCatalogValidationError)).optional(),
  })
  .meta({ id: 'Addon' });
export type AddOn = z.infer<typeof AddOn>;

export const CreateAddOnRequest = z
  .strictObject({ ...described, key: ResourceKey, instanceType: AddOnInstanceType, currency: BillingCurrencyCode, rateCards })
  .meta({ id: 'CreateAddonRequest' });
export type CreateAddOnRequest = z.infer<typeof CreateAddOnRequest>;

/** A full replacement of a draft. Key, version and currency are not changed by it. */
export const UpsertAddOnRequest = z
  .strictObject({ ...described, instanceType: AddOnInstanceType, rateCards })
  .meta({ id: 'UpsertAddonRequest' });
export type UpsertAddOnRequest = z.infer<typeof UpsertAddOnRequest>;

export const AddOnPagePaginatedResponse = pageOf(AddOn, 'AddonPagePaginatedResponse');

export const AddOnReference = z.strictObject({ id: Ulid }).meta({ id: 'AddonReference' });

/** Fields of an add-on version that are fixed once published. */
export type AddOnContent = Pick<AddOn, 'currency' | 'instanceType' | 'rateCards'>;

/** Only the content of an add-on, whatever else the value carries. */
export function addOnContentOf({ currency, instanceType, rateCards }: AddOnContent): AddOnContent {
  return { currency, instanceType, rateCards };
}

/**
 * The status of a version of an add-on at an instant, in the contract's words, which have none for "scheduled": a version whose start is
 * to come is a draft with a start. `statusAt` tells the two apart.
 */
export function addOnStatusAt(period: EffectivePeriod, instant: string): AddOnStatus {
  const status = statusAt(period, instant);
  return status === 'scheduled' ? 'draft' : status;
}
