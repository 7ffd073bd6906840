import type { Currency } from '../currency';
import { type Decimal, decimal, isNegative, isPositive } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { critical, type Issue } from '../problem';
import type { Instant, Period } from '../time';
import { type Credit, Purse } from './credits';
import { netLines, rateRun } from './cumulative';
import { type Line, type LineFigures, lineFigures, type Totals, totalsOf } from './line';
import { rater } from './pipe';
import { prorationOf } from './proration';
import type { Step } from './trace';

/** Position of a part in its service period. */
export type Position = 'only' | 'first' | 'middle' | 'last';

/** A price to calculate from figures alone. Decimals are strings. */
export interface PriceCalculationRequest {
  currency: Currency;
  rateCard: PricingTerms;
  /** Metered in this part. */
  quantity: string;
  /** Metered in the service period before this part. */
  priorQuantity?: string;
  /** Charged in the service period before this part, net of discounts. */
  priorAmount?: string;
  position?: Position;
  /** With both periods given, a flat price is prorated. */
  servicePeriod?: Period;
  fullServicePeriod?: Period;
  /** Allocated to these lines, in this order; all of it must be used. */
  credits?: { amount: string }[];
  /** Credits on hand. */
  creditsOnHand?: readonly Credit[];
  /** Feature and instant by which credits are chosen. */
  featureKey?: string | undefined;
  dueAt?: Instant | undefined;
}

export interface PriceCalculation {
  lines: LineFigures[];
  totals: Totals;
  /** Remaining credits, in the order they are used. */
  creditsLeft?: { name: string; amount: string }[];
  /** The steps of all lines, each with the key of its line. */
  trace: (Step & { lineKey: string })[];
}

export type Calculated<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };

/** Prices one part of a service period. Issues instead of figures for quantities below zero and for credits that are more than the price. */
export function calculatePrice(request: PriceCalculationRequest): Calculated<PriceCalculation> {
  const { currency, rateCard, position = 'only', servicePeriod, fullServicePeriod } = request;
  const before = decimal(request.priorQuantity ?? '0');
  const quantity = decimal(request.quantity);
  const issues = [...notNegative('quantity', quantity), ...notNegative('priorQuantity', before)];
  if (issues.length > 0) return { ok: false, issues };

  const run = {
    through: before.plus(quantity),
    final: position === 'only' || position === 'last',
    after: { quantity: before, opens: position === 'only' || position === 'first' },
    billedBefore: decimal(request.priorAmount ?? '0'),
    proration: servicePeriod && fullServicePeriod ? prorationOf(servicePeriod, fullServicePeriod) : null,
    explain: true,
  };
  const lines = rateRun(rater(rateCard, currency), run, currency);
  if (request.creditsOnHand) return { ok: true, value: spending(lines, request.creditsOnHand, request) };
  return withCredits(lines, request.credits ?? [], currency);
}

/**
 * Prices a service period that is billed in several runs: each takes everything metered since its start and gives the lines that are
 * booked on top of the runs before it. The last run closes the period.
 */
export function calculateRuns(
  rateCard: PricingTerms,
  currency: Currency,
  runs: readonly { cumulativeQuantity: string }[],
): Calculated<{ periods: PriceCalculation[]; totals: Totals }> {
  const issues = runs.flatMap(({ cumulativeQuantity }, i) =>
    notNegative('cumulativeQuantity', decimal(cumulativeQuantity), ['periods', i]),
  );
  if (issues.length > 0) return { ok: false, issues };
  const rate = rater(rateCard, currency);
  let booked: Line[] = [];
  const all: Line[] = [];
  const periods = runs.map(({ cumulativeQuantity }, i) => {
    const run = { through: decimal(cumulativeQuantity), final: i === runs.length - 1, booked, explain: true };
    const lines = rateRun(rate, run, currency);
    all.push(...lines);
    booked = netLines([...booked, ...lines]);
    return written(lines, currency);
  });
  return { ok: true, value: { periods, totals: totalsOf(all, currency) } };
}

/** The lines of one card, to be paid one after the other. */
const inOrder = (lines: readonly Line[]) => lines.map((line, i) => ({ line, key: String(i).padStart(4, '0') }));

function spending(lines: Line[], credits: readonly Credit[], { currency, featureKey, dueAt }: PriceCalculationRequest): PriceCalculation {
  const purse = new Purse(credits, currency);
  const paid = purse.pay(inOrder(lines).map((payable) => ({ ...payable, featureKey, at: dueAt })));
  const nameOf = (id: string) => credits.find((credit) => credit.id === id)?.name ?? id;
  return { ...written(paid, currency), creditsLeft: purse.left().map(({ id, amount }) => ({ name: nameOf(id), amount })) };
}

function withCredits(lines: Line[], credits: { amount: string }[], currency: Currency): Calculated<PriceCalculation> {
  const purse = new Purse(
    credits.map(({ amount }, i) => ({
      id: `credit-${i + 1}`,
      name: `Credit ${i + 1}`,
      amount,
      priority: i,
      createdAt: '1970-01-01T00:00:00Z',
    })),
    currency,
  );
  const paid = purse.pay(inOrder(lines));
  const unused = purse.left().findIndex(({ amount }) => isPositive(decimal(amount)));
  if (unused >= 0) {
    return { ok: false, issues: [critical(['credits'], 'credits_not_consumed_fully', 'The credits are more than the lines cost.')] };
  }
  return { ok: true, value: written(paid, currency) };
}

function written(lines: readonly Line[], currency: Currency): PriceCalculation {
  return {
    lines: lines.map((line) => lineFigures(line, line.ref, currency)),
    totals: totalsOf(lines, currency),
    trace: lines.flatMap((line) => (line.trace ?? []).map((step) => ({ lineKey: line.ref, ...step }))),
  };
}

function notNegative(field: string, value: Decimal, path: (string | number)[] = []): Issue[] {
  return isNegative(value) ? [critical([...path, field], 'quantity_negative', 'A quantity cannot be below zero.')] : [];
}
