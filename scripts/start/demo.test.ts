import { expect, test } from 'vitest';
import { assertDemoIsHere, DEMO } from './demo.mjs';

test('the password that everybody knows is refused on any address but this machine alone', () => {
  const start = (host: string, url: string, password = DEMO.password) => assertDemoIsHere(password, host, url);
  start('127.0.0.1', 'http://localhost:3000');
  start('::1', 'http://[::1]:3000');
  for (const [host, url] of [
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['192.0.2.1', 'http://192.0.2.1:3000'],
    ['127.0.0.1', 'https://pricing.acme.example'],
    ['127.0.0.1.acme.example', 'http://localhost:3000'],
  ] as const)
    expect(() => start(host, url), `${host} ${url}`).toThrow('everybody knows');
  start('0.0.0.0', 'https://pricing.acme.example', 'a random one');
});
