import { type Decimal, decimal, sum } from '../decimal';
import { addDays, addMonths, type Day, daysUntil, type Month, weekdayOf } from './calendar';
import { addRatios, counts, multiplyRatios, NOTHING, type Ratio, ratio, roundRatio } from './ratio';

/** Days that are looked back on: four of each weekday. */
const LOOK_BACK = 28;

/** A month that is not over: what its closed days came to, and what it will come to if the rest is like the last four weeks. */
export interface MonthToDate {
  actual: Decimal;
  projected: Decimal;
}

/**
 * Projects an open month: its closed days, and for each open day the mean of its weekday over the last 28 closed days; the mean of them all for a
 * weekday that was not seen. `days` holds amounts of closed days; a day without one had none, once the first is past.
 */
export function monthToDate(days: ReadonlyMap<Day, string>, month: Month, firstOpenDay: Day, digits = 6): MonthToDate {
  const monthDays = daysUntil(`${month}-01`, `${addMonths(month, 1)}-01`);
  const earliest = [...days.keys()].sort()[0] ?? firstOpenDay;
  const seen = daysUntil(addDays(firstOpenDay, -LOOK_BACK), firstOpenDay).filter((day) => day >= earliest);
  const amountOf = (day: Day) => decimal(days.get(day) ?? '0');
  const meanOf = (some: readonly Day[]): Ratio =>
    some.length > 0 ? multiplyRatios(ratio(sum(some.map(amountOf))), counts(1, some.length)) : NOTHING;
  const actual = sum(monthDays.filter((day) => day < firstOpenDay).map(amountOf));
  const open = monthDays
    .filter((day) => day >= firstOpenDay)
    .map((day) => {
      const alike = seen.filter((other) => weekdayOf(other) === weekdayOf(day));
      return meanOf(alike.length > 0 ? alike : seen);
    });
  return { actual, projected: roundRatio(open.reduce(addRatios, ratio(actual)), digits) };
}
