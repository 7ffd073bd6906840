import { expect, test } from 'vitest';
import { dayRange, startOfDay } from './day-instant';

test('a day begins at midnight of its zone', () => {
  expect(startOfDay('2026-11-01', 'UTC')).toBe('2026-11-01T00:00:00Z');
  expect(startOfDay('2026-07-01', 'Europe/Berlin')).toBe('2026-06-30T22:00:00Z');
  expect(startOfDay('yesterday', 'UTC')).toBeUndefined();
  expect(startOfDay(null, 'UTC')).toBeUndefined();
});

test('a range of the URL counts only when both ends are days in order', () => {
  expect(dayRange('2026-11-01', '2026-12-01')).toEqual({ from: '2026-11-01', to: '2026-12-01' });
  expect(dayRange('2026-12-01', '2026-11-01')).toBeNull();
  expect(dayRange('2026-13-01', '2027-01-01')).toBeNull();
  expect(dayRange('2026-11-01', null)).toBeNull();
});
