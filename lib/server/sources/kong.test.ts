import { expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';

// The shape of the http-log plugin's serializer, with the statistics of an AI plugin.
const entry = (id: string | undefined, more: Record<string, unknown> = {}) => ({
  client_ip: '10.0.0.7',
  consumer: { id: 'f9b0', username: 'acme', created_at: 1_700_000_000 },
  latencies: { kong: 9, proxy: 1430, request: 1921 },
  request: {
    ...(id && { id }),
    method: 'POST',
    uri: '/chat',
    url: 'http://gw/chat',
    size: '75',
    querystring: {},
    headers: { host: 'gw', 'x-customer': 'zen' },
  },
  response: { status: 200, size: '434', headers: { 'content-type': 'application/json' } },
  route: { id: 'r1', name: 'chat', paths: ['/chat'], service: { id: 's1' } },
  service: { id: 's1', name: 'llm' },
  started_at: 1_762_000_000_123,
  tries: [{ ip: '127.0.0.1', port: 8000, balancer_latency: 0 }],
  workspace: 'default',
  ...more,
});
const ai = {
  payload: { request: 'a secret prompt' },
  'ai-proxy': {
    usage: { prompt_tokens: 28, completion_tokens: 20, total_tokens: 48, cost: 0.0038 },
    meta: { provider_name: 'openai', request_model: 'gpt', response_model: 'gpt-1', llm_latency: 2670 },
    cache: { cache_status: 'Miss' },
  },
  'ai-request-transformer': { usage: { prompt_token: 5, completion_token: 6 }, meta: {} },
};
const send = async (body: unknown, query = '') => {
  const w = await testWorkspace();
  const answer = await w.call('POST', `/api/v1/ingest/kong${query}`, body);
  const events = (await w.call('GET', '/events?sort=ingested_at')).body.data.map((d: { event: unknown }) => d.event);
  return { w, answer, events };
};

it('makes an event of each request, with who, what, how large and how long', async () => {
  const { answer, events } = await send(entry('abc'));
  expect(answer.status).toBe(202);
  expect(events).toEqual([
    {
      specversion: '1.0',
      id: 'abc',
      source: 'kong',
      type: 'kong.request',
      subject: 'acme',
      time: '2025-11-01T12:26:40.123Z',
      data: {
        method: 'POST',
        service: 'llm',
        route: 'chat',
        status: '200',
        request_bytes: 75,
        response_bytes: 434,
        latency_ms: 1921,
        upstream_latency_ms: 1430,
      },
    },
  ]);
});

it('makes another of each AI plugin’s statistics, and keeps no prompt', async () => {
  const { events } = await send([entry('abc', { ai })]);
  expect(events.map((e: { id: string; type: string; data: unknown }) => [e.id, e.type])).toEqual([
    ['abc', 'kong.request'],
    ['abc/ai-proxy', 'kong.ai'],
    ['abc/ai-request-transformer', 'kong.ai'],
  ]);
  expect(events[1].data).toEqual({
    plugin: 'ai-proxy',
    service: 'llm',
    route: 'chat',
    provider: 'openai',
    model: 'gpt-1',
    prompt_tokens: 28,
    completion_tokens: 20,
    total_tokens: 48,
    cost: 0.0038,
    llm_latency_ms: 2670,
    cache_status: 'Miss',
  });
  expect(events[2].data).toMatchObject({ prompt_tokens: 5, completion_tokens: 6 });
  expect(JSON.stringify(events)).not.toContain('secret');
});

it('counts an entry that the gateway sends again once, also without a request id', async () => {
  const { w, events } = await send([entry('abc'), entry(undefined), entry(undefined)]);
  expect(events).toHaveLength(2);
  expect((await w.call('POST', '/api/v1/ingest/kong', [entry('abc'), entry(undefined)])).status).toBe(202);
  expect((await w.call('GET', '/events')).body.data).toHaveLength(2);
});

it('takes the subject from where it is told, or from nobody', async () => {
  expect((await send(entry('1'), '?subject=request.headers.x-customer')).events[0].subject).toBe('zen');
  expect((await send(entry('1', { consumer: undefined }))).events[0].subject).toBe('anonymous');
  expect((await send(entry('1', { consumer: { id: 'x', custom_id: 'c-1', username: 'u' } }))).events[0].subject).toBe('c-1');
});

it('refuses what is no log entry, whole and with its index', async () => {
  const { answer, events } = await send([entry('1'), { hello: 'world' }]);
  expect(answer).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: '1.started_at' }] } });
  expect(events).toEqual([]);
  expect((await send('nonsense')).answer.status).toBe(400);
});

it('is not disturbed by anything a prompt or a header may hold', async () => {
  const odd = { ...ai, payload: { request: `\u0000\ud800"\\${'x'.repeat(3_000_000)}` } };
  const { answer, events } = await send(entry('abc', { ai: odd, service: { name: 'a\u0000b' } }));
  expect(answer.status).toBe(202);
  expect(events).toHaveLength(3);
  expect(events[0].data.service).toBe('ab');
});
