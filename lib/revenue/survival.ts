import { text } from '../decimal';
import { counts, multiplyRatios, RATE_DIGITS, type Ratio, roundRatio, WHOLE } from './ratio';

/** Customers of one age in months: those who ended at it, and those who are still here and have not come further. */
export interface AgeGroup {
  age: number;
  ended: number;
  stillHere: number;
}

/** A point of a survival curve: the share that outlives an age, and how many had reached it. */
export interface SurvivalPoint {
  age: number;
  share: string;
  atRisk: number;
}

/**
 * The Kaplan-Meier curve of customers by age: at each age the share that did not end, of those who had come so far, multiplied. Who is still here
 * counts until their age and not beyond, so that an old and a young group can be compared.
 */
export function survivalCurve(groups: readonly AgeGroup[]): SurvivalPoint[] {
  const byAge = new Map<number, { ended: number; all: number }>();
  for (const { age, ended, stillHere } of groups) {
    const known = byAge.get(age) ?? { ended: 0, all: 0 };
    byAge.set(age, { ended: known.ended + ended, all: known.all + ended + stillHere });
  }
  let atRisk = groups.reduce((all, { ended, stillHere }) => all + ended + stillHere, 0);
  let share: Ratio = WHOLE;
  return [...byAge]
    .sort(([a], [b]) => a - b)
    .map(([age, { ended, all }]) => {
      const here = atRisk;
      if (here > 0) share = multiplyRatios(share, counts(here - ended, here));
      atRisk -= all;
      return { age, share: text(roundRatio(share, RATE_DIGITS)), atRisk: here };
    });
}

/** The share of a curve at an age: that of the last point which is not beyond it. */
export const survivalAt = (curve: readonly SurvivalPoint[], age: number): string =>
  curve.findLast((point) => point.age <= age)?.share ?? '1';
