import { expect, test } from 'vitest';
import { monthsUpTo } from './months';

test('the last whole month comes first, then the running one, then backwards', () => {
  expect(monthsUpTo('2026-11-23T12:00:00Z', 'UTC', 3).map(({ label }) => label)).toEqual([
    'October 2026',
    'November 2026 so far',
    'September 2026',
  ]);
});

test('a month begins at midnight of its zone, over a change of the clock too', () => {
  expect(monthsUpTo('2026-11-01T00:30:00Z', 'Europe/Berlin', 2)[0]).toEqual({
    value: '2026-10',
    label: 'October 2026',
    from: '2026-09-30T22:00:00Z',
    to: '2026-10-31T23:00:00Z',
  });
});
