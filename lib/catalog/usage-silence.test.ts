import { expect, it } from 'vitest';
import { silenceOf } from './usage-silence';

const hour = (n: number) => new Date(Date.UTC(2026, 10, 20, n)).toISOString();
const busy = Array.from({ length: 48 }, (_, i) => hour(i));

it('reports a meter that is quiet for longer than it ever was', () => {
  expect(silenceOf(busy, hour(48), '2026-11-22T01:59:59Z')).toEqual({ minutes: 119, usualMinutes: 120, isUnusual: false });
  expect(silenceOf(busy, hour(48), '2026-11-22T02:01:00Z')).toEqual({ minutes: 121, usualMinutes: 120, isUnusual: true });
});

it('leaves a meter alone that is only fed by night', () => {
  const nightly = [hour(2), hour(26), hour(50)];
  expect(silenceOf(nightly, hour(50), hour(74))).toMatchObject({ minutes: 1440, usualMinutes: 1500, isUnusual: false });
  expect(silenceOf(nightly, hour(50), hour(76))).toMatchObject({ isUnusual: true });
});

it('knows no rhythm of a single hour', () => {
  expect(silenceOf([hour(1)], hour(1), hour(90))).toBeNull();
  expect(silenceOf([], hour(1), hour(90))).toBeNull();
});
