import { z } from 'zod';
import { described, ResourceKey, stored, Ulid } from './fields';
import { pageOf } from './paging';

/** Whether an amount already contains its tax. */
export const TaxBehavior = z.enum(['inclusive', 'exclusive']).meta({ id: 'BillingTaxBehavior' });

export const TaxCodeReference = z.strictObject({ id: Ulid }).meta({ id: 'TaxCodeReference' });

/** How a rate card is taxed. */
export const RateCardTaxConfig = z
  .strictObject({ behavior: TaxBehavior.optional(), code: TaxCodeReference })
  .meta({ id: 'BillingRateCardTaxConfig' });
export type RateCardTaxConfig = z.infer<typeof RateCardTaxConfig>;

/** The systems that may know a tax code under a name of their own. */
export const AppType = z.enum(['sandbox', 'stripe', 'external_invoicing']).meta({ id: 'BillingAppType' });

export const TaxCodeAppMapping = z.strictObject({ appType: AppType, taxCode: z.string() }).meta({ id: 'BillingTaxCodeAppMapping' });

const definition = { key: ResourceKey, appMappings: z.array(TaxCodeAppMapping) };

/** A kind of goods or service in the eyes of the tax office, and what connected systems call it. */
export const TaxCode = z.strictObject({ ...stored, ...described, ...definition }).meta({ id: 'BillingTaxCode' });
export type TaxCode = z.infer<typeof TaxCode>;

export const CreateTaxCodeRequest = z.strictObject({ ...described, ...definition }).meta({ id: 'CreateTaxCodeRequest' });
export type CreateTaxCodeRequest = z.infer<typeof CreateTaxCodeRequest>;

export const UpsertTaxCodeRequest = z
  .strictObject({ ...described, appMappings: definition.appMappings })
  .meta({ id: 'UpsertTaxCodeRequest' });
export type UpsertTaxCodeRequest = z.infer<typeof UpsertTaxCodeRequest>;

export const TaxCodePagePaginatedResponse = pageOf(TaxCode, 'TaxCodePagePaginatedResponse');
