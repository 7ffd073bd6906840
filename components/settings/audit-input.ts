import { createLoader, type inferParserType, parseAsArrayOf, parseAsString } from 'nuqs/server';
import { dayRange, startOfDay } from '@/components/ui/day-instant';
import type { CallOf } from '@/lib/api/operation';
import type { listAuditEntries } from '@/lib/api/workspace/audit-log';

/** The filters and the page of the audit log, as they stand in the URL. */
export const auditParams = {
  actor: parseAsString.withDefault(''),
  type: parseAsArrayOf(parseAsString).withDefault([]),
  verb: parseAsArrayOf(parseAsString).withDefault([]),
  id: parseAsString,
  from: parseAsString,
  to: parseAsString,
  after: parseAsString,
  before: parseAsString,
};
export const loadAuditParams = createLoader(auditParams);
export type AuditParams = inferParserType<typeof auditParams>;

const PAGE_SIZE = 50;

/** Query of the page. Days are those of the workspace's zone. */
export function auditInput(params: AuditParams, timeZone: string): CallOf<typeof listAuditEntries> {
  const days = dayRange(params.from, params.to);
  return {
    query: {
      page: { size: PAGE_SIZE, after: params.after ?? undefined, before: params.before ?? undefined },
      filter: {
        actor: params.actor ? { contains: params.actor } : undefined,
        action: params.verb.length > 0 ? { ocontains: params.verb.join(',') } : undefined,
        resourceType: params.type.length > 0 ? { oeq: params.type.join(',') } : undefined,
        resourceId: params.id ? { eq: params.id } : undefined,
        at: days ? { gte: startOfDay(days.from, timeZone), lt: startOfDay(days.to, timeZone) } : undefined,
      },
    },
  };
}
