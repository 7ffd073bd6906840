import { expect, test } from 'vitest';
import { asked } from './search-words';

test.each([
  ['acme', null, 'acme'],
  ['go to customer acme', 'customer', 'acme'],
  ['Customers  big acme', 'customer', 'big acme'],
  ['open plan pro', 'plan', 'pro'],
  ['plan', null, 'plan'],
  ['feature tokens', 'feature', 'tokens'],
  ['customerville', null, 'customerville'],
])('"%s" asks for %s "%s"', (query, noun, name) => {
  expect(asked(query)).toEqual({ noun, name });
});
