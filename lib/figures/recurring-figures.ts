import { text } from '../decimal';
import { monthsBetween } from '../revenue/calendar';
import { type Cohort, cohortsOf } from '../revenue/cohorts';
import { committedForecast } from '../revenue/committed-forecast';
import { type RateAt, ratesOf } from '../revenue/exchange';
import { type ItemFilter, partMovement, partTimelines, sumParts } from '../revenue/filtered';
import { monthFactor, type Pause } from '../revenue/item';
import { type CustomerHistory, historiesOf, movementOf, movementsIn, type PeriodSums, sumMovements } from '../revenue/movements';
import { ratesOfPeriod, retentionOf } from '../revenue/rates';
import { type Micros, microsText, roundRatio } from '../revenue/ratio';
import { recordedPeriod, restated } from '../revenue/recorded';
import { standingsAt, timelinesOf } from '../revenue/timeline';
import type { Instant } from '../time';
import { type Kinds, kind } from './figure';
import { type ItemInput, itemsIn, type RevenueInput, ratesIn, reportingCurrency } from './revenue-input';

const written = (amounts: Record<string, Micros>): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([name, micros]) => [name, microsText(micros)]));

function mrrFigures({ at, items, pauses = [] }: { at: Instant; items: ItemInput[]; pauses?: Pause[] }) {
  const { mrr, byCustomer, customersPaying, trial, scheduledToEnd } = standingsAt(timelinesOf(itemsIn(items), pauses), at);
  const [only, ...others] = mrr.values();
  return {
    mrr: written(Object.fromEntries(mrr)),
    by_customer: written(Object.fromEntries(byCustomer)),
    customers_paying: customersPaying,
    trial_mrr: microsText(trial),
    scheduled_to_end_mrr: microsText(scheduledToEnd),
    arr: only !== undefined && others.length === 0 ? microsText(only * 12n) : null,
  };
}

function movementFigures(input: RevenueInput) {
  const { time_zone = 'UTC', from_month, to_month } = input;
  const rateAt = ratesOf(reportingCurrency(input), ratesIn(input));
  const histories = historiesOf(itemsIn(input.items), input.pauses);
  const months = monthsBetween(from_month, to_month, time_zone);
  // The late window is the second half, counted from the month in the middle.
  const middle = months[months.length >> 1];
  return {
    months: months.map((month) => ({ month: month.key, ...monthFigures(sumMovements(movementsIn(histories, month, rateAt))) })),
    retention: windowFigures(histories, from_month, to_month, time_zone, rateAt),
    retention_late: middle && windowFigures(histories, middle.key, to_month, time_zone, rateAt),
    cohorts: cohortsOf(histories, to_month, time_zone, rateAt).map(cohortFigures),
  };
}

function monthFigures({ causes, ...sums }: PeriodSums) {
  const { start, end, churn, contraction, expansion, reactivation, currency } = sums;
  const amounts = written({ start, new: sums.new, reactivation, expansion, contraction, churn, currency, end });
  const { customersStart, customersChurned, customersEnd } = sums;
  const rates = ratesOfPeriod({ ...amounts, start: microsText(start), customersStart, customersChurned, customersEnd });
  return {
    ...amounts,
    customers_start: customersStart,
    customers_new: sums.customersNew,
    customers_reactivated: sums.customersReactivated,
    customers_churned: customersChurned,
    customers_end: customersEnd,
    new_and_gone: sums.cameAndWent,
    left_and_back: sums.leftAndBack,
    gross_churn: rates.grossChurn,
    net_churn: rates.netChurn,
    logo_churn: rates.logoChurn,
    arpa: rates.arpa,
    causes: written(causes),
  };
}

function windowFigures(histories: readonly CustomerHistory[], from: string, to: string, timeZone: string, rateAt: RateAt) {
  const months = monthsBetween(from, to, timeZone);
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return null;
  const window = { from: first.from, to: last.to };
  const ends = histories.map((history) => movementOf(history, window, rateAt));
  const retention = retentionOf(ends.map(({ start, endAtStartRate }) => ({ start: microsText(start), end: microsText(endAtStartRate) })));
  return {
    from_month: from,
    to_month: to,
    start_customers: retention.startCustomers,
    kept_customers: retention.keptCustomers,
    grr: retention.grr,
    nrr: retention.nrr,
    logo_retention: retention.logoRetention,
  };
}

const cohortFigures = ({ cohort, customers, baseMrr, cells }: Cohort) => ({
  cohort,
  customers,
  base_mrr: microsText(baseMrr),
  cells: cells.map(({ k, customers: here, mrr, customersShare, mrrShare }) => ({
    k,
    customers: here,
    mrr: microsText(mrr),
    customers_share: customersShare,
    mrr_share: mrrShare,
  })),
});

type CohortInput = Omit<RevenueInput, 'from_month'>;

function cohortKind(input: CohortInput) {
  const rateAt = ratesOf(reportingCurrency(input), ratesIn(input));
  const { time_zone = 'UTC', to_month } = input;
  return { cohorts: cohortsOf(timelinesOf(itemsIn(input.items), input.pauses), to_month, time_zone, rateAt).map(cohortFigures) };
}

interface FilterInput extends Omit<ItemFilter, 'addOn'> {
  add_on?: string;
}

function filteredFigures({ filter: { add_on, ...fields }, ...input }: RevenueInput & { filter: FilterInput }) {
  const filter = { ...fields, ...(add_on !== undefined && { addOn: add_on }) };
  const rateAt = ratesOf(reportingCurrency(input), ratesIn(input));
  const parts = partTimelines(itemsIn(input.items), input.pauses ?? [], filter);
  return {
    months: monthsBetween(input.from_month, input.to_month, input.time_zone ?? 'UTC').map((month) => {
      const { movedIn, movedOut, ...sums } = sumParts(parts.map((part) => partMovement(part, month, rateAt)));
      return { month: month.key, ...written({ ...sums, moved_in: movedIn, moved_out: movedOut }) };
    }),
  };
}

function restatementFigures(input: RevenueInput) {
  const rateAt = ratesOf(reportingCurrency(input), ratesIn(input));
  const [items, pauses] = [itemsIn(input.items), input.pauses ?? []];
  const months = monthsBetween(input.from_month, input.to_month, input.time_zone ?? 'UTC');
  const histories = historiesOf(restated(items), pauses);
  return {
    recorded: months.map((month) => ({ month: month.key, ...written({ ...recordedPeriod(items, pauses, month, rateAt) }) })),
    restated: months.map((month) => ({ month: month.key, ...monthFigures(sumMovements(movementsIn(histories, month, rateAt))) })),
  };
}

interface CommittedInput {
  at: Instant;
  horizon_months: number;
  items: ItemInput[];
  pauses?: Pause[];
  time_zone?: string;
  reporting_currency?: string;
  fx?: RevenueInput['fx'];
}

function committedFigures({ at, horizon_months, pauses = [], time_zone = 'UTC', ...input }: CommittedInput) {
  const rateAt = ratesOf(reportingCurrency(input), ratesIn({ fx: input.fx, time_zone }));
  const request = { at, months: horizon_months, timeZone: time_zone, rateAt };
  return {
    months: committedForecast(itemsIn(input.items), pauses, request).map(({ month, committed }) => ({
      month,
      committed_mrr: microsText(committed),
    })),
  };
}

/** Rules for figures of recurring revenue, counted from items. */
export const recurringFigures: Kinds = {
  factor: kind(({ interval }: { interval: string }) => ({ factor: text(roundRatio(monthFactor(interval), 12)) })),
  mrr: kind(mrrFigures),
  movements: kind(movementFigures),
  cohort: kind(cohortKind),
  filtered_movements: kind(filteredFigures),
  restatement: kind(restatementFigures),
  forecast_committed: kind(committedFigures),
};
