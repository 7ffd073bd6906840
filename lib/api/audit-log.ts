import { z } from 'zod';
import { DateTime, Ulid } from '@/lib/catalog/fields';
import { DateTimeFieldFilter, StringFieldFilter, StringFieldFilterExact } from '@/lib/catalog/filter';
import { CursorPaginationQueryPage, cursorPageOf } from '@/lib/catalog/paging';
import { operation, V1 } from './operation';

/** Who did what to what, when, and how it was before and after. */
export const AuditEntry = z
  .strictObject({
    id: Ulid,
    at: DateTime,
    actor: z.strictObject({ type: z.enum(['user', 'api_key', 'system']), id: z.string(), name: z.string() }),
    action: z.string(),
    resource: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    requestId: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

const Filter = z
  .strictObject({
    /** By the actor's name or id. */
    actor: StringFieldFilter.optional(),
    action: StringFieldFilter.optional(),
    resourceType: StringFieldFilterExact.optional(),
    resourceId: StringFieldFilterExact.optional(),
    at: DateTimeFieldFilter.optional(),
  })
  .meta({ id: 'ListAuditEntriesParamsFilter' });

export const listAuditEntries = operation({
  id: 'list-audit-entries',
  method: 'get',
  path: `${V1}/audit-log`,
  tag: 'Audit log',
  summary: 'What was changed in this workspace, the latest first',
  permission: 'audit:read',
  query: z.strictObject({ page: CursorPaginationQueryPage.optional(), filter: Filter.optional() }),
  result: cursorPageOf(AuditEntry, 'AuditEntryPage'),
});
