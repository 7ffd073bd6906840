import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimal, text } from '../decimal';
import { anomaliesIn, median } from './usage-anomaly';

/** Days from 1 January on, their weekday as the season. */
const days = (...values: (string | null)[]) =>
  values.map((value, i) => ({ at: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10), season: i % 7, value }));
const weeks = (count: number, week: readonly string[]) => Array.from({ length: count }, () => week).flat();

it('leaves a weekly rhythm alone, and marks a Sunday that looks like a Monday', () => {
  const week = ['100', '104', '98', '101', '99', '12', '10'];
  expect(anomaliesIn(days(...weeks(8, week)))).toEqual([]);
  const odd = [...weeks(6, week), '100', '104', '98', '101', '99', '12', '100'];
  expect(anomaliesIn(days(...odd))).toEqual([
    { at: '2026-02-18', value: '100', expected: '10', score: '121.4', direction: 'above', against: 6 },
  ]);
});

it('computes the score as its authors do', () => {
  // Median 10, distances 4 2 1 1 0 0 3: their median is 1. For 16: 0.6745 × 6 / 1 = 4.047.
  const history = ['6', '8', '9', '11', '10', '10', '13'];
  const figures = [...history, '16'].map((value, i) => ({ at: String(i), season: 0, value }));
  expect(anomaliesIn(figures, 7)).toEqual([{ at: '7', value: '16', expected: '10', score: '4', direction: 'above', against: 7 }]);
  expect(anomaliesIn([...figures.slice(0, 7), { at: '7', season: 0, value: '15' }], 7)).toEqual([]); // 3.3725 is within 3.5
});

it('marks a day without usage, and the first usage after long nothing', () => {
  const flat = Array.from({ length: 8 }, () => '50');
  expect(
    anomaliesIn(
      [...flat, '0'].map((value, i) => ({ at: String(i), season: 0, value })),
      8,
    ),
  ).toMatchObject([{ direction: 'below', expected: '50' }]);
  expect(anomaliesIn(['0', '0', '0', '0', '7'].map((value, i) => ({ at: String(i), season: 0, value })))).toMatchObject([
    { at: '4', direction: 'above', score: '7' },
  ]);
});

it('says nothing of figures that are not known, or that have too little before them', () => {
  expect(anomaliesIn(days('1', '1', '1', '1', '1', '1', '1', '900'))).toEqual([]);
  expect(anomaliesIn(days(null, null, null))).toEqual([]);
});

it('never marks anything when all figures of a season are equal, and does not depend on the scale of figures', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (values, factor) => {
        const series = (by: number) => values.map((v, i) => ({ at: String(i), season: 0, value: String(v * by) }));
        expect(anomaliesIn(series(factor)).map((a) => [a.at, a.score])).toEqual(anomaliesIn(series(1)).map((a) => [a.at, a.score]));
        expect(anomaliesIn(values.map((_, i) => ({ at: String(i), season: 0, value: '42' })))).toEqual([]);
      },
    ),
  );
});

it('finds the middle of what it is given, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 20 }), (values) => {
      const middle = median(values.map((v) => decimal(String(v))));
      const doubled = values.flatMap((v) => [v, v]).map((v) => decimal(String(v)));
      expect(text(median(doubled))).toBe(text(middle));
      expect(values.filter((v) => decimal(String(v)).lt(middle)).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((v) => decimal(String(v)).gt(middle)).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
  expect(text(median([]))).toBe('0');
});
