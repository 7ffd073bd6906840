import { expect, it } from 'vitest';
import { silenceOf } from './usage-silence';

const START = Date.UTC(2026, 10, 2); // a Monday
const hour = (n: number) => new Date(START + n * 3_600_000).toISOString();
const hours = (count: number, busy: (n: number) => boolean = () => true) =>
  Array.from({ length: count }, (_, n) => n)
    .filter(busy)
    .map(hour);
const after = (last: number, minutes: number) => new Date(Date.parse(hour(last)) + minutes * 60_000).toISOString();

it('tells of a sender of every hour after two hours', () => {
  const steady = hours(500);
  expect(silenceOf(steady, hour(500), after(500, 120))).toEqual({ minutes: 120, usualMinutes: 60, limitMinutes: 120, isUnusual: false });
  expect(silenceOf(steady, hour(500), after(500, 121))).toMatchObject({ isUnusual: true });
});

it('is not made blind by an outage in the weeks before', () => {
  const withOutage = hours(28 * 24, (n) => n < 300 || n >= 330);
  expect(silenceOf(withOutage, hour(700), after(700, 180))).toMatchObject({ usualMinutes: 60, limitMinutes: 120, isUnusual: true });
});

it('leaves nights and weekends alone of who works by day', () => {
  const office = hours(28 * 24, (n) => n % 24 >= 9 && n % 24 < 18 && Math.floor(n / 24) % 7 < 5);
  // From Friday 17:00 to Monday 9:00 are 64 hours, a good third of all time.
  expect(silenceOf(office, hour(0), after(0, 64 * 60))).toMatchObject({ usualMinutes: 64 * 60, isUnusual: false });
  expect(silenceOf(office, hour(0), after(0, 129 * 60))).toMatchObject({ isUnusual: true });
});

it('tells of a nightly one when a second night is missed', () => {
  const nightly = hours(28 * 24, (n) => n % 24 === 2);
  expect(silenceOf(nightly, hour(26), after(26, 30 * 60))).toMatchObject({ limitMinutes: 2880, isUnusual: false });
  expect(silenceOf(nightly, hour(26), after(26, 49 * 60))).toMatchObject({ isUnusual: true });
});

it('knows no rhythm of three arrivals, and keeps what was set', () => {
  expect(silenceOf(hours(3), hour(3), after(3, 9_000))).toEqual({ minutes: 9_000, isUnusual: false });
  expect(silenceOf([], hour(3), after(3, 11), { mode: 'after', minutes: 10 })).toEqual({ minutes: 11, limitMinutes: 10, isUnusual: true });
  expect(silenceOf(hours(500), hour(500), after(500, 15), { mode: 'after', minutes: 10 })).toMatchObject({ isUnusual: true });
  expect(silenceOf(hours(500), hour(500), after(500, 9_000), { mode: 'never' })).toEqual({
    minutes: 9_000,
    usualMinutes: 60,
    isUnusual: false,
  });
});
