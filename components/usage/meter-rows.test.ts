import { expect, test } from 'vitest';
import { metersWithUsage, rowsOf } from './meter-rows';

const row = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', value: '3', dimensions: {} };
const answer = { data: [{ meterId: 'b', rows: [row] }], metersLeftOut: 0 };
const meters = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('meters that counted nothing are left out, and nothing is said before the answer is there', () => {
  expect(metersWithUsage(meters, [answer])).toEqual([{ id: 'b' }]);
  expect(metersWithUsage(meters, [answer, { data: [{ meterId: 'a', rows: [row] }], metersLeftOut: 0 }])).toEqual([
    { id: 'a' },
    { id: 'b' },
  ]);
  expect(metersWithUsage(meters, [undefined, answer])).toBeUndefined();
  expect(metersWithUsage(undefined, [answer])).toBeUndefined();
});

test('a meter that is not in the answer has no rows, and unknown ones while it is asked', () => {
  expect(rowsOf(answer, 'b')).toEqual([row]);
  expect(rowsOf(answer, 'a')).toEqual([]);
  expect(rowsOf(undefined, 'b')).toBeUndefined();
});
