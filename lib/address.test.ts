import { expect, it } from 'vitest';
import { canonicalAddress } from './address';

it('brings addresses into one form, and none with look-alikes into that of another', () => {
  expect(canonicalAddress('  Kate@Acme.Example ')).toBe('kate@acme.example');
  expect(canonicalAddress('\u212Aate@acme.example')).toBeNull(); // the Kelvin sign, whose lower case is k
  expect(canonicalAddress('kate@acme.example\n')).toBeNull();
  expect(canonicalAddress('\u0131da@acme.example')).toBeNull();
  expect(canonicalAddress('kate')).toBeNull();
});
