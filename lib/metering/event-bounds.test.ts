import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsFault, horizonAt } from './event-bounds';

const now = '2026-11-23T12:00:00.000Z';

it('takes any age and a day ahead unless told otherwise', () => {
  const horizon = horizonAt({ eventHoursAheadMax: 24, eventDaysLateMax: null }, now);
  expect(boundsFault('1999-01-01T00:00:00Z', horizon)).toBeUndefined();
  expect(boundsFault('2026-11-24T12:00:00.999999Z', horizon)).toBeUndefined();
  expect(boundsFault('2026-11-24T12:00:01Z', horizon)).toBe('event_too_far_ahead');
});

it('agrees with arithmetic on instants, to the second', () => {
  const hour = 3_600_000;
  fc.assert(
    fc.property(
      fc.integer({ min: -2_000, max: 2_000 }),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 60 }),
      (by, ahead, late) => {
        const time = new Date(Date.parse(now) + by * hour + 1).toISOString();
        const expected = by > ahead ? 'event_too_far_ahead' : by < -late * 24 ? 'event_too_late' : undefined;
        expect(boundsFault(time, horizonAt({ eventHoursAheadMax: ahead, eventDaysLateMax: late }, now))).toBe(expected);
      },
    ),
  );
});
