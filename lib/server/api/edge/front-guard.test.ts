import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { FORM_MAX, limitSlowBody, refusedForm } from './front-guard';

it('a form says how long it is, and is as short as a form', () => {
  expect(refusedForm({ headers: {} })).toBeUndefined();
  expect(refusedForm({ headers: { 'content-length': String(FORM_MAX) } })).toBeUndefined();
  expect(refusedForm({ headers: { 'content-length': String(50 * 1024 * 1024) } })?.status).toBe(413);
  expect(refusedForm({ headers: { 'transfer-encoding': 'chunked' } })?.status).toBe(411);
});

async function sent(head: string, answerAtOnce: boolean): Promise<string> {
  const server = createServer((request, response) => {
    limitSlowBody(request, response, 20);
    if (answerAtOnce) response.end('done');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.on('data', (part) => {
    text += part;
  });
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n${head}\r\nslow`);
  await once(socket, 'close');
  server.close();
  return text;
}

it('the slow body of a stranger is cut off, and so is what follows an answer', async () => {
  expect(await sent('', false)).toContain('408');
  expect(await sent('authorization: Bearer x\r\n', true)).toContain('done');
});
