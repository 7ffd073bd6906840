import type { Instant } from '../time';
import { groupBy } from './group-by';
import { discountsAt, isRecurring, monthlyMicros, type Pause, type RevenueItem } from './item';
import type { Micros } from './ratio';

/** Standing of a stretch of an item. Only what is paid is recurring revenue; the rest is shown apart. */
export type Standing = 'paid' | 'trial' | 'paused';

/**
 * A stretch of an item in which its revenue does not change: a step of the step function that is stored, one row each. `micros` is the price per
 * month as if it were paid, whatever the standing, so that trial revenue is counted like the rest.
 */
export interface Segment {
  item: RevenueItem;
  from: Instant;
  to: Instant | null;
  standing: Standing;
  micros: Micros;
}

/** Pauses by the subscription they belong to. */
export type PausesOf = (subscription: string) => readonly Pause[];

/** Sorts pauses for looking up. */
export function pausesBySubscription(pauses: readonly Pause[]): PausesOf {
  const bySubscription = groupBy(pauses, ({ subscription }) => subscription);
  return (subscription) => bySubscription.get(subscription) ?? [];
}

/** Half-open: true when the stretch holds the instant. */
export const holds = ({ from, to }: { from: Instant; to: Instant | null }, at: Instant): boolean => from <= at && (to === null || at < to);

/** Returns the standing of an item at an instant it is in force. */
export function standingAt(item: RevenueItem, at: Instant, pausesOf: PausesOf): Standing {
  if (item.trialUntil && at < item.trialUntil) return 'trial';
  return pausesOf(item.subscription).some((pause) => holds(pause, at)) ? 'paused' : 'paid';
}

/** Cuts items where their revenue changes by itself: a discount begins or ends, a trial ends, a pause begins or ends. */
export function segmentsOf(items: readonly RevenueItem[], pauses: readonly Pause[] = []): Segment[] {
  const pausesOf = pausesBySubscription(pauses);
  return items.flatMap((item) => {
    if (!isRecurring(item) || (item.to !== null && item.to <= item.from)) return [];
    const cuts = [item.from, ...cutsWithin(item, pausesOf)];
    return cuts.map((from, i) => ({
      item,
      from,
      to: cuts[i + 1] ?? item.to,
      standing: standingAt(item, from, pausesOf),
      micros: monthlyMicros({ ...item, discounts: discountsAt(item, from) }),
    }));
  });
}

/** The instants inside an item at which its revenue may change, in order. */
function cutsWithin(item: RevenueItem, pausesOf: PausesOf): Instant[] {
  const ends = [...(item.discounts ?? []), ...pausesOf(item.subscription)].flatMap(({ from, to }) => [from, to]);
  const inside = [...ends, item.trialUntil].filter((at): at is Instant => Boolean(at) && item.from < String(at) && holds(item, String(at)));
  return [...new Set(inside)].sort();
}
