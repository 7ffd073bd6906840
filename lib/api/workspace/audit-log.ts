import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { DateTimeFieldFilter, StringFieldFilter, StringFieldFilterExact } from '@/lib/filter';
import { CursorPaginationQueryPage, cursorPageOf } from '@/lib/paging';

/** Change of a thing: actor, time, and values before and after. */
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
    /** The act that it is part of, where one act made several changes: they share a place in the chain. */
    act: z.strictObject({ id: Ulid, action: z.string(), name: z.string() }).optional(),
    /** Its place in the workspace's chain, and its link: a hash over all of the entry and the hash of the one before. */
    sequence: z.int(),
    hash: z.string(),
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
    /** The id of a thing: its entries, and those of what belongs to it, also when that is gone. */
    within: Ulid.optional(),
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

/** Whether the log is as it was written: entries checked, the last link, and the first fault if there is one. */
export const AuditVerification = z
  .strictObject({
    entries: z.int(),
    head: z.strictObject({ sequence: z.int(), hash: z.string() }),
    broken: z.strictObject({ sequence: z.int(), id: z.string().optional(), reason: z.string() }).optional(),
  })
  .meta({ id: 'AuditVerification' });

export const verifyAuditLog = operation({
  id: 'verify-audit-log',
  method: 'get',
  path: `${V1}/audit-log/verification`,
  tag: 'Audit log',
  summary: 'Recompute the chain of the log: every entry holds a hash over itself and the entry before',
  permission: 'audit:read',
  result: AuditVerification,
});
