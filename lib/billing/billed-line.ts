import type { Currency } from '@/lib/currency';
import { compare, type Decimal, decimal, isPositive, text, ZERO } from '@/lib/decimal';
import { moneyText } from '@/lib/money';
import { rateRun } from '@/lib/rating/cumulative';
import { type Line, type Totals, totalsOf } from '@/lib/rating/line';
import { rater } from '@/lib/rating/pipe';
import { compareInstants, type Period } from '@/lib/time';
import type { PendingLine } from './pending';

/** Metered quantity of a feature in a period, as a decimal string. */
export type UsageOf = (feature: string, period: Period) => string;

/** A line of an invoice: what was metered, and what that costs. */
export interface BilledLine extends PendingLine {
  /** Metered in the service period; 1 of a flat price. */
  quantity: string;
  /** Metered in earlier parts of the same period. */
  prePeriodQuantity: string;
  lines: Line[];
  totals: Totals;
}

/**
 * Rates a line. A part of a period is the difference of everything since the beginning of its group to what the parts before it booked, so that
 * the parts of a period add up to the whole, wherever they were cut and whichever of them was deleted.
 */
export function billLine(line: PendingLine, booked: readonly Line[], usageOf: UsageOf, currency: Currency): BilledLine {
  const { card, feature, servicePeriod, group } = line;
  const since = (to: string): Decimal =>
    feature === null || group.from === to ? ZERO : decimal(usageOf(feature, { from: group.from, to }));
  const [before, through] = [since(servicePeriod.from), since(servicePeriod.to)];
  const isFirst = servicePeriod.from === group.from && booked.length === 0;
  const final = compareInstants(servicePeriod.to, group.to) >= 0;
  const lines = rateRun(rater(card, currency), { through, final, booked: isFirst ? undefined : booked }, currency);
  const quantity = feature === null ? '1' : text(through.minus(before));
  return { ...line, quantity, prePeriodQuantity: text(before), lines, totals: totalsOf(lines, currency) };
}

/** Returns what is to be given back of a line that was billed, when it should have been `instead`, or nothing; null when it is no less. */
export function creditOf(
  billed: BilledLine,
  instead: PendingLine | null,
  booked: readonly Line[],
  usageOf: UsageOf,
  currency: Currency,
): string | null {
  const due = instead ? decimal(billLine(instead, booked, usageOf, currency).totals.total) : ZERO;
  const amount = decimal(billed.totals.total).minus(due);
  return isPositive(amount) && compare(amount, ZERO) > 0 ? moneyText(amount, currency) : null;
}
