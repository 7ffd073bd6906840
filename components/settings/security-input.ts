import { createLoader, type inferParserType, parseAsArrayOf, parseAsString } from 'nuqs/server';
import { dayRange, startOfDay } from '@/components/ui/day-instant';
import type { CallOf } from '@/lib/api/operation';
import type { listSecurityEvents } from '@/lib/api/workspace/security-log';

/** The filters and the page of the security log, as they stand in the URL. */
export const securityParams = {
  actor: parseAsString.withDefault(''),
  type: parseAsArrayOf(parseAsString).withDefault([]),
  from: parseAsString,
  to: parseAsString,
  after: parseAsString,
  before: parseAsString,
};
export const loadSecurityParams = createLoader(securityParams);

const PAGE_SIZE = 50;

/** Returns what the page asks the API for. Days are those of the workspace's zone. */
export function securityInput(params: inferParserType<typeof securityParams>, timeZone: string): CallOf<typeof listSecurityEvents> {
  const days = dayRange(params.from, params.to);
  return {
    query: {
      page: { size: PAGE_SIZE, after: params.after ?? undefined, before: params.before ?? undefined },
      filter: {
        actor: params.actor ? { contains: params.actor } : undefined,
        type: params.type.length > 0 ? { oeq: params.type.join(',') } : undefined,
        at: days ? { gte: startOfDay(days.from, timeZone), lt: startOfDay(days.to, timeZone) } : undefined,
      },
    },
  };
}
