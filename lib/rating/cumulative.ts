import type { Currency } from '@/lib/currency';
import { type Decimal, isZero, ZERO } from '@/lib/decimal';
import { Explainer } from './explain';
import type { Line } from './line';
import type { Circumstances, Rater } from './pipe';
import { constant } from './written-number';

const CORRECTION = '#correction';

/** One rating of a charge: everything metered so far, and what was booked for it before. */
export interface Run extends Circumstances {
  /** Metered since the start of the service period. May be less than last time: late corrections lower it. */
  through: Decimal;
  /** The service period is over, so minimum and arrears are due. */
  final: boolean;
  /** All lines of earlier runs of this service period. Without it the lines are those of the whole, also the ones that come to nothing. */
  booked?: readonly Line[] | undefined;
  /** Only what comes after an earlier part is priced: for figures of parts that are all given. */
  after?: { quantity: Decimal; opens: boolean };
}

/**
 * Rates one charge; every invoice, preview, calculation and proof comes through here. Everything so far is rated as one whole, and with
 * `booked` only the difference to it is returned. However a period is cut into runs, the booked lines add up to the lines of the whole; late
 * usage, volume tiers, rounding of units and of money, and a share of a flat price that changed need no rule of their own. Credits are not part
 * of it: they are taken off the booked lines before they come here, and spent on the difference afterwards.
 */
export function rateRun(rate: Rater, run: Run, currency: Currency): Line[] {
  const { through, final, booked, after } = run;
  const part = after
    ? { before: after.quantity, through, opens: after.opens, closes: final, cumulative: false }
    : { before: ZERO, through, opens: true, closes: final, cumulative: true };
  const lines = rate(part, run);
  return booked ? difference(lines, booked, currency, run.explain) : lines;
}

/**
 * Returns the lines that turn `booked` into `current`. Lines match on reference, category, payment term and unit price. A line whose unit
 * price changed, or that is no longer due, is reversed in full under `ref#correction`; differences that come to nothing are dropped.
 */
export function difference(current: readonly Line[], booked: readonly Line[], currency: Currency, explain = false): Line[] {
  const before = new Map(netLines(booked).map((line) => [keyOf(line), line]));
  const lines = current.map((line) => {
    const key = keyOf(line);
    const same = before.get(key);
    before.delete(key);
    return same
      ? explained(
          combine(line, same, (a, b) => a.minus(b)),
          line.trace,
          netOfLine(same),
          currency,
        )
      : line;
  });
  const reversals = [...before.values()].map((line) => {
    const nothing = { ...line, quantity: ZERO, gross: ZERO, total: ZERO, discounts: [] };
    const reversal = { ...combine(nothing, line, (a, b) => a.minus(b)), ref: `${line.ref}${CORRECTION}` };
    return explained(reversal, explain ? [] : undefined, netOfLine(line), currency);
  });
  return [...lines, ...reversals].filter((line) => !isZero(line.gross) || line.discounts.length > 0 || !isZero(line.total));
}

/**
 * Returns booked lines with those of one reference, category, term and unit price made one, without traces: all that a further run needs to
 * know of the runs before it. What has come to nothing is left out.
 */
export function netLines(booked: readonly Line[]): Line[] {
  const net = new Map<string, Line>();
  for (const line of booked) {
    const key = keyOf(line);
    const same = net.get(key);
    net.set(key, same ? combine(same, line, (a, b) => a.plus(b)) : bare(line));
  }
  return [...net.values()].filter((line) => !isZero(line.gross) || line.discounts.length > 0 || !isZero(line.quantity));
}

/** The line as it is booked: under its own reference and without its trace. */
const bare = (line: Line): Line => (line.trace || line.ref.endsWith(CORRECTION) ? { ...line, ref: baseOf(line), trace: undefined } : line);

const baseOf = (line: Line): string => (line.ref.endsWith(CORRECTION) ? line.ref.slice(0, -CORRECTION.length) : line.ref);

const keyOf = (line: Line): string => `${baseOf(line)}|${line.category}|${line.paymentTerm}|${constant(line.unitPrice).text}`;

/** Gross less discounts: the total before credits. */
const netOfLine = (line: Line): Decimal => line.discounts.reduce((net, discount) => net.minus(discount.amount), line.gross);

/** `a` with the figures of `b` added or taken off, without trace and credits. */
function combine(a: Line, b: Line, op: (a: Decimal, b: Decimal) => Decimal): Line {
  const discounts = combineDiscounts(a.discounts, b.discounts, op);
  const { ref, name, category, paymentTerm, unitPrice } = a;
  const [quantity, gross] = [op(a.quantity, b.quantity), op(a.gross, b.gross)];
  const total = discounts.reduce((net, discount) => net.minus(discount.amount), gross);
  return { ref, name, category, paymentTerm, quantity, unitPrice, gross, discounts, credits: [], total };
}

function combineDiscounts(a: Line['discounts'], b: Line['discounts'], op: (a: Decimal, b: Decimal) => Decimal): Line['discounts'] {
  // A line has at most one discount of each reason.
  const same = a.map(({ reason, amount }) => ({ reason, amount: op(amount, b.find((other) => other.reason === reason)?.amount ?? ZERO) }));
  const added = b
    .filter(({ reason }) => !a.some((other) => other.reason === reason))
    .map(({ reason, amount }) => ({ reason, amount: op(ZERO, amount) }));
  return [...same, ...added].filter(({ amount }) => !isZero(amount));
}

function explained(line: Line, trace: Line['trace'], booked: Decimal, currency: Currency): Line {
  if (!trace) return line;
  const explainer = new Explainer(currency, '', '', trace);
  explainer.booked(booked);
  return { ...line, trace: explainer.steps };
}
