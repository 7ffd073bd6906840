import { expect, it } from 'vitest';
import { insidePath } from './inside-path';

it.each([
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/.//elsewhere.example',
  '/x/..//elsewhere.example',
  'https://elsewhere.example/',
  'javascript:alert(1)',
  '\t//elsewhere.example',
])('goes nowhere but home with %j', (given) => expect(insidePath(given)).toBe('/'));

it('keeps a path of this site with its query', () => {
  expect(insidePath('/features?sort=-name#top')).toBe('/features?sort=-name#top');
  expect(insidePath(undefined)).toBe('/');
});
