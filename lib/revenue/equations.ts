import type { Currency } from '../currency';
import { decimal, isZero, sum, text, ZERO } from '../decimal';
import { type BacktestRequest, backtest } from './backtest';
import { type CalendarPeriod, calendarPeriods, dayAt, type Month } from './calendar';
import { cohortsOf } from './cohorts';
import { committedForecast } from './committed-forecast';
import { type CreditBurn, liabilityPeriods, type SoldCredit } from './credit-liability';
import { earnedPeriods, type Ledger, type Receivable, receivableEnd, recognitions } from './earned';
import { inReporting, type RateAt, revenueAt } from './exchange';
import { type PartTimeline, partMovement, partTimelines, sumParts } from './filtered';
import { groupBy } from './group-by';
import type { Pause, RevenueItem } from './item';
import { type CustomerHistory, type CustomerMovement, historiesOf, movementsIn, type PeriodSums, sumMovements } from './movements';
import { ratesOfPeriod } from './rates';
import { addMicros, type Micros, microsText } from './ratio';
import { recordedPeriod, restated } from './recorded';
import { type Department, type SharedCost, showbackOf } from './showback';
import { type CustomerTimeline, paidBefore, timelinesOf } from './timeline';

/** Money of one currency: what was billed and paid, and, where they are known, figures that other pages show of the same. */
export interface CurrencyBooks {
  currency: Currency;
  ledger: Ledger;
  /** Sum of the invoice list of a month, without tax. */
  invoiced?: ReadonlyMap<Month, string>;
  /** Roll-forwards of what customers owe, each with the end that is shown. */
  receivables?: readonly (Receivable & { key: Month; end: string })[];
  credits?: { grants: readonly SoldCredit[]; burns: readonly CreditBurn[] };
  showback?: { departments: readonly Department[]; costs: readonly SharedCost[]; total: string };
}

/** Everything the equations are tried on. `shown` is what is stored and drawn; without it what is counted here stands in for it. */
export interface Books {
  items: readonly RevenueItem[];
  pauses: readonly Pause[];
  /** Months in a row. */
  months: readonly CalendarPeriod[];
  timeZone: string;
  rateAt: RateAt;
  now: string;
  shown?: {
    sums?: ReadonlyMap<Month, PeriodSums>;
    rows?: ReadonlyMap<Month, readonly CustomerMovement[]>;
    /** The tile of recurring revenue. */
    tile?: Micros;
  };
  money?: readonly CurrencyBooks[];
  backtests?: readonly Omit<BacktestRequest, 'candidate'>[];
}

/** A place where an equation does not hold, in words with both sides. */
export interface Breach {
  where: string;
  left: string;
  right: string;
}

/** An equation that was tried, how often, and where it broke. */
export interface TriedEquation {
  number: number;
  sentence: string;
  tried: number;
  breaches: Breach[];
}

/** One comparison of an equation. */
type Trial = [where: string, left: Micros | string | number | null, right: Micros | string | number | null];

/** Books read once for all equations. */
interface Read extends Books {
  histories: CustomerHistory[];
  /** By plan. */
  parts: ReadonlyMap<string, readonly PartTimeline[]>;
  divisions: readonly Division[];
  rowsOf(month: CalendarPeriod): readonly CustomerMovement[];
  sumsOf(month: CalendarPeriod): PeriodSums;
}

interface Equation {
  number: number;
  sentence: string;
  trials(books: Read): Trial[];
}

const net = (sums: Pick<PeriodSums, 'new' | 'reactivation' | 'expansion' | 'contraction' | 'churn' | 'currency'>): Micros =>
  sums.new + sums.reactivation + sums.expansion - sums.contraction - sums.churn + sums.currency;

const perMonth = (trials: (month: CalendarPeriod, books: Read) => Trial[]) => (books: Read) =>
  books.months.flatMap((month) => trials(month, books));

const perCurrency = (trials: (money: CurrencyBooks, books: Read) => Trial[]) => (books: Read) =>
  (books.money ?? []).flatMap((money) => trials(money, books));

/** The opening and closing of each period in each mode and for each plan. */
function rollForwards(month: CalendarPeriod, books: Read): Trial[] {
  const { items, pauses, rateAt } = books;
  const sums = books.sumsOf(month);
  const recorded = recordedPeriod(items, pauses, month, rateAt);
  return [
    [month.key, sums.start + net(sums), sums.end],
    [`${month.key} as recorded`, recorded.start + net(recorded), recorded.end],
    ...[...books.parts].map(([plan, timelines]): Trial => {
      const part = sumParts(timelines.map((timeline) => partMovement(timeline, month, rateAt)));
      return [`${month.key} of plan ${plan}`, part.start + net(part) + part.movedIn - part.movedOut, part.end];
    }),
  ];
}

/** Revenue at the end of a month, added up over parts of the items. */
function partsOfMonth(month: CalendarPeriod, { divisions, rateAt, sumsOf }: Read): Trial[] {
  const { end } = sumsOf(month);
  return divisions.map(({ name, timelines }) => [
    `${month.key} by ${name}`,
    addMicros(timelines.map((timeline) => paidIn(timeline, month.to, rateAt))),
    end,
  ]);
}

/** The items divided in several ways, each part with timelines of its own. */
interface Division {
  name: string;
  timelines: CustomerTimeline[];
}

function divisionsOf(
  items: readonly RevenueItem[],
  pauses: readonly Pause[],
  months: readonly CalendarPeriod[],
  rateAt: RateAt,
): Division[] {
  const divide = (name: string, nameOf: (item: RevenueItem) => string): Division => ({
    name,
    timelines: [...groupBy(items, nameOf).values()].flatMap((part) => timelinesOf(part, pauses)),
  });
  const byCurrency = divide('currency', ({ currency }) => currency);
  // Each currency of a customer is rounded by itself, so parts that share a foreign currency may differ by the rounding of it.
  const isPlain = items.every(({ currency }) => months.every(({ to }) => rateAt(currency, to) === '1'));
  if (!isPlain) return [byCurrency];
  return [divide('plan', ({ plan }) => plan), divide('version', ({ plan, version }) => `${plan} ${version}`), byCurrency];
}

const paidIn = (timeline: CustomerTimeline, at: string, rateAt: RateAt): Micros => inReporting(paidBefore(timeline, at), at, rateAt);

function monthlyRates(month: CalendarPeriod, books: Read): Trial[] {
  const sums = books.sumsOf(month);
  const [start, churn, contraction, expansion] = [sums.start, sums.churn, sums.contraction, sums.expansion].map(microsText);
  const rates = ratesOfPeriod({ start: start ?? '0', churn, contraction, expansion });
  if (rates.grr === null || rates.nrr === null) return [];
  const oneLess = (share: string | null) => text(decimal('1').minus(decimal(share ?? '0')));
  const inOrder = !decimal(rates.grr).lt(ZERO) && !decimal(rates.grr).gt(decimal('1')) && !decimal(rates.nrr).lt(decimal(rates.grr));
  return [
    [`${month.key} gross`, rates.grr, oneLess(rates.grossChurn)],
    [`${month.key} net`, rates.nrr, oneLess(rates.netChurn)],
    [`${month.key} 0 ≤ GRR ≤ 1, GRR ≤ NRR`, String(inOrder), 'true'],
  ];
}

function quarters(books: Read): Trial[] {
  const { months, timeZone, histories, rateAt } = books;
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return [];
  return calendarPeriods(`${first.key}-01`, `${last.key}-01`, 'quarter', timeZone).flatMap((quarter): Trial[] => {
    const inside = months.filter(({ from, to }) => quarter.from <= from && to <= quarter.to);
    if (inside.length < 3) return [];
    const whole = sumMovements(movementsIn(histories, quarter, rateAt));
    return [[quarter.key, net(whole), addMicros(inside.map((month) => net(books.sumsOf(month))))]];
  });
}

function drillDowns(month: CalendarPeriod, books: Read): Trial[] {
  const [shown, rows] = [books.sumsOf(month), books.rowsOf(month)];
  const fields = ['start', 'new', 'reactivation', 'expansion', 'contraction', 'churn', 'currency', 'end'] as const;
  const added = sumMovements(rows);
  return [
    ...fields.map((field): Trial => [`${month.key} ${field}`, added[field], shown[field]]),
    ...rows
      .filter(({ kind, causes }) => kind === 'expansion' || kind === 'contraction' || Object.keys(causes).length > 0)
      .map(
        ({ customer, causes, endAtStartRate, start }): Trial => [
          `${month.key} causes of ${customer}`,
          addMicros(Object.values(causes)),
          endAtStartRate - start,
        ],
      ),
  ];
}

/** Items that differ in nothing that counts: in another order, cut in two, and with one that has no length. */
function rearranged(items: readonly RevenueItem[]): RevenueItem[] {
  const cut = items.flatMap((item): RevenueItem[] => {
    const discounts = item.discounts?.map((discount) => ({ ...discount, from: discount.from ?? item.from }));
    const middle = item.to ?? `${Number.parseInt(item.from.slice(0, 4), 10) + 1}${item.from.slice(4)}`;
    const at = item.from < middle ? `${item.from.slice(0, 10)}T23:59:59Z` : item.from;
    if (at <= item.from || (item.to !== null && at >= item.to)) return [item];
    return [
      { ...item, discounts, to: at },
      { ...item, discounts, id: `${item.id} after`, from: at },
    ];
  });
  return [...cut, ...items.slice(0, 1).map((item) => ({ ...item, id: 'none', to: item.from }))].reverse();
}

function unmoved(books: Read): Trial[] {
  const again = historiesOf(rearranged(restated(books.items)), books.pauses);
  return books.months.map((month): Trial => {
    const sums = sumMovements(movementsIn(again, month, books.rateAt));
    return [month.key, writeSums(sums), writeSums(sumMovements(movementsIn(books.histories, month, books.rateAt)))];
  });
}

/** Sums as text, to be compared as a whole; causes in the order of their names. */
const writeSums = ({ causes, ...sums }: PeriodSums): string =>
  [...Object.entries(sums), ...Object.entries(causes).sort(([a], [b]) => (a < b ? -1 : 1))]
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

function deferredRolls({ currency, ledger }: CurrencyBooks, { months, timeZone }: Read): Trial[] {
  let before = ZERO;
  return earnedPeriods(ledger, months, currency, timeZone).map((month, i): Trial => {
    if (i === 0) before = openingBalance(ledger, currency, months[0] as CalendarPeriod, timeZone);
    const end = month.deferredEnd.minus(month.unbilledEnd);
    const trial: Trial = [`${month.key} in ${currency.code}`, text(end), text(before.plus(month.billed).minus(month.earned))];
    before = end;
    return trial;
  });
}

function openingBalance(ledger: Ledger, currency: Currency, first: CalendarPeriod, timeZone: string) {
  const day = dayAt(first.from, timeZone);
  return sum(recognitions(ledger, currency, timeZone).map((line) => line.billedBefore(day).minus(line.earnedBefore(day))));
}

function wholeLines({ currency, ledger }: CurrencyBooks, { timeZone }: Read): Trial[] {
  const end = '9999-12-31';
  return recognitions(ledger, currency, timeZone).map(
    (line): Trial => [`line ${line.id}`, text(line.earnedBefore(end)), text(line.billedBefore(end))],
  );
}

function liabilityRolls({ currency, credits }: CurrencyBooks, { months }: Read): Trial[] {
  const [first] = months;
  if (!credits || !first) return [];
  const everBefore = { key: 'before', from: '0000-01-01T00:00:00Z', to: first.from };
  const [opening, ...periods] = liabilityPeriods(credits.grants, credits.burns, [everBefore, ...months], currency);
  let before = opening?.liabilityEnd ?? ZERO;
  return periods.map((month): Trial => {
    const right = before.plus(month.purchased).minus(month.earned).minus(month.breakage).minus(month.refunded);
    before = month.liabilityEnd;
    return [`${month.key} in ${currency.code}`, text(month.liabilityEnd), text(right)];
  });
}

function invoiceLists({ currency, ledger, invoiced }: CurrencyBooks, { months, timeZone }: Read): Trial[] {
  if (!invoiced) return [];
  return earnedPeriods(ledger, months, currency, timeZone).map(
    ({ key, billed }): Trial => [key, text(billed), canonical(invoiced.get(key))],
  );
}

const canonical = (amount = '0'): string => text(decimal(amount));

function departmentSums({ currency, showback }: CurrencyBooks): Trial[] {
  if (!showback) return [];
  const { departments, total } = showbackOf(showback.departments, showback.costs, currency);
  return [
    [`departments in ${currency.code}`, text(sum(departments.map((one) => one.total))), canonical(showback.total)],
    [`total in ${currency.code}`, text(total), canonical(showback.total)],
  ];
}

function againstItself({ backtests = [] }: Read): Trial[] {
  return backtests.flatMap((request, i): Trial[] => {
    const result = backtest({ ...request, candidate: request.baseline, customers: request.customers.map(({ baseline, ...one }) => one) });
    const moved = result.rows.filter(({ delta }) => !isZero(delta)).length;
    return [
      [`backtest ${i + 1}`, text(result.delta), '0'],
      [`backtest ${i + 1}, customers who would pay otherwise`, moved, 0],
      [`backtest ${i + 1}, cards and interaction`, text(sum([...result.byRateCard.values(), result.interaction])), text(result.delta)],
    ];
  });
}

const equations: readonly Equation[] = [
  { number: 1, sentence: 'A period’s start and movements make its end, for each plan and in each mode.', trials: perMonth(rollForwards) },
  {
    number: 2,
    sentence: 'A period ends where the next begins.',
    trials: (books) =>
      books.months
        .slice(1)
        .map((month, i): Trial => [month.key, books.sumsOf(books.months[i] as CalendarPeriod).end, books.sumsOf(month).start]),
  },
  {
    number: 3,
    sentence: 'Customers at the start, new, back and gone make those at the end.',
    trials: perMonth((month, books) => {
      const { customersStart, customersNew, customersReactivated, customersChurned, customersEnd } = books.sumsOf(month);
      return [[month.key, customersStart + customersNew + customersReactivated - customersChurned, customersEnd]];
    }),
  },
  { number: 4, sentence: 'Rows add up to their cell, and causes to the change of their customer.', trials: perMonth(drillDowns) },
  { number: 5, sentence: 'The net change of a quarter is that of its months.', trials: quarters },
  { number: 6, sentence: 'Revenue is the sum of its plans, of its versions and of its currencies.', trials: perMonth(partsOfMonth) },
  { number: 7, sentence: 'Retention of a month is what churn leaves.', trials: perMonth(monthlyRates) },
  {
    number: 8,
    sentence: 'The cohorts of a month add up to its end.',
    trials: (books) => {
      const last = books.months.at(-1);
      if (!last) return [];
      const cohorts = cohortsOf(books.histories, last.key, books.timeZone, books.rateAt);
      return books.months.map((month, i): Trial => {
        const fromEnd = books.months.length - 1 - i;
        return [month.key, addMicros(cohorts.map(({ cells }) => cells.at(-1 - fromEnd)?.mrr ?? 0n)), books.sumsOf(month).end];
      });
    },
  },
  { number: 9, sentence: 'Deferred less unbilled moves by what was billed and earned.', trials: perCurrency(deferredRolls) },
  { number: 10, sentence: 'Once all service is over, a line has earned what it billed.', trials: perCurrency(wholeLines) },
  {
    number: 11,
    sentence: 'The liability for credits moves by what was sold, earned, expired and refunded.',
    trials: perCurrency(liabilityRolls),
  },
  {
    number: 12,
    sentence: 'What customers owe moves by what was billed, taxed, collected and written off.',
    trials: perCurrency(({ currency, receivables = [] }) =>
      receivables.map((period): Trial => [`${period.key} in ${currency.code}`, canonical(period.end), receivableEnd(period, currency)]),
    ),
  },
  { number: 13, sentence: 'Billed of a month is the sum of its invoice list.', trials: perCurrency(invoiceLists) },
  {
    number: 14,
    sentence: 'The forecast begins with the tile.',
    trials: ({ items, pauses, now, timeZone, rateAt, shown }) => {
      const [first] = committedForecast(items, pauses, { at: now, months: 0, timeZone, rateAt });
      const tile = shown?.tile ?? revenueAt(timelinesOf(restated(items), pauses), now, rateAt);
      return first ? [[first.month, first.committed, tile]] : [];
    },
  },
  { number: 15, sentence: 'Departments and what is unassigned add up to the total.', trials: perCurrency(departmentSums) },
  { number: 16, sentence: 'A version tried against itself changes nothing, and cards add up to the change.', trials: againstItself },
  {
    number: 17,
    sentence: 'What is stored is its rows, and what counting again from the items gives.',
    trials: perMonth((month, books) => {
      const counted = writeSums(sumMovements(movementsIn(books.histories, month, books.rateAt)));
      return [
        [`${month.key} stored`, writeSums(books.sumsOf(month)), counted],
        [`${month.key} rows`, writeSums(sumMovements(books.rowsOf(month))), counted],
      ];
    }),
  },
  { number: 18, sentence: 'The order of items, a cut in one, and one without length change nothing.', trials: unmoved },
];

const written = (side: Trial[1]): string => (side === null ? '—' : typeof side === 'bigint' ? microsText(side) : String(side));

/** Tries all equations on a workspace's books and says where each of them breaks. One that found nothing to try holds. */
export function tryEquations(books: Books): TriedEquation[] {
  const histories = historiesOf(restated(books.items), books.pauses);
  const rowsOf = (month: CalendarPeriod) => books.shown?.rows?.get(month.key) ?? movementsIn(histories, month, books.rateAt);
  const sumsOf = (month: CalendarPeriod) => books.shown?.sums?.get(month.key) ?? sumMovements(rowsOf(month));
  const known = restated(books.items);
  const plans = new Set(known.map(({ plan }) => plan));
  const parts = new Map([...plans].map((plan) => [plan, partTimelines(known, books.pauses, { plan })]));
  const divisions = divisionsOf(known, books.pauses, books.months, books.rateAt);
  const read: Read = { ...books, histories, parts, divisions, rowsOf, sumsOf };
  return equations.map(({ number, sentence, trials }) => {
    const tried = trials(read);
    const breaches = tried
      .map(([where, left, right]) => ({ where, left: written(left), right: written(right) }))
      .filter(({ left, right }) => left !== right);
    return { number, sentence, tried: tried.length, breaches };
  });
}
