import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anomaliesIn, median } from './usage-anomaly';

/** Days from 1 January 2026 on, a Thursday; their place in the week is their season. */
const days = (values: readonly (number | string | null)[]) =>
  values.map((value, i) => ({
    at: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    season: i % 7,
    value: value === null ? null : String(value),
  }));

const WEEK = [100, 104, 98, 101, 99, 12, 10];
/** A third more every thirty days, as the usage of the demo grows. */
const grown = (day: number) => (4 / 3) ** (day / 30);
const course = (count: number, figure: (day: number) => number) => days(Array.from({ length: count }, (_, day) => figure(day).toFixed(3)));
const weekday = (day: number) => WEEK[day % 7] as number;

/** Noise that is the same each time: evenly spread between −1 and 1. */
const noise = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
};

it('marks nothing of growth by a third a month, with weekends or without, steady or in a straight line', () => {
  expect(anomaliesIn(course(120, (day) => 1000 * grown(day)))).toEqual([]);
  expect(anomaliesIn(course(120, (day) => weekday(day) * grown(day)))).toEqual([]);
  expect(anomaliesIn(course(120, (day) => 1000 + 12 * day))).toEqual([]);
  expect(anomaliesIn(course(120, (day) => weekday(day) / grown(day)))).toEqual([]);
});

it('marks one spike, and neither the days nor the weeks after it', () => {
  const figures = course(120, (day) => weekday(day) * grown(day) * (day === 70 ? 3 : 1));
  expect(anomaliesIn(figures)).toEqual([
    // 100 × (4/3)^(70/30) = 195.7; asinh on the scale of 1 % of the median is ln within a thousandth: 0.6745 × ln 3 / 0.05 = 14.8
    { at: '2026-03-12', value: '587.009', expected: '195.7', score: '14.8', direction: 'above', against: 8 },
  ]);
});

it('leaves a weekly rhythm alone, and marks a Sunday that looks like a Monday', () => {
  expect(anomaliesIn(course(56, weekday))).toEqual([]);
  const odd = course(56, (day) => (day === 48 ? 100 : weekday(day)));
  expect(anomaliesIn(odd)).toMatchObject([{ at: '2026-02-18', value: '100.000', expected: '10', direction: 'above', against: 6 }]);
});

it('computes the score that can be followed by hand', () => {
  // One season without a trend: ten slopes, of which three fall, three rise, and the median is 0. The median figure is 100, the others are half
  // or twice of it: three of five lie ln 2 away, so the MAD is ln 2. 4,000 is ln 40 away: 0.6745 × ln 40 / ln 2 = 3.59; for 3,600 it is 3.49.
  const judged = (value: number) =>
    anomaliesIn(
      [200, 100, 50, 100, 200, value].map((v, i) => ({ at: String(i), season: 0, value: String(v) })),
      5,
    );
  expect(judged(4000)).toEqual([{ at: '5', value: '4000', expected: '100', score: '3.6', direction: 'above', against: 5 }]);
  expect(judged(3600)).toEqual([]);
});

it('marks a day without usage, and the first usage after long nothing', () => {
  const lost = anomaliesIn(course(60, (day) => (day === 50 ? 0 : weekday(day) * grown(day))));
  expect(lost).toMatchObject([{ at: '2026-02-20', value: '0.000', direction: 'below' }]);
  expect(anomaliesIn(days([...Array.from({ length: 35 }, () => 0), 7]))).toMatchObject([{ at: '2026-02-05', expected: '0', score: '7' }]);
  expect(anomaliesIn(days([...Array.from({ length: 35 }, () => 0), -7]))).toMatchObject([{ score: '-7', direction: 'below' }]);
});

it('leaves figures alone that vary as they always did: of 3,000 noisy, growing days less than one in a hundred is marked', () => {
  let marked = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const by = noise(seed);
    const bell = () => (by() + by() + by()) * 0.15; // standard deviation 15 %
    marked += anomaliesIn(
      course(86, (day) => weekday(day) * 10 * grown(day) * Math.exp(bell())),
      56,
    ).length;
  }
  expect(marked).toBeLessThan(30);
});

it('finds a day three times as large among noisy, growing days, whichever it is', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const by = noise(seed);
    const wild = 56 + (seed % 30);
    const figures = course(86, (day) => weekday(day) * 10 * grown(day) * (1 + 0.15 * by()) * (day === wild ? 3 : 1));
    expect(anomaliesIn(figures, 56).map(({ at }) => at)).toContain(figures[wild]?.at);
  }
});

it('says nothing of figures that are not known, or that have too little before them', () => {
  expect(anomaliesIn(days([1, 1, 1, 1, 1, 1, 1, 900]))).toEqual([]);
  expect(anomaliesIn(days([null, null, null]))).toEqual([]);
});

it('never marks anything when all figures are equal, and does not depend on the unit they are in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 5, maxLength: 60 }), fc.constantFrom(8, 1024), (values, factor) => {
      const scores = (by: number) => anomaliesIn(days(values.map((v) => v * by))).map((a) => [a.at, a.score]);
      expect(scores(factor)).toEqual(scores(1));
      expect(anomaliesIn(days(values.map(() => 42)))).toEqual([]);
    }),
  );
});

it('finds the middle of what it is given, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 20 }), (values) => {
      const middle = median(values);
      expect(median(values.flatMap((v) => [v, v]))).toBe(middle);
      expect(values.filter((v) => v < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((v) => v > middle).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
  expect(median([])).toBe(0);
});
