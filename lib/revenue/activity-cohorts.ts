import { type Decimal, decimal, isPositive, sum, text, ZERO } from '../decimal';
import { type Day, type Month, monthsFrom } from './calendar';
import { groupBy } from './group-by';

/** A billed amount on a day: usage, a one-time charge, a top-up. */
export interface Purchase {
  customer: string;
  date: Day;
  amount: string;
}

/** Customers whose first month with a billed amount is the same, month by month. */
export interface ActivityCohort {
  cohort: Month;
  customers: number;
  cells: { k: number; customers: number; amount: string }[];
}

/** Lays out who bought in which month after their first. A quiet month is nothing and says nothing of the next. */
export function activityCohorts(purchases: readonly Purchase[], to: Month): ActivityCohort[] {
  const customers = [...groupBy(purchases, ({ customer }) => customer).values()].flatMap((own) => {
    const months = amountsByMonth(own);
    const first = [...months.keys()].filter((month) => isPositive(months.get(month) ?? ZERO)).sort()[0];
    return first !== undefined && first <= to ? [{ first, months }] : [];
  });
  const byCohort = groupBy(customers, ({ first }) => first);
  return [...byCohort.keys()].sort().map((cohort) => {
    const own = byCohort.get(cohort) ?? [];
    const cells = Array.from({ length: monthsFrom(cohort, to) + 1 }, (_, k) => {
      const amounts = own.flatMap(({ months }) =>
        [...months].filter(([month]) => monthsFrom(cohort, month) === k).map(([, amount]) => amount),
      );
      return { k, customers: amounts.filter(isPositive).length, amount: text(sum(amounts)) };
    });
    return { cohort, customers: own.length, cells };
  });
}

/** Amounts that a customer was billed, month by month; more may have been given back in one than was bought. */
function amountsByMonth(purchases: readonly Purchase[]): Map<Month, Decimal> {
  const months = groupBy(purchases, ({ date }) => date.slice(0, 7));
  return new Map([...months].map(([month, own]) => [month, sum(own.map(({ amount }) => decimal(amount)))]));
}
