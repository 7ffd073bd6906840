import type { Instant, Period } from '../time';
import { addMonths, type Month, monthAt, monthsBetween } from './calendar';
import type { Change } from './changes';
import { inReporting, type RateAt } from './exchange';
import type { Pause, RevenueItem } from './item';
import type { CustomerHistory } from './movements';
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

/** Kinds of changes that are known ahead. */
export type BridgeStep = 'starts' | 'steps' | 'discounts' | 'trials' | 'pauses' | 'ends';

const stepOf = ({ cause, micros }: Change): BridgeStep => {
  if (cause === 'discount') return 'discounts';
  if (cause === 'trial') return 'trials';
  if (cause === 'pause') return 'pauses';
  if (cause !== 'subscription') return 'steps';
  return micros > 0n ? 'starts' : 'ends';
};

/** Leads from the revenue of an instant to what is committed at another, kind by kind; each kind with its changes. Zero for a kind that has none. */
export function forecastBridge(
  histories: readonly CustomerHistory[],
  { from, to }: Period,
  rateAt: RateAt,
): Map<BridgeStep, { micros: Micros; changes: Change[] }> {
  const known = histories.flatMap(({ changes }) => changes).filter(({ at }) => from < at && at < to);
  const bridge = new Map<BridgeStep, { micros: Micros; changes: Change[] }>();
  for (const step of ['starts', 'steps', 'discounts', 'trials', 'pauses', 'ends'] as const) {
    const changes = known.filter((change) => stepOf(change) === step);
    const micros = addMicros(changes.map((change) => inReporting(new Map([[change.currency, change.micros]]), from, rateAt)));
    bridge.set(step, { micros, changes });
  }
  return bridge;
}
