import type { Currency } from '../currency';
import { type Decimal, decimal, isPositive, sum, text, ZERO } from '../decimal';
import { roundMoney } from '../money';
import type { PricingTerms } from '../pricing/terms';
import { rateRun } from '../rating/cumulative';
import { type Rater, rater } from '../rating/pipe';
import type { Instant } from '../time';
import { addDays, type CalendarPeriod, type Day, dayAt, daysFrom } from './calendar';
import { addRatios, counts, multiplyRatios, NOTHING, type Ratio, ratio, roundRatio } from './ratio';

/** Money that came in or went out at an instant, tax inside. */
export interface Payment {
  at: Instant;
  amount: string;
  /** Units of the reporting currency for one of its own, on its day. */
  rate?: string;
}

/** A line of a finalised invoice, net of discounts and credits, without tax. */
export interface BilledLine {
  id: string;
  amount: string;
  issuedAt: Instant;
  /** Service period; for a one-time line the instant it is for, twice. */
  from: Instant;
  to: Instant;
  /** Units of the reporting currency for one of the line's, on the day of issue: what is billed and earned of it, and taken back, goes by it. */
  rate?: string;
  /** For usage: the price, and the metered quantity of each day. Usage is earned on its day, everything else evenly over the days of service. */
  usage?: { card: PricingTerms; days: readonly { day: Day; quantity: string }[] };
}

/** Taken back from a line. With a service period it takes back those days, else it counts when it is issued. A void is one of these. */
export interface CreditNote {
  line: string;
  amount: string;
  issuedAt: Instant;
  from?: Instant;
  to?: Instant;
}

/** Everything that was billed and paid. */
export interface Ledger {
  lines: readonly BilledLine[];
  creditNotes?: readonly CreditNote[];
  payments?: readonly Payment[];
  refunds?: readonly Payment[];
}

/** A period of billed, earned and collected money. deferred − unbilled at its end = at its start + billed − earned. */
export interface EarnedPeriod {
  key: string;
  billed: Decimal;
  earned: Decimal;
  collected: Decimal;
  /** Billed and not earned yet, at the end. */
  deferredEnd: Decimal;
  /** Earned and not billed yet, at the end. */
  unbilledEnd: Decimal;
}

/** A line with the credit notes on it, ready to be asked how much was billed and earned before a day. */
export interface LineRecognition {
  id: string;
  billedBefore(day: Day): Decimal;
  /** Exact cumulative rounded once, so that months add up to the line to the minor unit. */
  earnedBefore(day: Day): Decimal;
}

/** Days of service: local dates from that of `from` up to, not including, that of `to`, and at least one. */
function serviceDays(from: Instant, to: Instant, timeZone: string): { first: Day; days: number } {
  const first = dayAt(from, timeZone);
  return { first, days: Math.max(1, daysFrom(first, dayAt(to, timeZone))) };
}

/** The share of an even spread that falls before a day. What would fall before `notBefore` falls on it. */
function spreadBefore({ first, days }: { first: Day; days: number }, day: Day, notBefore: Day | null): Ratio {
  if (notBefore !== null && day <= notBefore) return NOTHING;
  return counts(Math.min(days, Math.max(0, daysFrom(first, day))), days);
}

/** Makes lines ready to be recognised, each with its credit notes. */
export function recognitions(ledger: Ledger, currency: Currency, timeZone: string): LineRecognition[] {
  return ledger.lines.map((line) => {
    const notes = (ledger.creditNotes ?? []).filter((note) => note.line === line.id).map((note) => readNote(note, timeZone));
    const issued = dayAt(line.issuedAt, timeZone);
    const rate = decimal(line.rate ?? '1');
    const inReporting = (amount: Decimal) => (line.rate === undefined ? amount : roundMoney(amount.times(rate), currency));
    const earnedOf = line.usage ? usageEarned(line, line.usage, currency, timeZone) : serviceEarned(line, timeZone);
    return {
      id: line.id,
      billedBefore: (day) =>
        inReporting(
          sum([issued < day ? decimal(line.amount) : ZERO, ...notes.map((note) => (note.issued < day ? ZERO.minus(note.amount) : ZERO))]),
        ),
      earnedBefore: (day) => {
        const taken = notes.map((note) => multiplyRatios(ratio(ZERO.minus(note.amount)), note.shareBefore(day)));
        return inReporting(roundRatio([earnedOf(day), ...taken].reduce(addRatios), currency.precision));
      },
    };
  });
}

function readNote({ amount, issuedAt, from, to }: CreditNote, timeZone: string) {
  const issued = dayAt(issuedAt, timeZone);
  const days = from && to ? serviceDays(from, to, timeZone) : { first: issued, days: 1 };
  return { issued, amount: decimal(amount), shareBefore: (day: Day) => spreadBefore(days, day, issued) };
}

function serviceEarned({ amount, from, to }: BilledLine, timeZone: string): (day: Day) => Ratio {
  const days = serviceDays(from, to, timeZone);
  return (day) => multiplyRatios(ratio(decimal(amount)), spreadBefore(days, day, null));
}

/** Rates what was used before each day; once the service is over it is what was billed, whatever came late. */
function usageEarned(line: BilledLine, usage: NonNullable<BilledLine['usage']>, currency: Currency, timeZone: string): (day: Day) => Ratio {
  const rate: Rater = rater(usage.card, currency);
  const { first, days } = serviceDays(line.from, line.to, timeZone);
  const end = addDays(first, days);
  return (day) => {
    if (day >= end) return ratio(decimal(line.amount));
    const through = sum(usage.days.filter((used) => used.day < day).map(({ quantity }) => decimal(quantity)));
    if (!isPositive(through)) return NOTHING;
    return ratio(sum(rateRun(rate, { through, final: false }, currency).map(({ total }) => total)));
  };
}

/** Counts billed, earned and collected money period by period: in one currency, or, with rates on lines and payments, in the reporting one. */
export function earnedPeriods(ledger: Ledger, periods: readonly CalendarPeriod[], currency: Currency, timeZone: string): EarnedPeriod[] {
  const lines = recognitions(ledger, currency, timeZone);
  return periods.map(({ key, from, to }) => {
    const [start, end] = [dayAt(from, timeZone), dayAt(to, timeZone)];
    const between = (before: (day: Day) => Decimal) => before(end).minus(before(start));
    const balances = lines.map((line) => line.billedBefore(end).minus(line.earnedBefore(end)));
    return {
      key,
      billed: sum(lines.map((line) => between(line.billedBefore))),
      earned: sum(lines.map((line) => between(line.earnedBefore))),
      collected: paidIn(ledger.payments, from, to).minus(paidIn(ledger.refunds, from, to)),
      deferredEnd: sum(balances.filter((balance) => balance.gt(ZERO))),
      unbilledEnd: ZERO.minus(sum(balances.filter((balance) => balance.lt(ZERO)))),
    };
  });
}

const paidIn = (payments: readonly Payment[] = [], from: Instant, to: Instant): Decimal =>
  sum(payments.filter(({ at }) => from <= at && at < to).map(({ amount, rate }) => decimal(amount).times(decimal(rate ?? '1'))));

/** Part of a line that is earned in a month: a row of the schedule that is stored when an invoice is finalised. */
export interface LineMonth {
  line: string;
  key: string;
  earned: string;
}

/** The schedule of lines over periods, without the periods in which nothing is earned. */
export function earnedSchedule(lines: readonly LineRecognition[], periods: readonly CalendarPeriod[], timeZone: string): LineMonth[] {
  return lines.flatMap((line) =>
    periods.flatMap(({ key, from, to }) => {
      const earned = line.earnedBefore(dayAt(to, timeZone)).minus(line.earnedBefore(dayAt(from, timeZone)));
      return earned.eq(ZERO) ? [] : [{ line: line.id, key, earned: text(earned) }];
    }),
  );
}

/** Movements of what customers owe in a period, tax inside. */
export interface Receivable {
  start: string;
  billed: string;
  tax: string;
  collected: string;
  writtenOff: string;
}

/** Returns what customers owe at the end of a period. */
export function receivableEnd({ start, billed, tax, collected, writtenOff }: Receivable, currency: Currency): string {
  const owed = sum([decimal(start), decimal(billed), decimal(tax)])
    .minus(decimal(collected))
    .minus(decimal(writtenOff));
  return text(roundMoney(owed, currency));
}
