import { createLoader, type inferParserType, parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type Paged, pagedQuery } from '@/components/lists/paged-input';
import { dayRange, startOfDay } from '@/components/ui/day-instant';
import type { searchEvents } from '@/lib/api/metering/event-life';
import type { listEventRejections } from '@/lib/api/metering/event-voids';
import type { CallOf } from '@/lib/api/operation';
import type { CountedEvents } from './counted';

/** The filters and the page of the events, as they stand in the URL. */
export const eventParams = {
  subject: parseAsString.withDefault(''),
  type: parseAsArrayOf(parseAsString).withDefault([]),
  source: parseAsArrayOf(parseAsString).withDefault([]),
  customer: parseAsString,
  from: parseAsString,
  to: parseAsString,
  /** A feature, whose meter counted the events, and instants that bound them more exactly than days. */
  feature: parseAsString,
  since: parseAsString,
  until: parseAsString,
  id: parseAsString.withDefault(''),
  /** A field of the data, as a path, and what it must be. */
  field: parseAsString.withDefault(''),
  is: parseAsString.withDefault(''),
  order: parseAsStringLiteral(['received', 'happened']).withDefault('received'),
  after: parseAsString,
  before: parseAsString,
  live: parseAsBoolean.withDefault(false),
  tab: parseAsStringLiteral(['received', 'refused']).withDefault('received'),
};
export const loadEventParams = createLoader(eventParams);
export type EventParams = inferParserType<typeof eventParams>;

export const NO_EVENT_FILTERS = {
  subject: null,
  type: null,
  source: null,
  customer: null,
  feature: null,
  since: null,
  until: null,
  id: null,
  field: null,
  is: null,
  from: null,
  to: null,
  after: null,
  before: null,
};

export const EVENTS_PER_PAGE = 50;

export const isFiltered = (p: EventParams): boolean =>
  Boolean(p.subject || p.type.length || p.source.length || p.customer || p.feature || p.since || p.from || p.id || p.field);

/** Query of the page. Days are those of the workspace's zone. `counted` is what the feature in the address adds. */
export function eventInput(params: EventParams, timeZone: string, counted?: CountedEvents): CallOf<typeof searchEvents> {
  const anyOf = (values: readonly string[]) => (values.length > 0 ? { oeq: values.join(',') } : undefined);
  return {
    query: {
      page: { size: EVENTS_PER_PAGE, after: params.after ?? undefined, before: params.before ?? undefined },
      sort: params.order === 'happened' ? 'time desc' : 'ingested_at desc',
      data: params.field ? { path: params.field, eq: params.is } : counted?.data,
      filter: {
        id: params.id ? { contains: params.id } : undefined,
        subject: params.subject ? { contains: params.subject } : undefined,
        type: anyOf(params.type.length === 0 && counted ? [counted.type] : params.type),
        source: anyOf(params.source),
        customerId: params.customer ?? undefined,
        time: timeOf(params, timeZone),
      },
    },
  };
}

function timeOf({ since, until, from, to }: EventParams, timeZone: string) {
  if (since || until) return { gte: since ?? undefined, lt: until ?? undefined };
  const days = dayRange(from, to);
  return days ? { gte: startOfDay(days.from, timeZone), lt: startOfDay(days.to, timeZone) } : undefined;
}

/** Number of open refused events. */
export const OPEN_REJECTIONS: CallOf<typeof listEventRejections> = { query: { page: { size: 1 } } };

/** Which refused events are looked at: all, or those of a reason or a subject; in the URL. */
export const rejectionFilters = { why: parseAsString, who: parseAsString.withDefault('') };

export interface RejectionFilter {
  code?: string | undefined;
  subject?: string | undefined;
}

/** One page of the refused events that are not settled, as their list stands in the URL. */
export function rejectionPage(list: Paged, { code, subject }: RejectionFilter): CallOf<typeof listEventRejections> {
  const { query } = pagedQuery({ ...list, q: '', sort: list.sort || '-last' }, { last: ['last_at'], times: ['times', 'last_at desc'] });
  return { query: { ...query, ...((code || subject) && { filter: { code: code || undefined, subject: subject || undefined } }) } };
}
