import type { Instant } from '../time';
import { addDays, dayAt, dayStart, type Month, monthsBetween, monthsFrom } from './calendar';
import { inReporting, type RateAt } from './exchange';
import { groupBy } from './group-by';
import { fromMicros, type Micros, rateText, shareText } from './ratio';
import { type CustomerTimeline, paidBefore, stepsWithin } from './timeline';

/** The customers of a cohort at the end of its month `k`. */
export interface CohortCell {
  k: number;
  customers: number;
  mrr: Micros;
  /** Shares of the cohort's base; null when the base is nothing. */
  customersShare: string | null;
  mrrShare: string | null;
}

/** Customers whose first paid month is the same. */
export interface Cohort {
  cohort: Month;
  customers: number;
  baseMrr: Micros;
  cells: CohortCell[];
}

/** Cohort that a customer belongs to for ever, and what the first day brought. */
export interface Origin {
  cohort: Month;
  firstPaid: Instant;
  initial: Micros;
}

/**
 * Returns the cohort of a customer: the month of the first instant with revenue. Its initial revenue is what is paid at the close of that day, or,
 * when that is nothing any more, the most that was paid in it. Null for a customer who never paid.
 */
export function originOf(timeline: CustomerTimeline, timeZone: string, rateAt: RateAt): Origin | null {
  const { firstPaid } = timeline;
  if (firstPaid === null) return null;
  const day = dayAt(firstPaid, timeZone);
  const close = dayStart(addDays(day, 1), timeZone);
  const atClose = inReporting(paidBefore(timeline, close), firstPaid, rateAt);
  const ofDay = stepsWithin(timeline, firstPaid, close).map(({ paid }) => inReporting(paid, firstPaid, rateAt));
  const initial = atClose > 0n ? atClose : ofDay.reduce((most, paid) => (paid > most ? paid : most), 0n);
  return { cohort: day.slice(0, 7), firstPaid, initial };
}

/** Lays out the cohorts up to a month. A customer who comes back stays in the first; the cells of one month add up to its end. */
export function cohortsOf(timelines: readonly CustomerTimeline[], to: Month, timeZone: string, rateAt: RateAt): Cohort[] {
  const members = timelines.flatMap((timeline) => {
    const origin = originOf(timeline, timeZone, rateAt);
    return origin && origin.cohort <= to ? [{ timeline, origin }] : [];
  });
  const byCohort = groupBy(members, ({ origin }) => origin.cohort);
  return [...byCohort.keys()].sort().map((cohort) => {
    const own = byCohort.get(cohort) ?? [];
    const baseMrr = own.reduce((total, { origin }) => total + origin.initial, 0n);
    const cells = monthsBetween(cohort, to, timeZone).map((month, k) => {
      const paid = own.map(({ timeline }) => inReporting(paidBefore(timeline, month.to), month.to, rateAt));
      return cellOf(k, paid, own.length, baseMrr);
    });
    return { cohort, customers: own.length, baseMrr, cells };
  });
}

function cellOf(k: number, paid: readonly Micros[], base: number, baseMrr: Micros): CohortCell {
  const customers = paid.filter((micros) => micros > 0n).length;
  const mrr = paid.reduce((total, micros) => total + micros, 0n);
  return { k, customers, mrr, customersShare: shareText(customers, base), mrrShare: rateText(fromMicros(mrr), fromMicros(baseMrr)) };
}

/** Average of a column of the grid. */
export interface CohortAverage {
  k: number;
  /** Weighed by what each cohort began with. */
  customersShare: string | null;
  mrrShare: string | null;
  /** Cohorts that are old enough. */
  cohorts: number;
}

/** Averages the columns of the grid over cells of closed months only. Cells of the month after `lastClosed` and later are drawn, not counted. */
export function cohortAverages(cohorts: readonly Cohort[], lastClosed: Month): CohortAverage[] {
  const longest = Math.max(0, ...cohorts.map(({ cells }) => cells.length));
  return Array.from({ length: longest }, (_, k) => {
    const closed = cohorts.filter(({ cohort, cells }) => k < cells.length && monthsFrom(cohort, lastClosed) >= k);
    const sumOf = (value: (cohort: Cohort) => Micros) => fromMicros(closed.reduce((total, cohort) => total + value(cohort), 0n));
    const countOf = (value: (cohort: Cohort) => number) => closed.reduce((total, cohort) => total + value(cohort), 0);
    return {
      k,
      customersShare: shareText(
        countOf(({ cells }) => cells[k]?.customers ?? 0),
        countOf(({ customers }) => customers),
      ),
      mrrShare: rateText(
        sumOf(({ cells }) => cells[k]?.mrr ?? 0n),
        sumOf(({ baseMrr }) => baseMrr),
      ),
      cohorts: closed.length,
    };
  }).filter((average) => average.cohorts > 0);
}
