import { expect, test } from 'vitest';
import { addDuration, addDurations, billingPeriods, contains, END_OF_TIME, intersect, isTimeZone, normalizeInstant } from './time';

test('a month-end anchor clamps to the last day of a short month and finds its day again after it', () => {
  const starts = billingPeriods('2024-01-31T00:00:00Z', 'P1M', '2024-01-31T00:00:00Z', '2024-06-01T00:00:00Z', 'UTC').map((p) =>
    p.from.slice(0, 10),
  );
  expect(starts).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']);
});

test('periods before the anchor are counted backwards from it', () => {
  const periods = billingPeriods('2026-03-31T00:00:00Z', 'P1M', '2026-01-15T00:00:00Z', '2026-03-01T00:00:00Z', 'UTC');
  expect(periods.map((p) => p.from.slice(0, 10))).toEqual(['2025-12-31', '2026-01-31', '2026-02-28']);
});

test('a daylight-saving change moves the UTC boundary and keeps local midnight', () => {
  const periods = billingPeriods('2026-02-28T23:00:00Z', 'P1M', '2026-02-28T23:00:00Z', '2026-05-01T00:00:00Z', 'Europe/Berlin');
  expect(periods.map((p) => p.from)).toEqual(['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', '2026-04-30T22:00:00Z']);
});

test('an empty span has no periods', () => {
  expect(billingPeriods('2026-01-01T00:00:00Z', 'P1M', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z', 'UTC')).toEqual([]);
});

test('a period holds its start and not its end', () => {
  const period = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
  expect([contains(period, period.from), contains(period, period.to)]).toEqual([true, false]);
  expect(intersect(period, { from: period.to, to: '2026-03-01T00:00:00Z' })).toBeNull();
});

test('timestamps become UTC to the second', () => {
  expect(normalizeInstant('2026-01-01T01:00:00.999+01:00')).toBe('2026-01-01T00:00:00Z');
});

test('a leap day plus one year clamps', () => {
  expect(addDuration('2024-02-29T00:00:00Z', 'P1Y', 1, 'UTC')).toBe('2025-02-28T00:00:00Z');
  expect(addDuration('2024-02-29T00:00:00Z', 'P1Y', 4, 'UTC')).toBe('2028-02-29T00:00:00Z');
});

test('time zones that do not exist are recognised', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('UTC'), isTimeZone('Mars/Olympus')]).toEqual([true, true, false]);
});

test('a duration that leads beyond the end of time ends there', () => {
  expect(addDuration('2026-01-01T00:00:00Z', 'P9000Y', 1, 'UTC')).toBe(END_OF_TIME);
  expect(addDurations('2026-01-01T00:00:00Z', ['P999999999Y', 'P1M'], 'Europe/Berlin')).toBe(END_OF_TIME);
  expect(addDurations('2026-01-31T00:00:00Z', ['P1M', 'P1M'], 'UTC')).toBe('2026-03-31T00:00:00Z');
});
