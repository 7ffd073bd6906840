import type { Currency } from '@/lib/currency';
import { compare, type Decimal, sum, text } from '@/lib/decimal';
import type { PricingTerms } from '@/lib/pricing/terms';
import { rateRun } from '@/lib/rating/cumulative';
import type { Line } from '@/lib/rating/line';
import { rater } from '@/lib/rating/pipe';

/** A rate card with quantities to try it on: metered, not below zero, ascending. */
export interface Sample {
  card: PricingTerms;
  currency: Currency;
  quantities: readonly Decimal[];
}

/** Something that is true of every rate card it applies to. */
export interface Invariant {
  sentence: string;
  appliesTo(card: PricingTerms): boolean;
  /** Description of the failure, with the figures; null when it holds. */
  broken(sample: Sample): string | null;
}

/** Returns the total of lines. */
export const netOf = (lines: readonly Line[]): Decimal => sum(lines.map((line) => line.total));

/** The lines of a whole period in which so much was metered, with the card changed as told. */
export const linesAt = ({ card, currency }: Sample, quantity: Decimal, change: Partial<PricingTerms> = {}): Line[] =>
  rateRun(rater({ ...card, ...change }, currency), { through: quantity, final: true }, currency);

/** Returns the total of those lines. */
export const costAt = (sample: Sample, quantity: Decimal, change: Partial<PricingTerms> = {}): Decimal =>
  netOf(linesAt(sample, quantity, change));

/** Returns the failure at the first quantity for which the check finds something. */
export function each(sample: Sample, check: (quantity: Decimal, index: number) => string | null): string | null {
  for (const [index, quantity] of sample.quantities.entries()) {
    const found = check(quantity, index);
    if (found) return `at ${text(quantity)}: ${found}`;
  }
  return null;
}

/** The two figures in words when they are not equal; null when they are. */
export const unequal = (what: string, a: Decimal, b: Decimal): string | null =>
  compare(a, b) === 0 ? null : `${what} ${text(a)} is not ${text(b)}`;
