import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, sum, text } from '@/lib/decimal';
import type { MeterQueryRow } from '@/lib/metering/meter-query';
import { rangeBefore, rangeOf, stepOf, stepsOf, usageInput, windowsOf } from './usage-range';
import { changeBetween, groupedSeries, totalSeries } from './usage-series';

const november = { from: '2026-11-01', to: '2026-11-04' };
const windows = windowsOf(november, 'day', 'UTC');
const figures = { aggregation: 'sum', every: 'day', timeZone: 'UTC', windows, now: Date.parse('2026-11-02T12:00:00Z') } as const;
const row = (day: string, value: string, dimensions: Record<string, string> = {}): MeterQueryRow => ({
  from: `${day}T00:00:00Z`,
  to: `${day}T23:59:59Z`,
  value,
  dimensions,
});

describe('the days looked at', () => {
  test('are the last thirty, today included, unless the URL names some', () => {
    expect(rangeOf({ from: null, to: null }, '2026-11-23')).toEqual({ from: '2026-10-25', to: '2026-11-24' });
    expect(rangeOf({ from: '2026-11-01', to: '2026-12-01' }, '2026-11-23')).toEqual({ from: '2026-11-01', to: '2026-12-01' });
  });

  test('are compared with as many days before, whole months with whole months', () => {
    expect(rangeBefore({ from: '2026-10-25', to: '2026-11-24' })).toEqual({ from: '2026-09-25', to: '2026-10-25' });
    expect(rangeBefore({ from: '2026-03-01', to: '2026-05-01' })).toEqual({ from: '2026-01-01', to: '2026-03-01' });
  });

  test('are drawn in steps that can be told apart', () => {
    expect(stepsOf({ from: '2026-11-01', to: '2026-11-02' })).toEqual(['hour']);
    expect(stepsOf({ from: '2026-11-01', to: '2026-12-01' })).toEqual(['day']);
    expect(stepsOf({ from: '2025-01-01', to: '2026-01-01' })).toEqual(['month']);
    expect(stepOf({ from: '2025-01-01', to: '2026-01-01' }, 'hour')).toBe('month');
    expect(stepOf({ from: '2026-11-01', to: '2026-11-08' }, 'hour')).toBe('hour');
  });

  test('have 23 or 25 hours where clocks change, and whole months in months', () => {
    expect(windowsOf({ from: '2026-03-29', to: '2026-03-30' }, 'hour', 'Europe/Berlin')).toHaveLength(23);
    expect(windowsOf({ from: '2026-10-25', to: '2026-10-26' }, 'hour', 'Europe/Berlin')).toHaveLength(25);
    expect(windowsOf({ from: '2026-01-15', to: '2026-03-02' }, 'month', 'UTC').map(({ x }) => x)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
    ]);
  });

  test('are asked for as instants of the zone', () => {
    const { body } = usageInput({ meterId: 'm', range: november, timeZone: 'Europe/Berlin', every: 'day', by: 'model' });
    expect(body).toMatchObject({
      from: '2026-10-31T23:00:00Z',
      to: '2026-11-03T23:00:00Z',
      granularity: 'P1D',
      groupByDimensions: ['model'],
    });
  });
});

describe('a chart of usage', () => {
  test('has a zero where nothing was used, and a gap in the future', () => {
    expect(totalSeries([row('2026-11-02', '5')], figures).rows.map(({ values }) => values.now)).toEqual(['0', '5', null]);
  });

  test('has a gap where an average of nothing would stand', () => {
    const average = { ...figures, aggregation: 'avg' } as const;
    expect(totalSeries([row('2026-11-02', '5')], average).rows.map(({ values }) => values.now)).toEqual([null, '5', null]);
  });

  test('sets the earlier range beside it window by window', () => {
    const before = { rows: [row('2026-10-29', '7')], windows: windowsOf({ from: '2026-10-29', to: '2026-11-01' }, 'day', 'UTC') };
    expect(totalSeries([], figures, before).rows.map(({ values }) => values.before)).toEqual(['7', '0', '0']);
  });

  test('keeps the total, digit by digit, however many groups are folded into the others', () => {
    const value = fc.bigInt({ min: 0n, max: 10n ** 24n }).map((n) => `${n}.${n % 1000n}1`);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (amounts) => {
        const rows = amounts.map((amount, i) => row('2026-11-01', amount, { model: `m${i}` }));
        const data = groupedSeries(rows, 'model', figures, (name) => name);
        const drawn = Object.values(data.rows[0]?.values ?? {}).map((amount) => decimal(amount ?? '0'));
        expect(text(sum(drawn))).toBe(text(sum(amounts.map(decimal))));
        expect(data.series.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

test('a change is exact, and has no percentage of nothing', () => {
  expect(changeBetween('110.5', '100')).toEqual({ difference: '10.5', percent: '10.5' });
  expect(changeBetween('5', '0')).toEqual({ difference: '5', percent: null });
  expect(changeBetween('1', '3')).toEqual({ difference: '-2', percent: '-66.7' });
});
