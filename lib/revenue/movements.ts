import type { Period } from '../time';
import { type Cause, type Change, changesOf } from './changes';
import { inReporting, type RateAt } from './exchange';
import type { Pause, RevenueItem } from './item';
import { addMicros, type Micros } from './ratio';
import { type CustomerTimeline, hasPaidBefore, paidBefore, stepsWithin, sumAmounts, timelinesOf } from './timeline';

export type MovementKind = 'new' | 'reactivation' | 'expansion' | 'contraction' | 'churn';

export type Causes = Partial<Record<Cause, Micros>>;

/**
 * A customer's recurring revenue over one period, netted, in the reporting currency. Between `start` and `endAtStartRate` stand the movement and
 * its causes; between that and `end` only the exchange rate.
 */
export interface CustomerMovement {
  customer: string;
  /** Just before the period, at the rate of its start. */
  start: Micros;
  /** Just before its end, at the rate of its start. */
  endAtStartRate: Micros;
  /** Just before its end, at the rate of its end. */
  end: Micros;
  kind: MovementKind | null;
  /** Size of the movement, never below zero. */
  amount: Micros;
  currency: Micros;
  /** Signed, adding up to expansion less contraction; empty for other kinds. */
  causes: Causes;
  /** Paid in between, but neither before nor at the end: the most it was. */
  cameAndWent: Micros | null;
  /** Paid before and at the end, but not at some instant in between. */
  leftAndBack: boolean;
  /** True for who leaves by pausing, or comes back by resuming. */
  paused: boolean;
}

/** Everything movements are read from: a customer's timeline with its log of changes. */
export interface CustomerHistory extends CustomerTimeline {
  changes: readonly Change[];
}

/** Histories of all customers of the items. */
export const historiesOf = (items: readonly RevenueItem[], pauses: readonly Pause[] = []): CustomerHistory[] =>
  timelinesOf(items, pauses).map((timeline) => ({ ...timeline, changes: changesOf(timeline.customer, timeline.items, pauses) }));

/** Nets one customer's period. */
export function movementOf(history: CustomerHistory, period: Period, rateAt: RateAt): CustomerMovement {
  const [opening, closing] = [paidBefore(history, period.from), paidBefore(history, period.to)];
  const start = inReporting(opening, period.from, rateAt);
  const endAtStartRate = inReporting(closing, period.from, rateAt);
  const end = inReporting(closing, period.to, rateAt);
  const kind = kindOf(start, endAtStartRate, hasPaidBefore(history, period.from));
  const between = stepsWithin(history, period.from, period.to);
  // Most months of most customers are quiet.
  if (between.length === 0) return quiet(history.customer, start, end, endAtStartRate);
  const peak = between.map(({ paid }) => inReporting(paid, period.from, rateAt)).reduce((most, paid) => (paid > most ? paid : most), 0n);
  const stays = start > 0n && endAtStartRate > 0n;
  return {
    customer: history.customer,
    start,
    endAtStartRate,
    end,
    kind,
    amount: distance(start, endAtStartRate),
    currency: end - endAtStartRate,
    causes: stays ? causesOf(history.changes, period, endAtStartRate - start, rateAt) : {},
    cameAndWent: start === 0n && endAtStartRate === 0n && peak > 0n ? peak : null,
    leftAndBack: stays && between.some(({ paid }) => paid.size === 0),
    paused: (kind === 'churn' && isPausedBefore(history, period.to)) || (kind === 'reactivation' && isPausedBefore(history, period.from)),
  };
}

const quiet = (customer: string, start: Micros, end: Micros, endAtStartRate: Micros): CustomerMovement => {
  const nothing = { kind: null, amount: 0n, causes: {}, cameAndWent: null, leftAndBack: false, paused: false };
  return { customer, start, endAtStartRate, end, currency: end - endAtStartRate, ...nothing };
};

const distance = (a: Micros, b: Micros): Micros => (a > b ? a - b : b - a);

function kindOf(start: Micros, end: Micros, paidBeforeStart: boolean): MovementKind | null {
  if (start === end) return null;
  if (start === 0n) return paidBeforeStart ? 'reactivation' : 'new';
  if (end === 0n) return 'churn';
  return end > start ? 'expansion' : 'contraction';
}

const isPausedBefore = ({ segments }: CustomerHistory, at: string): boolean =>
  segments.some(({ from, to, standing }) => standing === 'paused' && from < at && (to === null || to >= at));

/** Adds up the changes of a period by cause. What rounding of several currencies leaves over goes to the largest cause. */
function causesOf(changes: readonly Change[], { from, to }: Period, net: Micros, rateAt: RateAt): Causes {
  const byCause = new Map<Cause, Map<string, Micros>>();
  for (const { at, cause, currency, micros } of changes) {
    if (at < from || at >= to) continue;
    byCause.set(cause, sumAmounts([byCause.get(cause) ?? new Map(), new Map([[currency, micros]])]));
  }
  const causes = new Map([...byCause].map(([cause, amounts]) => [cause, inReporting(amounts, from, rateAt)]));
  const largest = [...causes].reduce<[Cause, Micros] | null>(
    (most, one) => (most && distance(most[1], 0n) >= distance(one[1], 0n) ? most : one),
    null,
  );
  if (largest) causes.set(largest[0], largest[1] + net - addMicros(causes.values()));
  return Object.fromEntries([...causes].filter(([, micros]) => micros !== 0n));
}

/** The sums of one period over customers. */
export interface PeriodSums extends Record<MovementKind, Micros> {
  start: Micros;
  currency: Micros;
  end: Micros;
  customersStart: number;
  customersNew: number;
  customersReactivated: number;
  customersChurned: number;
  customersEnd: number;
  cameAndWent: number;
  leftAndBack: number;
  causes: Causes;
  /** Parts of churn and reactivation that are pauses and resumptions. */
  pausedChurn: Micros;
  pausedReactivation: Micros;
}

/** Adds movements up: start + new + reactivation + expansion − contraction − churn + currency = end. */
export function sumMovements(movements: readonly CustomerMovement[]): PeriodSums {
  const sumOf = (value: (movement: CustomerMovement) => Micros) => addMicros(movements.map(value));
  const count = (some: (movement: CustomerMovement) => boolean) => movements.filter(some).length;
  const ofKind = (kind: MovementKind) => sumOf((movement) => (movement.kind === kind ? movement.amount : 0n));
  const ofPause = (kind: MovementKind) => sumOf((movement) => (movement.paused && movement.kind === kind ? movement.amount : 0n));
  return {
    start: sumOf(({ start }) => start),
    new: ofKind('new'),
    reactivation: ofKind('reactivation'),
    expansion: ofKind('expansion'),
    contraction: ofKind('contraction'),
    churn: ofKind('churn'),
    currency: sumOf(({ currency }) => currency),
    end: sumOf(({ end }) => end),
    customersStart: count(({ start }) => start > 0n),
    customersNew: count(({ kind }) => kind === 'new'),
    customersReactivated: count(({ kind }) => kind === 'reactivation'),
    customersChurned: count(({ kind }) => kind === 'churn'),
    customersEnd: count(({ end }) => end > 0n),
    cameAndWent: count(({ cameAndWent }) => cameAndWent !== null),
    leftAndBack: count(({ leftAndBack }) => leftAndBack),
    causes: sumCauses(movements.map(({ causes }) => causes)),
    pausedChurn: ofPause('churn'),
    pausedReactivation: ofPause('reactivation'),
  };
}

function sumCauses(all: readonly Causes[]): Causes {
  const sums = new Map<string, Micros>();
  for (const causes of all) for (const [cause, micros] of Object.entries(causes)) sums.set(cause, (sums.get(cause) ?? 0n) + micros);
  return Object.fromEntries([...sums].filter(([, micros]) => micros !== 0n));
}

/** Movements of every customer with anything to show in a period. */
export function movementsIn(histories: readonly CustomerHistory[], period: Period, rateAt: RateAt): CustomerMovement[] {
  return histories
    .map((history) => movementOf(history, period, rateAt))
    .filter(({ start, end, endAtStartRate, cameAndWent }) => start !== 0n || end !== 0n || endAtStartRate !== 0n || cameAndWent !== null);
}
