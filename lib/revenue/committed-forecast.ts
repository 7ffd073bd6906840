import type { Instant } from '../time';
import { addMonths, type Month, monthAt, monthsBetween } from './calendar';
import { inReporting, type RateAt } from './exchange';
import type { Pause, RevenueItem } from './item';
import { addMicros, type Micros } from './ratio';
import { type Amounts, type CustomerTimeline, paidAt, paidBefore, timelinesOf } from './timeline';

/** Recurring revenue that is known to be there at the end of a month. */
export interface CommittedMonth {
  month: Month;
  committed: Micros;
  /** The part of it that is in trial now and would have to turn into payment: its own band, not certain. */
  fromTrials: Micros;
}

/**
 * Returns the committed revenue of this month and the months after it, from the items and pauses known at an instant: starts, ends, steps,
 * discounts that end, resumptions. The first month is what is paid at the instant itself, so that it equals the tile.
 */
export function committedForecast(
  items: readonly RevenueItem[],
  pauses: readonly Pause[],
  request: { at: Instant; months: number; timeZone: string; rateAt: RateAt },
): CommittedMonth[] {
  const { at, months, timeZone, rateAt } = request;
  const known = items
    .filter((item) => item.recordedAt === undefined || item.recordedAt <= at)
    .filter((item) => !item.supersededAt || item.supersededAt > at);
  const all = timelinesOf(known, pauses);
  const certain = timelinesOf(
    known.filter(({ trialUntil, from }) => !(trialUntil && from <= at && at < trialUntil)),
    pauses,
  );
  const first = monthAt(at, timeZone);
  const total = (timelines: readonly CustomerTimeline[], amountsOf: (timeline: CustomerTimeline) => Amounts) =>
    addMicros(timelines.map((timeline) => inReporting(amountsOf(timeline), at, rateAt)));
  return monthsBetween(first, addMonths(first, months), timeZone).map(({ key, to }, i) => {
    const amountsOf = (timeline: CustomerTimeline) => (i === 0 ? paidAt(timeline, at) : paidBefore(timeline, to));
    const committed = total(all, amountsOf);
    return { month: key, committed, fromTrials: committed - total(certain, amountsOf) };
  });
}
