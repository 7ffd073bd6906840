import { expect, it } from 'vitest';
import { type Course, isWorthTelling, seenNow, timeLeft } from './counting-course';

const course = (...looks: [seconds: number, percent: number][]): Course =>
  looks.reduce<Course | null>((so, [s, percent]) => seenNow(so, false, { at: s * 1000, percent }), null) as Course;

it('says how long it takes by the speed since it was seen first', () => {
  expect(timeLeft(course([0, 40]))).toBeNull();
  expect(timeLeft(course([0, 40], [2, 40]))).toBeNull();
  expect(timeLeft(course([0, 23], [42, 43]))).toBe('about 2 min left');
  expect(timeLeft(course([0, 50], [10, 75]))).toBe('about 10 s left');
  expect(timeLeft(course([0, 0], [36, 1]))).toBe('about 59 min left');
  expect(timeLeft(course([0, 0], [90, 1]))).toBe('about 2 h left');
  expect(timeLeft(course([0, 10], [10, 90]))).toBe('a few seconds left');
});

it('begins anew when the meter is counted anew, and ends when all is counted', () => {
  expect(course([0, 40], [5, 90], [6, 0], [8, 10]).first).toEqual({ at: 6000, percent: 0 });
  expect(seenNow(course([0, 40]), true, { at: 1, percent: 100 })).toBeNull();
});

it('does not speak of the last moment’s events', () => {
  expect(isWorthTelling(course([0, 99], [9, 99]))).toBe(false);
  expect(isWorthTelling(course([0, 90]))).toBe(false);
  expect(isWorthTelling(course([0, 90], [3, 92]))).toBe(true);
  expect(isWorthTelling(course([0, 3]))).toBe(true);
});
