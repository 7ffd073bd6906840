import type { Instant, Period } from '../time';
import { addDays, type Day, type Month, monthAt } from './calendar';
import { inReporting, type RateAt } from './exchange';
import { groupBy } from './group-by';
import { addMicros, type Micros, shareText } from './ratio';
import { holds } from './segments';
import type { CustomerTimeline } from './timeline';

/** A subscription whose end is dated already, with what it pays until then. */
export interface Leaving {
  customer: string;
  subscription: string;
  at: Instant;
  micros: Micros;
  reason: string | null;
}

/** Lists the subscriptions that pay at an instant and end later for good, the first to end first. */
export function leavingSoon(timelines: readonly CustomerTimeline[], at: Instant, rateAt: RateAt): Leaving[] {
  const leaving = timelines.flatMap(({ customer, segments }) =>
    [...groupBy(segments, ({ item }) => item.subscription)].flatMap(([subscription, own]): Leaving[] => {
      const ahead = own.filter(({ to }) => to === null || at < to);
      const now = ahead.filter((segment) => segment.standing === 'paid' && holds(segment, at));
      const ends = ahead.map(({ to }) => to ?? '').sort();
      const last = ends.at(-1);
      if (now.length === 0 || last === undefined || ends[0] === '') return [];
      const micros = addMicros(now.map((segment) => inReporting(new Map([[segment.item.currency, segment.micros]]), at, rateAt)));
      const reason = ahead.find(({ to }) => to === last)?.item.endReason ?? null;
      return micros > 0n ? [{ customer, subscription, at: last, micros, reason }] : [];
    }),
  );
  return leaving.sort((a, b) => (a.at === b.at ? (a.subscription < b.subscription ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** Revenue whose end is dated, by the month it ends in. */
export function leavingByMonth(leaving: readonly Leaving[], timeZone: string): Map<Month, Micros> {
  const months = groupBy(leaving, ({ at }) => monthAt(at, timeZone));
  return new Map([...months].map(([month, own]) => [month, addMicros(own.map(({ micros }) => micros))]));
}

/** A term of more than a month that a customer was bound for, and whether they went on after it. */
export interface EndedTerm {
  customer: string;
  endedAt: Instant;
  renewed: boolean;
}

/** Share of the terms ended in a period that went on; null when none ended. */
export function renewalRate(terms: readonly EndedTerm[], { from, to }: Period): { ended: number; renewed: number; rate: string | null } {
  const ended = terms.filter(({ endedAt }) => from <= endedAt && endedAt < to);
  const renewed = ended.filter((term) => term.renewed).length;
  return { ended: ended.length, renewed, rate: shareText(renewed, ended.length) };
}

/** Days without billable usage after which a customer who only pays by use is taken to have left. */
export const QUIET_DAYS = 60;

/** The day on which a customer who pays by use is taken to have left: so many days after their last billable one; null while that is ahead. */
export function usageChurnDay(lastBillableDay: Day, today: Day, quietDays = QUIET_DAYS): Day | null {
  const day = addDays(lastBillableDay, quietDays);
  return day <= today ? day : null;
}
