import type { listEvents } from '@/lib/api/metering/events';
import type { CallOf } from '@/lib/api/operation';
import type { MeteringIngestedEvent } from '@/lib/metering/event';

/** The newest thousand events, to find subjects in that belong to nobody. */
export const NEWEST_EVENTS: CallOf<typeof listEvents> = { query: { page: { size: 1000 } } };

/** The subjects among some events that belong to no customer, with how many of the events are theirs; in natural order. */
export function unclaimedSubjects(events: readonly MeteringIngestedEvent[]): { subject: string; events: number }[] {
  const counts = new Map<string, number>();
  for (const { event, customer } of events) if (!customer) counts.set(event.subject, (counts.get(event.subject) ?? 0) + 1);
  const order = new Intl.Collator('en', { numeric: true });
  return [...counts].map(([subject, events]) => ({ subject, events })).sort((a, b) => order.compare(a.subject, b.subject));
}
