import { compare, decimal, isPositive, text, ZERO } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { isUsageBased } from '@/lib/pricing/price';
import type { PricingTerms } from '@/lib/pricing/terms';
import { rateRun } from '@/lib/rating/cumulative';
import { type Line, lineFigures, totalsOf } from '@/lib/rating/line';
import { rater } from '@/lib/rating/pipe';
import { recompute } from '@/lib/rating/trace';
import { costAt, each, type Invariant, linesAt, netOf, unequal } from './invariant';

const always = () => true;
const usage = (card: PricingTerms) => isUsageBased(card.price);
const regular = (lines: readonly Line[]): Line[] => lines.filter((line) => line.category === 'regular');

/** Invariants of every rate card, for any price. */
export const cardInvariants: Invariant[] = [
  {
    sentence: 'The total is the sum of the lines, and every line is at currency precision.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const lines = linesAt(sample, quantity);
        const odd = lines.find((line) => !roundMoney(line.total, sample.currency).eq(line.total));
        if (odd) return `${odd.name} comes to ${text(odd.total)}`;
        return unequal('the total', decimal(totalsOf(lines, sample.currency).total), netOf(lines));
      }),
  },
  {
    sentence: 'Rating the same usage twice gives the same lines.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const once = () => JSON.stringify(linesAt(sample, quantity).map((line) => lineFigures(line, line.ref, sample.currency)));
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
      return unequal('the sum of the parts', netOf(booked), costAt(sample, runs.at(-1) ?? ZERO));
    },
  },
  {
    sentence: 'Counting a line again from its trace gives the same amount.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const lines = rateRun(rater(sample.card, sample.currency), { through: quantity, final: true, explain: true }, sample.currency);
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
        const [less, more] = [costAt(sample, before), costAt(sample, quantity)];
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
        const [with_, without] = [costAt(sample, quantity, { discounts: { ...discounts, usage: more } }), costAt(sample, quantity)];
        return compare(with_, without) > 0 ? `${text(with_)} with more free units and ${text(without)} with fewer` : null;
      }),
  },
  {
    sentence: 'A maximum caps what usage costs.',
    appliesTo: (card) => usage(card) && isPositive(decimal(card.commitments?.maximumAmount ?? '0')),
    broken: (sample) =>
      each(sample, (quantity) => {
        const cap = roundMoney(decimal(sample.card.commitments?.maximumAmount ?? '0'), sample.currency);
        const cost = netOf(regular(linesAt(sample, quantity)));
        return compare(cost, cap) > 0 ? `${text(cost)} is above the maximum of ${text(cap)}` : null;
      }),
  },
  {
    sentence: 'A minimum is always reached.',
    appliesTo: (card) => usage(card) && isPositive(decimal(card.commitments?.minimumAmount ?? '0')),
    broken: (sample) =>
      each(sample, (quantity) => {
        const least = roundMoney(decimal(sample.card.commitments?.minimumAmount ?? '0'), sample.currency);
        const cost = costAt(sample, quantity);
        return compare(cost, least) < 0 ? `${text(cost)} is below the minimum of ${text(least)}` : null;
      }),
  },
  {
    sentence: 'With 100% off, usage costs nothing; with 0% off, the same as without a discount.',
    appliesTo: always,
    broken: (sample) =>
      each(sample, (quantity) => {
        const off = (percentage: number | undefined) =>
          regular(linesAt(sample, quantity, { discounts: { ...sample.card.discounts, percentage } }));
        return unequal('with 100% off,', netOf(off(100)), ZERO) ?? unequal('with 0% off,', netOf(off(0)), netOf(off(undefined)));
      }),
  },
];
