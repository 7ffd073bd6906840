import { describe, expect, test } from 'vitest';
import { instantOf, wallTimeOf } from './zoned';

describe('times on the wall', () => {
  test('UTC is itself', () => {
    expect(wallTimeOf('2026-11-01T08:30:00Z', 'UTC')).toBe('2026-11-01T08:30');
    expect(instantOf('2026-11-01T08:30', 'UTC')).toBe('2026-11-01T08:30:00Z');
  });

  test.each([
    ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00Z'],
    ['2026-12-01T00:00', 'Europe/Berlin', '2026-11-30T23:00:00Z'],
    ['2026-11-01T00:00', 'America/New_York', '2026-11-01T04:00:00Z'],
    ['2026-06-01T00:00', 'Asia/Kolkata', '2026-05-31T18:30:00Z'],
    ['2026-01-15T00:00', 'Pacific/Kiritimati', '2026-01-14T10:00:00Z'],
  ])('%s in %s is %s, and back', (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
    expect(wallTimeOf(instant, zone)).toBe(wall);
  });

  test('a skipped hour moves forward, a doubled hour means the first', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
  });

  test('what is no time is null', () => {
    expect(instantOf('2026-13-01T00:00', 'UTC')).toBeNull();
    expect(instantOf('soon', 'UTC')).toBeNull();
  });
});
