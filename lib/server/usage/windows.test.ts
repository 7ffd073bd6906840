import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cover, windowsOf } from './windows';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const starts = (from: string, to: string, granularity: 'PT1H' | 'P1D' | 'P1M' | 'PT1M', zone: string) =>
  windowsOf({ from: at(from), to: at(to) }, granularity, zone).map((w) => iso(w.from));

it('lays days out by the wall clock, over changes of the clock', () => {
  expect(starts('2026-03-27T23:00Z', '2026-03-31T22:00Z', 'P1D', 'Europe/Berlin')).toEqual([
    '2026-03-27T23:00',
    '2026-03-28T23:00', // the day of 23 hours
    '2026-03-29T22:00',
    '2026-03-30T22:00',
  ]);
});

it('keeps both hours apart when the clock goes back, also by half an hour', () => {
  expect(starts('2026-10-25T00:00Z', '2026-10-25T03:00Z', 'PT1H', 'Europe/Berlin')).toEqual([
    '2026-10-25T00:00',
    '2026-10-25T01:00',
    '2026-10-25T02:00',
  ]);
  // Lord Howe: at 02:00 (+11) it becomes 01:30 (+10:30).
  expect(starts('2026-04-04T14:00Z', '2026-04-04T16:30Z', 'PT1H', 'Australia/Lord_Howe')).toEqual([
    '2026-04-04T14:00',
    '2026-04-04T15:00',
    '2026-04-04T15:30',
  ]);
  expect(starts('2026-01-01T00:00Z', '2026-01-01T02:00Z', 'PT1H', 'Asia/Kathmandu')).toEqual([
    '2026-01-01T00:00',
    '2026-01-01T00:15',
    '2026-01-01T01:15',
  ]);
});

it('clips the first and last window to what was asked', () => {
  expect(windowsOf({ from: at('2026-01-15T10:00Z'), to: at('2026-02-02T00:00Z') }, 'P1M', 'UTC')).toEqual([
    { from: at('2026-01-15T10:00Z'), to: at('2026-02-01T00:00Z') },
    { from: at('2026-02-01T00:00Z'), to: at('2026-02-02T00:00Z') },
  ]);
});

it('refuses a range of more windows than anyone can read', () => {
  expect(() => windowsOf({ from: 0, to: at('2026-01-01T00:00Z') }, 'PT1M', 'UTC')).toThrow(/50000 windows/);
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
);
const spans = fc
  .tuple(fc.integer({ min: at('2010-01-01T00:00Z'), max: at('2027-01-01T00:00Z') }), fc.integer({ min: 1, max: 40 * 86_400_000 }))
  .map(([from, length]) => ({ from, to: from + length }));

it('tiles any range in any zone, and covers it once, with buckets that lie inside one window', () => {
  fc.assert(
    fc.property(spans, fc.constantFrom('PT1H', 'P1D', 'P1M', undefined), zones, (span, granularity, zone) => {
      const windows = windowsOf(span, granularity, zone);
      expect(windows[0]?.from).toBe(span.from);
      expect(windows.at(-1)?.to).toBe(span.to);
      for (const [i, w] of windows.entries()) {
        expect(w.from).toBeLessThan(w.to);
        if (i > 0) expect(w.from).toBe(windows[i - 1]?.to);
      }
      const { days, quarters, events } = cover(windows);
      const parts = [...days, ...quarters, ...events].sort((a, b) => a.from - b.from);
      expect(parts.reduce((at, part) => (part.from === at ? part.to : Number.NaN), span.from)).toBe(span.to);
      const edges = windows.map((w) => w.from);
      for (const { from, to } of days) for (const e of edges) expect(e > from && e < to && e % 86_400_000 !== 0).toBe(false);
      for (const { from, to } of quarters) for (const e of edges) expect(e > from && e < to && e % 900_000 !== 0).toBe(false);
    }),
  );
});
