import { expect, it } from 'vitest';
import { Ulid } from '@/lib/fields';
import { newId } from './id';

it('makes ids that are ULIDs, differ, and sort in the order of their making', () => {
  const ids = Array.from({ length: 5000 }, newId);
  expect(ids.every((id) => Ulid.safeParse(id).success)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
