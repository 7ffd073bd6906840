import { expect, test } from 'vitest';
import { PLACES } from './navigation';

test('no two places share a shortcut or an address', () => {
  const places = PLACES.flatMap((group) => group.places);
  const shortcuts = places.flatMap(({ shortcut }) => shortcut ?? []);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
  expect(new Set(places.map(({ href }) => href)).size).toBe(places.length);
});
