import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

// Answers as the providers' API references show them.
const completion = {
  id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  object: 'chat.completion',
  created: 1_793_527_260,
  model: 'gpt-4.1-2025-04-14',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'the secret answer', refusal: null }, logprobs: null, finish_reason: 'stop' },
  ],
  usage: {
    prompt_tokens: 2006,
    completion_tokens: 300,
    total_tokens: 2306,
    prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 64, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
  },
  service_tier: 'default',
};
const response = {
  id: 'resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b',
  object: 'response',
  created_at: 1_793_527_261,
  status: 'completed',
  model: 'gpt-4.1-2025-04-14',
  output: [{ type: 'message', content: [{ type: 'output_text', text: 'the secret answer' }] }],
  usage: {
    input_tokens: 36,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 87,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 123,
  },
  user: 'zen',
  metadata: {},
};
const embeddings = { object: 'list', data: [], model: 'text-embedding-3-small', usage: { prompt_tokens: 8, total_tokens: 8 } };
const message = {
  id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'the secret answer' }],
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 50,
    cache_creation_input_tokens: 1000,
    cache_read_input_tokens: 9000,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 },
    output_tokens: 503,
    server_tool_use: { web_search_requests: 2 },
    service_tier: 'standard',
  },
};
const send = (w: TestWorkspace, provider: string, body: unknown, query = '') => w.call('POST', `/api/v1/ingest/${provider}${query}`, body);
const stored = async (w: TestWorkspace) =>
  (await w.call('GET', '/events?sort=ingested_at')).body.data.map((d: { event: Record<string, unknown> }) => d.event);

it('takes OpenAI’s chat completions, responses and embeddings, each token in one class', async () => {
  const w = await testWorkspace();
  const sent = [
    { ...completion, subject: 'acme' },
    response,
    { ...embeddings, id: 'emb-1', subject: 'acme', time: '2026-11-01T12:00:00+01:00' },
  ];
  expect(await send(w, 'openai', sent)).toMatchObject({ status: 202, body: '' });
  const events = await stored(w);
  expect(events[0]).toEqual({
    specversion: '1.0',
    id: completion.id,
    source: 'openai',
    type: 'llm.usage',
    subject: 'acme',
    time: '2026-11-01T10:01:00Z',
    data: {
      provider: 'openai',
      model: 'gpt-4.1-2025-04-14',
      service_tier: 'default',
      input_tokens: 86,
      cached_input_tokens: 1920,
      cache_write_tokens: 0,
      output_tokens: 300,
      reasoning_tokens: 64,
      total_tokens: 2306,
    },
  });
  expect(events[1]).toMatchObject({ subject: 'zen', time: '2026-11-01T10:01:01Z', data: { input_tokens: 36, output_tokens: 87 } });
  expect(events[2]).toMatchObject({
    id: 'emb-1',
    time: '2026-11-01T11:00:00Z',
    data: { input_tokens: 8, output_tokens: 0, total_tokens: 8 },
  });
  expect(JSON.stringify(events)).not.toContain('secret');
});

it('takes Anthropic’s messages with what was read from and written to the cache', async () => {
  const w = await testWorkspace();
  expect((await send(w, 'anthropic', { ...message, metadata: { user_id: 'acme' } })).status).toBe(202);
  const [event] = await stored(w);
  expect(event).toMatchObject({ id: message.id, source: 'anthropic', type: 'llm.usage', subject: 'acme' });
  expect(event.data).toEqual({
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    service_tier: 'standard',
    input_tokens: 50,
    cached_input_tokens: 9000,
    cache_write_tokens: 1000,
    output_tokens: 503,
    total_tokens: 10_553,
    web_searches: 2,
  });
});

it('keeps apart what has a price of its own: tiers, batches, long contexts, caches of an hour, audio and images', async () => {
  const w = await testWorkspace();
  const spoken = {
    ...{ ...completion, id: 'spoken', model: 'gpt-5', subject: 'acme', service_tier: 'flex' },
    usage: {
      ...{ prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
      prompt_tokens_details: { cached_tokens: 10, audio_tokens: 60, image_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 20 },
    },
  };
  const line = { id: 'batch_req_1', custom_id: 'acme', response: { status_code: 200, body: { ...completion, id: 'batched' } } };
  await send(w, 'openai', [spoken]);
  await send(w, 'openai', [line], '?subject=custom_id');
  const usage = {
    ...{ input_tokens: 190_000, cache_creation_input_tokens: 9000, cache_read_input_tokens: 1001, output_tokens: 1 },
    cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 7000 },
  };
  await send(w, 'anthropic', [{ ...message, subject: 'acme', usage }]);
  const events = (await stored(w)).map((e: { data: object }) => e.data);
  expect(events[0]).toMatchObject({
    ...{ model: 'gpt-5:flex', service_tier: 'flex', input_tokens: 25, cached_input_tokens: 10, total_tokens: 150 },
    ...{ input_audio_tokens: 60, input_image_tokens: 5, output_tokens: 30, output_audio_tokens: 20 },
  });
  expect(events[1]).toMatchObject({ model: 'gpt-4.1-2025-04-14:batch' });
  expect(events[2]).toMatchObject({ model: 'claude-sonnet-4-5:above-200k', cache_write_tokens: 2000, cache_write_1h_tokens: 7000 });
});

it('takes lines of batch results, and counts an answer that is sent twice once', async () => {
  const w = await testWorkspace();
  const line = { id: 'batch_req_1', custom_id: 'acme', response: { status_code: 200, request_id: 'r', body: completion }, error: null };
  const result = { custom_id: 'acme', result: { type: 'succeeded', message } };
  for (let i = 0; i < 2; i++) {
    expect((await send(w, 'openai', [line], '?subject=custom_id')).status).toBe(202);
    expect((await send(w, 'anthropic', [result], '?subject=custom_id')).status).toBe(202);
  }
  // Without a time of its own an answer sent later is the same answer.
  expect((await stored(w)).map((e: { id: string; subject: string }) => [e.id, e.subject])).toEqual([
    [completion.id, 'acme'],
    [message.id, 'acme'],
  ]);
});

it('leaves out lines of batch results that failed, and takes the others', async () => {
  const w = await testWorkspace();
  const line = { id: 'batch_req_1', custom_id: 'acme', response: { status_code: 200, request_id: 'r', body: completion }, error: null };
  const refused = { ...line, response: { status_code: 400, request_id: 'r', body: { error: { message: 'too long', code: 'x' } } } };
  const expired = { id: 'batch_req_2', custom_id: 'acme', response: null, error: { code: 'batch_expired', message: 'It expired.' } };
  expect((await send(w, 'openai', [refused, line, expired], '?subject=custom_id')).status).toBe(202);
  const errored = { custom_id: 'acme', result: { type: 'errored', error: { type: 'invalid_request' } } };
  const result = { custom_id: 'acme', result: { type: 'succeeded', message } };
  const gone = { custom_id: 'acme', result: { type: 'expired' } };
  expect((await send(w, 'anthropic', [errored, result, gone], '?subject=custom_id')).status).toBe(202);
  expect((await stored(w)).map((e: { id: string }) => e.id)).toEqual([completion.id, message.id]);
});

it.each([
  ['nobody to count it for', { ...completion }, '', '0.subject'],
  ['a subject that is elsewhere', { ...completion, subject: 'acme' }, '?subject=metadata.team', '0.metadata.team'],
  ['no id', { ...embeddings, subject: 'acme' }, '', '0.id'],
  ['no usage, as a stream has without asking', { ...completion, subject: 'acme', usage: null }, '', '0.usage'],
  ['a count that is none', { ...completion, subject: 'acme', usage: { prompt_tokens: 1.5 } }, '', '0.usage.prompt_tokens'],
])('refuses an answer with %s, and says where', async (_, body, query, field) => {
  const w = await testWorkspace();
  expect(await send(w, 'openai', [body], query)).toMatchObject({ status: 400, body: { invalid_parameters: [{ field }] } });
  expect(await stored(w)).toEqual([]);
});
