import { expect, test } from 'vitest';
import { viewSearch } from './view-search';

test('a view is what is searched, filtered and sorted, in whatever order it was typed', () => {
  expect(viewSearch('sort=-updated&status=draft,active&page=3&q=tok')).toBe(viewSearch('q=tok&status=draft,active&sort=-updated'));
  expect(viewSearch('page=2&after=01H&q=')).toBe('');
});
