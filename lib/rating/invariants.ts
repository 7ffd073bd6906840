import type { Currency } from '../currency';
import { compare, type Decimal, decimal, isPositive, sum, text, ZERO } from '../decimal';
import { roundMoney } from '../money';
import { isUsageBased } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import { rateRun } from './booked';
import { type Line, lineFigures, totalsOf } from './line';
import { rater, wholePeriod } from './pipe';
import { recompute } from './trace';

/** A rate card with quantities to try it on: metered, not below zero, ascending. */
export interface Sample {
  card: PricingTerms;
  currency: Currency;
  quantities: readonly Decimal[];
}

/** Something that is true of every rate card it applies to, however it is priced. */
export interface Invariant {
  sentence: string;
  appliesTo(card: PricingTerms): boolean;
  /** What is wrong, with the figures; null when it holds. */
  broken(sample: Sample): string | null;
}

const always = () => true;
const usage = (card: PricingTerms) => isUsageBased(card.price);
const net = (lines: readonly Line[]): Decimal => sum(lines.map((line) => line.total));
const regular = (lines: readonly Line[]): Line[] => lines.filter((line) => line.category === 'regular');
const costAt = ({ card, currency }: Sample, quantity: Decimal, change: Partial<PricingTerms> = {}): Line[] =>
  rater({ ...card, ...change }, currency)(wholePeriod(quantity));

/** The first quantity for which the check finds something wrong. */
function each(sample: Sample, check: (quantity: Decimal, index: number) => string | null): string | null {
  for (const [index, quantity] of sample.quantities.entries()) {
    const found = check(quantity, index);
    if (found) return `at ${text(quantity)}: ${found}`;
  }
  return null;
}

const unequal = (what: string, a: Decimal, b: Decimal): string | null =>
  compare(a, b) === 0 ? null : `${what} ${text(a)} is not ${text(b)}`;

/** What holds for single rate cards. Used on generated cards by the tests and on stored plans by lib/rating/prove.ts. */
export const invariants: Invariant[] = [
  {
    sentence: 'The total is the sum of the lines, and every line is at currency precision.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const lines = costAt(sample, quantity);
        const odd = lines.find((line) => !roundMoney(line.total, sample.currency).eq(line.total));
        if (odd) return `${odd.name} comes to ${text(odd.total)}`;
        return unequal('the total', decimal(totalsOf(lines, sample.currency).total), net(lines));
      }),
  },
  {
    sentence: 'Rating the same usage twice gives the same lines.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const once = () => JSON.stringify(costAt(sample, quantity).map((line) => lineFigures(line, line.ref, sample.currency)));
        const [first, second] = [once(), once()];
        return first === second ? null : 'two ratings differ';
      }),
  },
  {
    sentence: 'However a period is split, the booked differences add up to the whole.',
    appliesTo: always,
    broken: (sample) => {
      const rate = rater(sample.card, sample.currency);
      const booked: Line[] = [];
      const runs = [...sample.quantities, ...[...sample.quantities].reverse()];
      for (const [i, through] of runs.entries())
        booked.push(...rateRun(rate, { through, final: i === runs.length - 1, booked: [...booked] }, sample.currency));
      return unequal('the sum of the parts', net(booked), net(costAt(sample, runs.at(-1) ?? ZERO)));
    },
  },
  {
    sentence: 'Counting a line again from its trace gives the same amount.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const lines = rater(sample.card, sample.currency)(wholePeriod(quantity), { explain: true });
        for (const line of lines) {
          const again = decimal(recompute(line.trace ?? [], sample.currency));
          if (compare(again, line.total) !== 0) return `${line.name} is ${text(line.total)} and its trace gives ${text(again)}`;
        }
        return null;
      }),
  },
  {
    sentence: 'Using more never costs less (but for volume prices).',
    appliesTo: (card) => card.price.type !== 'volume',
    broken: (sample) =>
      each(sample, (quantity, i) => {
        const before = sample.quantities[i - 1];
        if (!before) return null;
        const [less, more] = [net(costAt(sample, before)), net(costAt(sample, quantity))];
        return compare(more, less) < 0 ? `${text(more)}, and ${text(less)} for ${text(before)}` : null;
      }),
  },
  {
    sentence: 'More free units never cost more (but for volume prices).',
    appliesTo: (card) => usage(card) && card.price.type !== 'volume',
    broken: (sample) =>
      each(sample, (quantity) => {
        const { discounts } = sample.card;
        const more = text(decimal(discounts?.usage ?? '0').plus(decimal('7.5')));
        const [with_, without] = [
          net(costAt(sample, quantity, { discounts: { ...discounts, usage: more } })),
          net(costAt(sample, quantity)),
        ];
        return compare(with_, without) > 0 ? `${text(with_)} with more free units and ${text(without)} with fewer` : null;
      }),
  },
  {
    sentence: 'A maximum caps what usage costs.',
    appliesTo: (card) => usage(card) && isPositive(decimal(card.commitments?.maximumAmount ?? '0')),
    broken: (sample) =>
      each(sample, (quantity) => {
        const cap = roundMoney(decimal(sample.card.commitments?.maximumAmount ?? '0'), sample.currency);
        const cost = net(regular(costAt(sample, quantity)));
        return compare(cost, cap) > 0 ? `${text(cost)} is above the maximum of ${text(cap)}` : null;
      }),
  },
  {
    sentence: 'A minimum is always reached.',
    appliesTo: (card) => usage(card) && isPositive(decimal(card.commitments?.minimumAmount ?? '0')),
    broken: (sample) =>
      each(sample, (quantity) => {
        const least = roundMoney(decimal(sample.card.commitments?.minimumAmount ?? '0'), sample.currency);
        const cost = net(costAt(sample, quantity));
        return compare(cost, least) < 0 ? `${text(cost)} is below the minimum of ${text(least)}` : null;
      }),
  },
  {
    sentence: 'With 100% off, usage costs nothing; with 0% off, the same as without a discount.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const off = (percentage: number | undefined) =>
          regular(costAt(sample, quantity, { discounts: { ...sample.card.discounts, percentage } }));
        return unequal('with 100% off,', net(off(100)), ZERO) ?? unequal('with 0% off,', net(off(0)), net(off(undefined)));
      }),
  },
];
