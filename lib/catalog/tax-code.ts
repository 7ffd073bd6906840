import { z } from 'zod';
import { DateTime, described, ResourceKey, readOnly, stored, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';

/** Whether an amount already contains its tax. */
export const TaxBehavior = z.enum(['inclusive', 'exclusive']).meta({ id: 'BillingTaxBehavior' });

export const TaxCodeReference = z.strictObject({ id: Ulid }).meta({ id: 'TaxCodeReference' });

/** Tax settings of a rate card. */
export const RateCardTaxConfig = z
  .strictObject({ behavior: TaxBehavior.optional(), code: TaxCodeReference })
  .meta({ id: 'BillingRateCardTaxConfig' });
export type RateCardTaxConfig = z.infer<typeof RateCardTaxConfig>;

/** The systems that may know a tax code under a name of their own. */
export const AppType = z.enum(['sandbox', 'stripe', 'external_invoicing']).meta({ id: 'BillingAppType' });

export const TaxCodeAppMapping = z.strictObject({ appType: AppType, taxCode: z.string() }).meta({ id: 'BillingTaxCodeAppMapping' });

const APP_MAPPINGS_MAX = 100;

const definition = { key: ResourceKey, appMappings: z.array(TaxCodeAppMapping).max(APP_MAPPINGS_MAX) };

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

/** The tax codes of what names none of its own: invoice lines, and credits that are granted. */
export const OrganizationDefaultTaxCodes = z
  .strictObject({
    invoicingTaxCode: TaxCodeReference,
    creditGrantTaxCode: TaxCodeReference,
    createdAt: readOnly(DateTime),
    updatedAt: readOnly(DateTime),
  })
  .meta({ id: 'OrganizationDefaultTaxCodes' });
export type OrganizationDefaultTaxCodes = z.infer<typeof OrganizationDefaultTaxCodes>;

export const UpdateOrganizationDefaultTaxCodesRequest = z
  .strictObject({ invoicingTaxCode: TaxCodeReference.optional(), creditGrantTaxCode: TaxCodeReference.optional() })
  .meta({ id: 'UpdateOrganizationDefaultTaxCodesRequest' });
export type UpdateOrganizationDefaultTaxCodesRequest = z.infer<typeof UpdateOrganizationDefaultTaxCodesRequest>;

/** Returns the issues of a tax code: a connected system knows it under one name at most, and that name is not empty. All are critical. */
export function taxCodeIssues(taxCode: Pick<TaxCode, 'appMappings'>): Issue[] {
  const seen = new Set<string>();
  return taxCode.appMappings.flatMap(({ appType, taxCode: name }, i) => {
    const issues: Issue[] = [];
    if (name.trim() === '') {
      issues.push(critical(['appMappings', i, 'taxCode'], 'tax_code_mapping_empty', 'Enter the code as the other system writes it.'));
    }
    if (seen.has(appType)) {
      const message = 'This system has a code already. Keep one of the two.';
      issues.push(critical(['appMappings', i, 'appType'], 'tax_code_mapping_duplicated', message));
    }
    seen.add(appType);
    return issues;
  });
}
