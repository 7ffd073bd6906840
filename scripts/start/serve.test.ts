import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertPortFree } from './serve.mjs';

async function taken() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, leave: () => new Promise((done) => server.close(done)) };
}

test('a port that another program keeps is refused', async () => {
  const { port, leave } = await taken();
  await expect(assertPortFree(port, '127.0.0.1')).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program`);
  await leave();
  await assertPortFree(port, '127.0.0.1');
});

test('a server that is on its way out gets the time to leave', async () => {
  const { port, leave } = await taken();
  setTimeout(leave, 500);
  await assertPortFree(port, '127.0.0.1');
});

test('an address that this machine does not have is told', async () => {
  await expect(assertPortFree(3000, '192.0.2.1')).rejects.toThrow('Cannot listen on 192.0.2.1');
});
