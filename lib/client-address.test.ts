import { expect, it } from 'vitest';
import { clientAddress, trustedProxies } from './client-address';

it('believes no header unless proxies of ours stand in front, and then only what those wrote', () => {
  expect(clientAddress('192.0.2.1', '10.0.0.1', 0)).toBe('192.0.2.1');
  expect(clientAddress('127.0.0.1', 'made-up, 203.0.113.5', 1)).toBe('203.0.113.5');
  expect(clientAddress('127.0.0.1', 'made-up, 203.0.113.5, 10.0.0.2', 2)).toBe('203.0.113.5');
  expect(clientAddress('127.0.0.1', undefined, 1)).toBe('127.0.0.1');
  expect(clientAddress('::ffff:192.0.2.1', undefined, 0)).toBe('192.0.2.1');
  expect(['1', '2', '0', 'yes', undefined].map(trustedProxies)).toEqual([1, 2, 0, 0, 0]);
});
