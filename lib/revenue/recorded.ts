import type { Instant, Period } from '../time';
import { inReporting, type RateAt } from './exchange';
import type { Pause, RevenueItem } from './item';
import type { MovementKind } from './movements';
import { addMicros, type Micros } from './ratio';
import { type CustomerTimeline, hasPaidBefore, paidBefore, timelinesOf } from './timeline';

/** A period as it was closed: with what was known just before its end, whatever was learned later. */
export interface RecordedPeriod extends Record<MovementKind, Micros> {
  start: Micros;
  currency: Micros;
  end: Micros;
  /** Revenue before the period as it was known at its end, less as it was known at its start: late knowledge, counted where it was learned. */
  backdated: Micros;
}

/** The items that were known just before an instant. */
export const knownBefore = (items: readonly RevenueItem[], at: Instant): RevenueItem[] =>
  items.filter(({ recordedAt, supersededAt }) => (recordedAt === undefined || recordedAt < at) && (!supersededAt || supersededAt >= at));

/** Items that today's knowledge has: what nothing else took the place of. */
export const restated = (items: readonly RevenueItem[]): RevenueItem[] => items.filter(({ supersededAt }) => !supersededAt);

/** Closes a period with the knowledge of its end, opened with the knowledge of its start; so that it begins where the one before it ended. */
export function recordedPeriod(items: readonly RevenueItem[], pauses: readonly Pause[], period: Period, rateAt: RateAt): RecordedPeriod {
  const [knownThen, knownNow] = [knownBefore(items, period.from), knownBefore(items, period.to)];
  const then = timelinesByCustomer(knownThen, pauses);
  // In most periods nothing is learned.
  const isSame = knownThen.length === knownNow.length && knownThen.every((item, i) => item === knownNow[i]);
  const now = isSame ? then : timelinesByCustomer(knownNow, pauses);
  const paidOf = (timeline: CustomerTimeline | undefined, at: Instant, rateOf = period.from) =>
    timeline ? inReporting(paidBefore(timeline, at), rateOf, rateAt) : 0n;
  const sums: RecordedPeriod = {
    start: addMicros([...then.values()].map((timeline) => paidOf(timeline, period.from))),
    new: 0n,
    reactivation: 0n,
    expansion: 0n,
    contraction: 0n,
    churn: 0n,
    currency: 0n,
    end: addMicros([...now.values()].map((timeline) => paidOf(timeline, period.to, period.to))),
    backdated: 0n,
  };
  for (const customer of new Set([...then.keys(), ...now.keys()])) {
    const [before, after] = [then.get(customer), now.get(customer)];
    const [start, end] = [paidOf(before, period.from), paidOf(after, period.to)];
    sums.backdated += paidOf(after, period.from) - start;
    sums.currency += paidOf(after, period.to, period.to) - end;
    if (start === 0n && end > 0n) sums[before && hasPaidBefore(before, period.from) ? 'reactivation' : 'new'] += end;
    else if (start > 0n && end === 0n) sums.churn += start;
    else if (end > start) sums.expansion += end - start;
    else sums.contraction += start - end;
  }
  return sums;
}

const timelinesByCustomer = (items: readonly RevenueItem[], pauses: readonly Pause[]) =>
  new Map(timelinesOf(items, pauses).map((timeline) => [timeline.customer, timeline]));
