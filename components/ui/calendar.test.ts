import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, monthGrid, monthOf, presets, rangeWords, todayIn } from './calendar';

describe('days', () => {
  test('the end of a month is kept within shorter months', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
  });

  test('a month is shown as six weeks from a Monday', () => {
    const grid = monthGrid('2026-11-17');
    expect(grid).toHaveLength(42);
    expect(grid[0]).toBe('2026-10-26');
    expect(grid).toContain('2026-11-30');
  });

  test('today depends on where', () => {
    const now = Date.parse('2026-11-01T03:00:00Z');
    expect(todayIn('UTC', now)).toBe('2026-11-01');
    expect(todayIn('America/New_York', now)).toBe('2026-10-31');
  });

  test('any month shown contains its own days', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(monthGrid(day)).toContain(day);
        expect(monthGrid(day)).toContain(addDays(addMonths(monthOf(day), 1), -1));
      }),
    );
  });
});

describe('ranges', () => {
  test.each([
    ['2026-11-01', '2026-12-01', '1–30 Nov 2026'],
    ['2026-11-05', '2026-11-06', '5 Nov 2026'],
    ['2026-10-28', '2026-11-04', '28 Oct – 3 Nov 2026'],
    ['2025-12-01', '2026-02-01', '1 Dec 2025 – 31 Jan 2026'],
  ])('%s up to %s is "%s"', (from, to, words) => {
    expect(rangeWords({ from, to })).toBe(words);
  });

  test('presets are whole months where they say months', () => {
    const byLabel = Object.fromEntries(presets('2026-11-23').map(({ label, range }) => [label, rangeWords(range)]));
    expect(byLabel).toEqual({
      'This month': '1–30 Nov 2026',
      'Last month': '1–31 Oct 2026',
      'Last 7 days': '17–23 Nov 2026',
      'Last 30 days': '25 Oct – 23 Nov 2026',
      'Last 3 months': '1 Aug – 31 Oct 2026',
      'Last 12 months': '1 Nov 2025 – 31 Oct 2026',
      'This year': '1 Jan – 31 Dec 2026',
    });
  });
});
