import { type Decimal, decimal, max, sum, ZERO } from '../decimal';
import type { Month } from './calendar';
import { groupBy } from './group-by';
import { addMicros, counts, type Micros, microsOf, multiplyRatios, ratio } from './ratio';

/** Usage of a customer in a month as rating priced it, net of discounts. */
export interface RatedUsage {
  customer: string;
  feature?: string;
  month: Month;
  rated: string;
  /** The part that committed revenue has already: the minimum, the fee of the first tier. */
  committedFloor?: string;
  /** Paid by credits that nobody bought. Purchased credits that were burned are usage like any other. */
  creditsPromotional?: string;
}

/** Usage per month of one customer, and in how many of the months there was any. */
export interface RunRate {
  customer: string;
  micros: Micros;
  monthsWithUsage: number;
}

/** Usage above what is committed, per month over the last closed months; divided by all of them, also for who came later, so that rows add up. */
export function usageRunRate(rows: readonly RatedUsage[], closedMonths: readonly Month[]): { customers: RunRate[]; total: Micros } {
  const counted = rows.filter(({ month }) => closedMonths.includes(month));
  const customers = [...groupBy(counted, ({ customer }) => customer)].map(([customer, own]) => {
    const usage = sum(own.map(aboveCommitted));
    return {
      customer,
      micros: microsOf(multiplyRatios(ratio(usage), counts(1, Math.max(1, closedMonths.length)))),
      monthsWithUsage: new Set(own.filter(({ rated }) => !decimal(rated).eq(ZERO)).map(({ month }) => month)).size,
    };
  });
  return { customers, total: addMicros(customers.map(({ micros }) => micros)) };
}

const aboveCommitted = ({ rated, creditsPromotional, committedFloor }: RatedUsage): Decimal =>
  max(
    ZERO,
    decimal(rated)
      .minus(decimal(creditsPromotional ?? '0'))
      .minus(decimal(committedFloor ?? '0')),
  );
