import { expect, test, vi } from 'vitest';
import { oncePer } from './once-per';

test('an object is asked about once, and again when the rest of the question changes', () => {
  const ask = vi.fn((part: { n: number }, by: number) => part.n * by);
  const remembered = oncePer(ask);
  const [two, three] = [{ n: 2 }, { n: 3 }];
  expect([remembered(two, 10), remembered(three, 10), remembered(two, 10)]).toEqual([20, 30, 20]);
  expect(ask).toHaveBeenCalledTimes(2);
  expect([remembered(two, 7), remembered({ n: 2 }, 7)]).toEqual([14, 14]);
  expect(ask).toHaveBeenCalledTimes(4);
});
