import type { Instant } from '../time';
import { type CalendarPeriod, dayStart, type Month } from './calendar';
import { originOf } from './cohorts';
import type { RateAt } from './exchange';
import { groupBy } from './group-by';
import type { Pause, RevenueItem } from './item';
import { type CustomerHistory, type CustomerMovement, type MovementKind, movementOf, type PeriodSums, sumMovements } from './movements';
import type { Micros } from './ratio';
import { type Segment, type Standing, segmentsOf } from './segments';
import { paidBefore } from './timeline';

// Rows as they are stored: flat, plain, and in an order that does not depend on how they were come by.

/** A step of the step function: a stretch of an item in which its revenue does not change. */
export interface SegmentFact {
  customer: string;
  subscription: string;
  item: string;
  key: string;
  plan: string;
  version: number;
  phase: string;
  addOn: string | null;
  currency: string;
  from: Instant;
  to: Instant | null;
  standing: Standing;
  micros: Micros;
  recordedAt: Instant | null;
  supersededAt: Instant | null;
}

/** Rows of items, whatever order these come in. */
export function segmentFacts(items: readonly RevenueItem[], pauses: readonly Pause[]): SegmentFact[] {
  const facts = segmentsOf(items, pauses).map(({ item, from, to, standing, micros }): SegmentFact => {
    const { customer, subscription, id, key, plan, version, phase, currency } = item;
    const known = { recordedAt: item.recordedAt ?? null, supersededAt: item.supersededAt ?? null };
    return {
      customer,
      subscription,
      item: id,
      key,
      plan,
      version,
      phase,
      addOn: item.addOn ?? null,
      currency,
      from,
      to,
      standing,
      micros,
      ...known,
    };
  });
  return inOrder(facts, ({ customer, subscription, key, from, item }) => [customer, subscription, key, from, item]);
}

/** Sorts by several texts in turn. */
function inOrder<T>(rows: readonly T[], by: (row: T) => readonly string[]): T[] {
  const keyed = rows.map((row) => ({ row, key: by(row).join('\n') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

/** Recurring revenue of a customer in one currency, as it is: at both ends of a month, and a year before its end. */
export interface NativeAmounts {
  currency: string;
  start: Micros;
  end: Micros;
  yearAgo: Micros;
}

/** A customer's month, when there is anything in it: the movement in the reporting currency, and the amounts it is made of. */
export interface CustomerMonthFact extends CustomerMovement {
  month: Month;
  /** Month of the first revenue. */
  cohort: Month;
  /** Plan and version of the largest item at the end, or at the start for who left. */
  plan: string | null;
  version: number | null;
  native: NativeAmounts[];
}

/**
 * Returns a customer's rows. After a change of terms they are written again from the month of its first instant on; the months before it stay as
 * they are.
 */
export function customerMonthFacts(
  history: CustomerHistory,
  months: readonly CalendarPeriod[],
  { timeZone, rateAt }: { timeZone: string; rateAt: RateAt },
): CustomerMonthFact[] {
  const origin = originOf(history, timeZone, rateAt);
  if (!origin) return [];
  return months
    .filter(({ to }) => origin.firstPaid < to)
    .flatMap((month) => {
      const movement = movementOf(history, month, rateAt);
      const native = nativeAmounts(history, month, yearBefore(month, timeZone));
      if (native.length === 0 && movement.cameAndWent === null) return [];
      const largest = largestBefore(history.segments, month.to) ?? largestBefore(history.segments, month.from);
      const { plan, version } = largest?.item ?? { plan: null, version: null };
      return [{ ...movement, month: month.key, cohort: origin.cohort, plan, version, native }];
    });
}

/** The instant a year before a month ends. */
const yearBefore = ({ key }: CalendarPeriod, timeZone: string): Instant => {
  const [year, month] = [Number.parseInt(key.slice(0, 4), 10), Number.parseInt(key.slice(5, 7), 10)];
  const next = month === 12 ? `${year}-01` : `${year - 1}-${String(month + 1).padStart(2, '0')}`;
  return dayStart(`${next}-01`, timeZone);
};

function nativeAmounts(history: CustomerHistory, { from, to }: CalendarPeriod, before: Instant): NativeAmounts[] {
  const [start, end, yearAgo] = [paidBefore(history, from), paidBefore(history, to), paidBefore(history, before)];
  return [...new Set([...start.keys(), ...end.keys(), ...yearAgo.keys()])].sort().map((currency) => ({
    currency,
    start: start.get(currency) ?? 0n,
    end: end.get(currency) ?? 0n,
    yearAgo: yearAgo.get(currency) ?? 0n,
  }));
}

/** The paid segment with the most revenue just before an instant; of equals the first by name. */
function largestBefore(segments: readonly Segment[], at: Instant): Segment | undefined {
  const there = segments.filter(({ standing, from, to }) => standing === 'paid' && from < at && (to === null || to >= at));
  if (there.length < 2) return there[0];
  return inOrder(there, ({ item }) => [item.subscription, item.key, item.id]).reduce<Segment | undefined>(
    (most, segment) => (most && most.micros >= segment.micros ? most : segment),
    undefined,
  );
}

/** Sums over the customers of a month who share plan version, cohort and movement: what tiles and charts read. */
export interface RollupFact {
  month: Month;
  plan: string | null;
  version: number | null;
  cohort: Month;
  kind: MovementKind | null;
  sums: PeriodSums;
}

/** Adds customers' months up. The sums of any selection of rows are those of its customers; see `sumRollup`. */
export function rollUp(facts: readonly CustomerMonthFact[]): RollupFact[] {
  const groups = groupBy(facts, ({ month, plan, version, cohort, kind }) =>
    [month, plan ?? '', String(version ?? ''), cohort, kind ?? ''].join('\n'),
  );
  const rows = [...groups.values()].flatMap((own): RollupFact[] => {
    const [first] = own;
    if (!first) return [];
    const { month, plan, version, cohort, kind } = first;
    return [{ month, plan, version, cohort, kind, sums: sumMovements(own) }];
  });
  return inOrder(rows, ({ month, plan, version, cohort, kind }) => [
    month,
    plan ?? '',
    String(version ?? 0).padStart(9, '0'),
    cohort,
    kind ?? '',
  ]);
}

/** Adds rollup rows up again. */
export function sumRollup(rows: readonly RollupFact[]): PeriodSums {
  const total = sumMovements([]);
  for (const { sums } of rows) {
    for (const field of amountFields) total[field] += sums[field];
    for (const field of countFields) total[field] += sums[field];
    for (const [cause, micros] of Object.entries(sums.causes)) {
      const name = cause as keyof PeriodSums['causes'];
      total.causes[name] = (total.causes[name] ?? 0n) + micros;
    }
  }
  const causes = Object.fromEntries(Object.entries(total.causes).filter(([, micros]) => micros !== 0n));
  return { ...total, causes };
}

const amountFields = [
  'start',
  'new',
  'reactivation',
  'expansion',
  'contraction',
  'churn',
  'currency',
  'end',
  'pausedChurn',
  'pausedReactivation',
] as const;

const countFields = [
  'customersStart',
  'customersNew',
  'customersReactivated',
  'customersChurned',
  'customersEnd',
  'cameAndWent',
  'leftAndBack',
] as const;
