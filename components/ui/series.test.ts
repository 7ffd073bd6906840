import { describe, expect, test } from 'vitest';
import { axisTicks, type ChartData, compactWords, exactWords, positionWords, spread, tableOf, tickWords } from './series';

const data: ChartData = {
  x: 'day',
  xLabel: 'Day',
  sign: '$',
  rows: [
    { x: '2026-11-05', values: { a: '1234.50', b: null } },
    { x: '2026-11-06T00:00:00Z', values: { a: '-3' } },
  ],
  series: [
    { key: 'a', label: 'Pro' },
    { key: 'b', label: 'Starter' },
  ],
};

describe('the words of a chart', () => {
  test('ticks are short, positions are in full', () => {
    expect(data.rows.map((row) => tickWords(row.x, data))).toEqual(['5 Nov', '6 Nov']);
    expect(positionWords('2026-11-05', data)).toBe('5 Nov 2026');
    expect(tickWords('2026-11-01', { ...data, x: 'month' })).toBe('Nov 2026');
    expect(positionWords('2026-11-05T23:00:00Z', { ...data, x: 'hour', timeZone: 'Europe/Berlin' })).toBe('6 Nov 2026, 00:00');
  });

  test('figures are exact in the table and compact on the axis', () => {
    expect(exactWords('-1234.50', data)).toBe('−$1,234.50');
    expect(exactWords('1204331', { unit: 'tokens' })).toBe('1,204,331 tokens');
    expect(compactWords(1204331)).toBe('1.2M');
    expect(compactWords(-2500, '$')).toBe('−$2.5K');
  });

  test('what is not known stays empty in the table', () => {
    expect(tableOf(data)).toEqual({
      head: ['Day', 'Pro', 'Starter'],
      rows: [
        ['2026-11-05', '1234.50', null],
        ['2026-11-06T00:00:00Z', '-3', null],
      ],
    });
  });
});

describe('labels beside lines', () => {
  test('keep their place where there is room', () => {
    expect(spread([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90]);
  });

  test('are moved apart in the order of their lines and kept inside', () => {
    expect(spread([50, 48, 49], 14, 0, 100)).toEqual([76, 48, 62]);
    expect(spread([98, 97], 14, 0, 100)).toEqual([100, 86]);
  });
});

describe('positions on the y axis', () => {
  const of = (...values: (string | null)[]): ChartData => ({ ...data, rows: values.map((a, i) => ({ x: String(i), values: { a } })) });

  test('are round, start at zero and reach the largest figure', () => {
    expect(axisTicks(of('1900000', null), false)).toEqual([0, 500000, 1000000, 1500000, 2000000]);
    expect(axisTicks(of('7'), false)).toEqual([0, 2, 4, 6, 8]);
    expect(axisTicks(of('-30', '45'), false)).toEqual([-40, -20, 0, 20, 40, 60]);
  });

  test('are there when all is zero', () => {
    expect(axisTicks(of('0'), false)).toEqual([0, 1]);
  });

  test('stacked series are added up', () => {
    const rows = [{ x: '1', values: { a: '60', b: '30' } }];
    expect(axisTicks({ ...data, rows }, true).at(-1)).toBe(100);
    expect(axisTicks({ ...data, rows }, false).at(-1)).toBe(60);
  });
});
