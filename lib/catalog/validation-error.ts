import { z } from 'zod';
import { readOnly } from '@/lib/fields';
import { type Issue, wirePath } from '@/lib/problem';

/** An issue as plans, add-ons and assignments carry it on the wire. */
export const ProductCatalogValidationError = z
  .strictObject({
    code: readOnly(z.string()),
    message: readOnly(z.string()),
    attributes: readOnly(z.record(z.string(), z.unknown())).optional(),
    field: readOnly(z.string()),
  })
  .meta({ id: 'ProductCatalogValidationError' });
export type ProductCatalogValidationError = z.infer<typeof ProductCatalogValidationError>;

/** Writes an issue for the wire; its severity travels among the attributes, since the contract has no field for it. */
export function validationErrorOf(issue: Issue): ProductCatalogValidationError {
  return {
    code: issue.code,
    message: issue.message,
    attributes: { severity: issue.severity, ...issue.attributes },
    field: wirePath(issue.path),
  };
}
