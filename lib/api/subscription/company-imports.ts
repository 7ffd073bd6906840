import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { ResourceKey } from '@/lib/fields';
import { CarryNote } from '@/lib/onboarding/carried';
import { CsvColumns } from '@/lib/onboarding/from-csv';

/** The longest file that one import reads, in characters. */
export const COMPANY_FILE_MAX = 5_000_000;
/** The most subscriptions that one import starts. */
export const COMPANY_SUBSCRIPTIONS_MAX = 2_000;
/** The most notes that one answer holds. */
export const CARRY_NOTES_MAX = 500;

const text = z.string().min(1).max(COMPANY_FILE_MAX);

export const CompanyImportRequest = z
  .discriminatedUnion('source', [
    z.strictObject({ source: z.literal('stripe'), text: text.meta({ description: 'Objects of Stripe as JSON lines, in any order.' }) }),
    z.strictObject({ source: z.literal('csv'), text: text.meta({ description: 'A CSV file with a header.' }), columns: CsvColumns }),
  ])
  .meta({ id: 'CompanyImportRequest' });
export type CompanyImportRequest = z.infer<typeof CompanyImportRequest>;

const Counted = z.strictObject({ made: z.int(), known: z.int() }).meta({ id: 'CompanyImportCount' });

export const CompanyImport = z
  .strictObject({
    applied: z.boolean().meta({ description: 'False for a preview.' }),
    plans: z.array(z.strictObject({ key: ResourceKey, name: z.string(), subscriptions: z.int() })),
    meters: z.int(),
    features: z.int(),
    customers: Counted,
    subscriptions: Counted,
    notes: z.array(CarryNote).max(CARRY_NOTES_MAX),
    moreNotes: z.int().optional(),
  })
  .meta({ id: 'CompanyImport' });
export type CompanyImport = z.infer<typeof CompanyImport>;

export const importCompany = operation({
  id: 'import-company',
  method: 'post',
  path: `${V1}/company-imports`,
  tag: 'Company imports',
  summary:
    'Bring customers, plans and subscriptions from elsewhere: an export of Stripe, or a CSV. What is there already stays as it is, so that the same file may be brought again',
  permission: 'subscriptions:write',
  query: z.strictObject({
    preview: z.boolean().optional().meta({ description: 'Do all of it, say what came of it, and keep nothing.' }),
  }),
  body: CompanyImportRequest,
  result: CompanyImport,
});
