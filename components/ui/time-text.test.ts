import { describe, expect, test } from 'vitest';
import { agoText, dayText, exactText, minuteText } from './time-text';

const now = Date.parse('2026-11-23T12:00:00Z');

describe('how long ago', () => {
  test.each([
    ['2026-11-23T11:59:50Z', 'just now'],
    ['2026-11-23T11:55:00Z', '5 minutes ago'],
    ['2026-11-22T12:00:00Z', 'yesterday'],
    ['2026-11-20T11:00:00Z', '3 days ago'],
    ['2025-11-01T00:00:00Z', 'last year'],
    ['2026-11-23T12:00:30Z', 'in a moment'],
    ['2026-11-26T12:00:00Z', 'in 3 days'],
  ])('%s is "%s"', (at, words) => {
    expect(agoText(at, now)).toBe(words);
  });
});

describe('an instant in a zone', () => {
  test('takes the day of the zone, not of UTC', () => {
    expect(dayText('2026-10-31T23:30:00Z', 'UTC')).toBe('31 Oct 2026');
    expect(dayText('2026-10-31T23:30:00Z', 'Europe/Berlin')).toBe('1 Nov 2026');
  });

  test('names the zone where the minute matters', () => {
    expect(minuteText('2026-11-01T14:05:09Z', 'UTC')).toBe('1 Nov 2026, 14:05 UTC');
    expect(exactText('2026-11-01T14:05:09Z', 'UTC')).toBe('1 Nov 2026, 14:05:09 UTC');
  });
});
