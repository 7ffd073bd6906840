import type { Currency } from '../currency';
import { compare, type Decimal, decimal, divide, isPositive, sum, text, ZERO } from '../decimal';
import { moneyText } from '../money';
import { meteredQuantity } from '../pricing/metered-quantity';
import { tiersOf } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import { readTiers } from '../pricing/tiers';
import { rateRun } from './cumulative';
import { type LineFigures, lineFigures, type Totals, totalsOf } from './line';
import { type Rater, rater } from './pipe';

export interface PriceAt {
  lines: LineFigures[];
  totals: Totals;
  /** The total shared out over the metered units, to 12 digits; null for none. */
  unitPrice: string | null;
}

/**
 * Prices a rate card for one whole period at a metered quantity: the live price of the editor. Takes a decimal string, gives the
 * lines with their traces. The card must have no critical issue.
 */
export function priceAt(card: PricingTerms, currency: Currency, quantity: string, unit?: string): PriceAt {
  const lines = rateRun(rater(card, currency), { through: decimal(quantity), final: true, explain: true, unit }, currency);
  return {
    lines: lines.map((line) => lineFigures(line, line.ref, currency)),
    totals: totalsOf(lines, currency),
    unitPrice: shareOf(totalOf(lines), decimal(quantity)),
  };
}

export interface CurvePoint {
  quantity: string;
  total: string;
  unitPrice: string | null;
}

export interface PriceCurve {
  points: CurvePoint[];
  /** The metered quantities at which a tier ends, ascending, as far as the curve goes. */
  edges: { quantity: string; tier: number }[];
}

/**
 * Prices a rate card over metered quantities from 0 to `upTo`: evenly spaced points, and two at each tier's edge, on it and just
 * behind it, so that a jump is drawn as one. Without `upTo` the curve goes half as far again as the last edge.
 */
export function priceCurve(card: PricingTerms, currency: Currency, upTo?: string, steps = 60): PriceCurve {
  const edges = tierEdges(card);
  const end = upTo === undefined ? (edges.at(-1)?.quantity.times(decimal('1.5')) ?? decimal('1000')) : decimal(upTo);
  const shown = edges.filter((edge) => compare(edge.quantity, end) <= 0);
  const behind = divide(end, decimal('1000000'));
  const step = divide(end, decimal(String(steps)));
  const even = Array.from({ length: steps + 1 }, (_, i) => (i === steps ? end : step.times(decimal(String(i)))));
  const atEdges = shown.flatMap(({ quantity }) => [quantity, quantity.plus(behind)]).filter((quantity) => compare(quantity, end) <= 0);
  const rate = rater(card, currency);
  const points = [...even, ...atEdges]
    .sort((a, b) => a.cmp(b))
    .filter((quantity, i, all) => i === 0 || !quantity.eq(all[i - 1] ?? ZERO))
    .map((quantity) => pointAt(rate, quantity, currency));
  return { points, edges: shown.map(({ quantity, tier }) => ({ quantity: text(quantity), tier })) };
}

function pointAt(rate: Rater, quantity: Decimal, currency: Currency): CurvePoint {
  const total = totalOf(rateRun(rate, { through: quantity, final: true }, currency));
  return { quantity: text(quantity), total: moneyText(total, currency), unitPrice: shareOf(total, quantity) };
}

const totalOf = (lines: readonly { total: Decimal }[]): Decimal => sum(lines.map((line) => line.total));

const shareOf = (total: Decimal, quantity: Decimal): string | null => (isPositive(quantity) ? text(divide(total, quantity, 12)) : null);

/** Returns the tier bounds of a card, in metered units: free units put back, the unit conversion undone. */
function tierEdges(card: PricingTerms): { quantity: Decimal; tier: number }[] {
  return readTiers(tiersOf(card.price)).flatMap(({ upTo, number }) =>
    upTo ? [{ quantity: meteredQuantity(upTo, card), tier: number }] : [],
  );
}
