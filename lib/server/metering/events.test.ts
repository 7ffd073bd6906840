import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { IngestedEventPaginatedResponse } from '@/lib/metering/event';
import { answer, testWorkspace } from '@/lib/server/testing/workspace';
import { converter } from '@/lib/wire';

const event = (id: string, more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source: 'test',
  type: 'llm.request',
  subject: 'acme',
  time: '2026-11-01T10:00:00Z',
  data: { tokens: 5, model: 'a' },
  ...more,
});
const tokens = {
  key: 'tokens',
  name: 'Tokens',
  aggregation: 'sum',
  event_type: 'llm.request',
  value_property: '$.tokens',
  dimensions: { model: '$.model' },
};
const as = (type: string) => ({ headers: { 'content-type': type } });

it('takes a single event, a batch and either as JSON, and answers 202 without a body', async () => {
  const w = await testWorkspace();
  for (const [type, body] of [
    ['application/cloudevents+json', event('1')],
    ['application/cloudevents-batch+json; charset=utf-8', [event('2'), event('3')]],
    ['application/json', event('4')],
    ['application/json', [event('5'), event('1')]],
  ] as const) {
    expect(await w.call('POST', '/events', body, as(type))).toMatchObject({ status: 202, body: '' });
  }
  expect((await w.call('GET', '/events')).body.data.map((d: { event: { id: string } }) => d.event.id)).toEqual(['5', '4', '3', '2', '1']);
});

it('takes compressed bodies, by the size of what is in them', async () => {
  const w = await testWorkspace();
  const send = (body: Uint8Array, encoding = 'gzip') => w.call('POST', '/events', body, { headers: { 'content-encoding': encoding } });
  expect((await send(gzipSync(JSON.stringify([event('1'), event('2')])))).status).toBe(202);
  expect((await w.call('GET', '/events')).body.data).toHaveLength(2);
  expect((await send(gzipSync(JSON.stringify(event('3', { data: { a: 'x'.repeat(10_500_000) } }))))).status).toBe(413);
  expect((await send(Buffer.from('not gzip at all'))).status).toBe(400);
  expect((await send(gzipSync(JSON.stringify(event('3'))).subarray(0, 40))).status).toBe(400);
  expect((await send(Buffer.from('{}'), 'br')).status).toBe(415);
});

it('refuses a batch whole when one envelope is malformed, and tells each fault with its index', async () => {
  const w = await testWorkspace();
  const batch = [
    event('1'),
    event('2', { subject: undefined }),
    event('3', { time: 'yesterday', colour: 'red' }),
    'text',
    event('4', { specversion: '0.3' }),
  ];
  const refused = await w.call('POST', '/events', batch);
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_parameters' } });
  expect(refused.body.invalid_parameters.map((p: { field: string; rule: string }) => [p.field, p.rule])).toEqual(
    expect.arrayContaining([
      ['1.subject', 'required'],
      ['2.colour', 'additionalProperties'],
      ['3', 'type'],
      ['4.specversion', 'enum'],
    ]),
  );
  expect(refused.body.invalid_parameters.some((p: { field: string }) => p.field === '2.time')).toBe(true);
  expect(refused.body.detail).toContain('None of the 5 events was stored');
  expect((await w.call('GET', '/events')).body.data).toEqual([]);
});

it.each([
  ['broken JSON', '[{"id":', 400, 'malformed_json'],
  ['a batch as a single event', '[]', 400, 'invalid_parameters', 'application/cloudevents+json'],
  ['a single event as a batch', '{}', 400, 'invalid_parameters', 'application/cloudevents-batch+json'],
  ['another content type', 'id=1', 415, 'unsupported_media_type', 'application/x-www-form-urlencoded'],
  ['a NUL character', JSON.stringify(event('1', { data: { a: '\u0000' } })), 400, 'invalid_parameters'],
  ['a number no database holds', JSON.stringify(event('1')).replace('"tokens":5', '"tokens":1e5000'), 400, 'invalid_parameters'],
  [
    'endless nesting',
    JSON.stringify(event('1')).replace('"tokens":5', `"tokens":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    400,
    'invalid_parameters',
  ],
  ['an id longer than a key may be', JSON.stringify(event('x'.repeat(401))), 400, 'invalid_parameters'],
  ['more events than a batch may have', JSON.stringify(Array.from({ length: 10_001 }, (_, i) => event(String(i)))), 422, 'limit_exceeded'],
  ['more than ten megabytes', JSON.stringify(event('1', { data: { a: 'x'.repeat(10_500_000) } })), 413, 'body_too_large'],
])('answers %s in its own words', async (_, body, status, code, type = 'application/json') => {
  const w = await testWorkspace();
  const refused = await w.call('POST', '/events', body, as(type));
  expect(refused).toMatchObject({ status, body: { code } });
  expect((await w.call('GET', '/events')).body.data).toEqual([]);
});

it('refuses an event with the id of another, stores the rest and keeps the refused one', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/events', event('1'));
  const sent = await w.call('POST', '/events', [event('2'), event('1', { data: { tokens: 6 } }), event('1')]);
  expect(sent).toMatchObject({
    status: 409,
    body: { code: 'conflict', stored: 2, refused: 1, issues: [{ field: '$[1].id', code: 'event_conflict' }] },
  });
  expect((await w.call('GET', '/events')).body.data).toHaveLength(2);
});

it('keeps every digit of the data from the sender to the list', async () => {
  const w = await testWorkspace();
  const body = JSON.stringify(event('1')).replace('"tokens":5', '"tokens":9007199254740993,"p":0.10');
  await w.call('POST', '/events', body);
  const secret = await w.secret();
  const { api } = await import('@/lib/server/api/app');
  const text = await (await api.request('/api/v3/openmeter/events', { headers: { authorization: `Bearer ${secret}` } })).text();
  expect(text).toContain('9007199254740993');
  expect(text).toContain('0.10');
});

it('says whose an event is and what meters find wrong with it, as things are now', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/events', [
    event('1'),
    event('2', { data: { tokens: 'many' } }),
    event('3', { data: null }),
    event('4', { type: 'other' }),
  ]);
  await w.call('POST', '/meters', tokens);
  const customer = await w.call('POST', '/customers', { key: 'big', name: 'Big', usage_attribution: { subject_keys: ['acme'] } });
  const { body } = await w.call('GET', '/events?sort=time&filter[subject]=acme');
  expect(body.data.map((d: { validation_errors?: { code: string }[] }) => d.validation_errors?.map((e) => e.code) ?? [])).toEqual([
    [],
    ['value_not_numeric'],
    ['value_missing'],
    ['event_type_not_metered'],
  ]);
  expect(body.data[1].validation_errors[0].attributes).toMatchObject({ meter_key: 'tokens', value_property: '$.tokens' });
  expect(body.data[0].customer).toEqual({ id: customer.body.id });
  expect(IngestedEventPaginatedResponse.safeParse(converter(IngestedEventPaginatedResponse).fromWire(body)).success).toBe(true);
});

it('pages forth and back over events in any order without missing or repeating one', async () => {
  const w = await testWorkspace();
  const all = Array.from({ length: 23 }, (_, i) =>
    event(String(i), { time: `2026-11-01T00:00:${String((i * 7) % 10).padStart(2, '0')}.5Z` }),
  );
  await w.call('POST', '/events', all);
  for (const sort of ['time', 'time desc', 'ingested_at', 'stored_at desc']) {
    const seen: string[] = [];
    let path: string | null = `/events?sort=${sort}&page[size]=5&filter[type]=llm.request`;
    let last: { body: { data: { event: { id: string } }[]; meta: { page: { previous: string } } } } | undefined;
    while (path) {
      last = await w.call('GET', path);
      seen.push(...(last?.body.data.map((d) => d.event.id) ?? []));
      path = (last as unknown as { body: { meta: { page: { next: string | null } } } }).body.meta.page.next;
    }
    expect(new Set(seen).size).toBe(23);
    const back = await w.call('GET', last?.body.meta.page.previous ?? '');
    expect(back.body.data.map((d: { event: { id: string } }) => d.event.id)).toEqual(seen.slice(15, 20));
  }
});

it('filters by everything the contract names', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/events', [
    event('a1'),
    event('b2', { source: 'Other', subject: 'zen', type: 'x', time: '2026-10-01T00:00:00+02:00' }),
  ]);
  const { body: zen } = await w.call('POST', '/customers', { key: 'zen', name: 'Zen' });
  const ids = async (filter: string) =>
    (await w.call('GET', `/events?sort=time&${filter}`)).body.data.map((d: { event: { id: string } }) => d.event.id);
  for (const [filter, expected] of [
    ['filter[id]=a1', ['a1']],
    ['filter[id][oeq]=a1,b2', ['b2', 'a1']],
    ['filter[source][contains]=OTH', ['b2']],
    ['filter[subject][neq]=zen', ['a1']],
    ['filter[type][ocontains]=zzz,llm', ['a1']],
    [`filter[customer_id]=${zen.id}`, ['b2']],
    [`filter[customer_id][neq]=${zen.id}`, ['a1']],
    ['filter[time][lt]=2026-10-15T00:00:00Z', ['b2']],
    ['filter[ingested_at][gt]=2020-01-01T00:00:00Z', ['b2', 'a1']],
    ['filter[stored_at][lte]=2020-01-01T00:00:00Z', []],
  ] as const) {
    expect([filter, await ids(filter)]).toEqual([filter, expected]);
  }
  expect(await w.call('GET', '/events?sort=colour')).toMatchObject({ status: 400 });
  expect(await w.call('GET', '/events?page[after]=nonsense')).toMatchObject({ status: 400 });
});

it('shows events to their workspace only, and takes them only from who may write', async () => {
  const [a, b] = [await testWorkspace(), await testWorkspace()];
  await a.call('POST', '/events', event('1'));
  expect((await b.call('GET', '/events')).body.data).toEqual([]);
  expect((await a.call('POST', '/events', event('2'), { role: 'analyst' })).status).toBe(403);
  expect((await answer('POST', '/events', event('2'))).status).toBe(401);
});

it('takes many single events at once', async () => {
  const w = await testWorkspace();
  const { body: meter } = await w.call('POST', '/meters', tokens);
  const all = await Promise.all(Array.from({ length: 200 }, (_, i) => w.call('POST', '/events', event(String(i % 150)))));
  expect(new Set(all.map((a) => a.status))).toEqual(new Set([202]));
  expect((await w.call('POST', `/meters/${meter.id}/query`, {})).body.data[0].value).toBe('750');
});

it('streams events as they arrive, those of the filter only, until the reader goes', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/events', [event('before'), event('other', { type: 'other' })]);
  const { api } = await import('@/lib/server/api/app');
  const headers = { authorization: `Bearer ${await w.secret()}` };
  const response = await api.request('/api/v1/events/stream?filter[type]=llm.request', { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const until = async (found: string) => {
    while (!text.includes(found)) text += new TextDecoder().decode((await reader.read()).value);
  };
  await until('"id":"before"');
  await w.call('POST', '/events', [event('other-2', { type: 'other' }), event('after')]);
  await until('"id":"after"');
  await reader.cancel();
  expect(text.match(/^event: event$/gm)).toHaveLength(2);
  expect(text).not.toContain('other');
});
