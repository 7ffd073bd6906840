import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, vi } from 'vitest';
import { api } from '@/lib/server/api/app';
import { FORM_MAX, limitSlowBody, refusedForm, STRANGER_MS } from './front-guard';

it('a form says how long it is, and is as short as a form', () => {
  expect(refusedForm({ headers: {} })).toBeUndefined();
  expect(refusedForm({ headers: { 'content-length': String(FORM_MAX) } })).toBeUndefined();
  expect(refusedForm({ headers: { 'content-length': String(50 * 1024 * 1024) } })?.status).toBe(413);
  expect(refusedForm({ headers: { 'transfer-encoding': 'chunked' } })?.status).toBe(411);
  expect(refusedForm({ method: 'TRACE', headers: {} })?.status).toBe(405);
});

async function sent(head: string, answerAtOnce: boolean, isOperation = true): Promise<string> {
  const server = createServer((request, response) => {
    limitSlowBody(request, response, isOperation, 20);
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

it('a form is cut off whatever credential its sender shows', async () => {
  expect(await sent('authorization: Bearer x\r\n', false, false)).toContain('408');
});

it('an operation that asks for no credential waits for nobody who shows one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const headers = { 'content-type': 'application/json', cookie: 'a-session-token=x' };
    const options = { method: 'POST', headers, body, duplex: 'half' };
    const answer = api.request(new Request('http://localhost:3000/api/v1/set-up', options as RequestInit));
    await vi.waitFor(() => vi.getTimerCount() > 0 || Promise.reject(new Error('nothing waits')));
    await vi.advanceTimersByTimeAsync(STRANGER_MS);
    expect(await (await answer).json()).toMatchObject({ status: 400, detail: expect.stringContaining('30 seconds') });
  } finally {
    vi.useRealTimers();
  }
});
