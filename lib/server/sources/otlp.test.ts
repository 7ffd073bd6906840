import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import javascript from './recorded/opentelemetry-js.json';
import python from './recorded/opentelemetry-python.json';

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: string | number) => ({ key, value: { intValue } });
const resource = { attributes: [text('service.name', 'chat-api'), text('service.instance.id', 'pod-7'), text('customer.id', 'acme')] };
const START = '1793527200000000000'; // 1 Nov 2026, 10:00:00 UTC
const END = '1793527260123456789';

const metrics = (...list: object[]) => ({
  resourceMetrics: [
    { resource, scopeMetrics: [{ scope: { name: 'opentelemetry.instrumentation.openai_v2', version: '2.1' }, metrics: list }] },
  ],
});
// Metrics that the OpenTelemetry instrumentation of a model's client exports, with delta temporality.
const tokenUsage = (type: string, sum: number, temporality: unknown = 1) => ({
  name: 'gen_ai.client.token.usage',
  description: 'Measures number of input and output tokens used',
  unit: '{token}',
  histogram: {
    aggregationTemporality: temporality,
    dataPoints: [
      {
        attributes: [
          text('gen_ai.operation.name', 'chat'),
          text('gen_ai.provider.name', 'openai'),
          text('gen_ai.request.model', 'gpt-5'),
          text('gen_ai.response.model', 'gpt-5-2026-08-07'),
          text('gen_ai.token.type', type),
        ],
        startTimeUnixNano: START,
        timeUnixNano: END,
        count: '3',
        sum,
        bucketCounts: ['0', '3'],
        explicitBounds: [1024],
        min: 12,
        max: 700,
      },
    ],
  },
});
const counter = (point: object, temporality: unknown = 'AGGREGATION_TEMPORALITY_DELTA') => ({
  name: 'http.server.requests',
  unit: '{request}',
  sum: {
    aggregationTemporality: temporality,
    isMonotonic: true,
    dataPoints: [
      {
        attributes: [text('http.route', '/chat'), int('http.response.status_code', 200)],
        startTimeUnixNano: START,
        timeUnixNano: END,
        ...point,
      },
    ],
  },
});
const post = (w: TestWorkspace, what: 'metrics' | 'logs', body: unknown, query = '', headers = {}) =>
  w.call('POST', `/api/v1/ingest/otlp/v1/${what}${query}`, body, { headers });
const stored = async (w: TestWorkspace) =>
  (await w.call('GET', '/events?sort=ingested_at')).body.data.map((d: { event: Record<string, unknown> }) => d.event);

it('makes an event of each data point, with token counts where a meter finds them', async () => {
  const w = await testWorkspace();
  const answer = await post(
    w,
    'metrics',
    metrics(tokenUsage('input', 900), tokenUsage('output', 321.5), counter({ asInt: '9007199254740993' })),
  );
  expect(answer).toMatchObject({ status: 200, body: {} });
  const [input, output, requests] = await stored(w);
  expect(input).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    source: 'otel/chat-api',
    type: 'gen_ai.client.token.usage',
    subject: 'acme',
    time: '2026-11-01T10:01:00.123456Z',
    data: {
      provider: 'openai',
      model: 'gpt-5-2026-08-07',
      operation: 'chat',
      token_type: 'input',
      count: 3,
      sum: 900,
      min: 12,
      max: 700,
      temporality: 'delta',
      unit: '{token}',
      attributes: expect.objectContaining({ 'gen_ai.request.model': 'gpt-5' }),
      resource: { 'service.name': 'chat-api', 'service.instance.id': 'pod-7', 'customer.id': 'acme' },
    },
  });
  expect(output.data).toMatchObject({ token_type: 'output', sum: 321.5 });
  expect(requests).toMatchObject({
    type: 'http.server.requests',
    data: { attributes: { 'http.route': '/chat', 'http.response.status_code': 200 } },
  });
  const made = await w.call('POST', '/meters', {
    key: 'tokens',
    name: 'Tokens',
    aggregation: 'sum',
    event_type: 'gen_ai.client.token.usage',
    value_property: '$.sum',
    dimensions: { kind: '$.token_type', route: `$.attributes['gen_ai.operation.name']` },
  });
  const usage = await w.call('POST', `/meters/${made.body.id}/query`, { group_by_dimensions: ['kind', 'route'] });
  expect(usage.body.data.map((r: { value: string; dimensions: object }) => [r.dimensions, r.value])).toEqual([
    [{ kind: 'input', route: 'chat' }, '900'],
    [{ kind: 'output', route: 'chat' }, '321.5'],
  ]);
});

it('counts an export that is sent again once, packed or not', async () => {
  const w = await testWorkspace();
  const body = metrics(tokenUsage('input', 900), counter({ asInt: '5' }));
  expect((await post(w, 'metrics', body)).body).toEqual({});
  expect((await post(w, 'metrics', gzipSync(JSON.stringify(body)), '', { 'content-encoding': 'gzip' })).body).toEqual({});
  const reordered = structuredClone(body);
  reordered.resourceMetrics[0]?.resource.attributes.reverse();
  expect((await post(w, 'metrics', reordered)).body).toEqual({});
  expect(await stored(w)).toHaveLength(2);
});

it('keeps running totals apart from what may be added up', async () => {
  const w = await testWorkspace();
  const gauge = { name: 'seats', gauge: { dataPoints: [{ timeUnixNano: END, asDouble: 12.5 }] } };
  await post(w, 'metrics', metrics(counter({ asInt: 40 }, 2), tokenUsage('input', 7, 2), gauge));
  const [sum, histogram, seats] = await stored(w);
  expect(sum.data).toMatchObject({ cumulative_value: 40, temporality: 'cumulative' });
  expect(sum.data).not.toHaveProperty('value');
  expect(histogram.data).toMatchObject({ cumulative_sum: 7, cumulative_count: 3 });
  expect(histogram.data).not.toHaveProperty('sum');
  expect(seats.data).toMatchObject({ value: 12.5, temporality: 'instant' });
});

it('stores what it can and says in the answer what it left out', async () => {
  const w = await testWorkspace();
  const sent = metrics(
    counter({ asInt: '1' }),
    counter({ asInt: 2 ** 60 }),
    counter({ asInt: '1', timeUnixNano: '0' }),
    counter({ asInt: '1' }, 0),
  );
  const answer = await post(w, 'metrics', sent);
  expect(answer).toMatchObject({
    status: 200,
    body: { partialSuccess: { rejectedDataPoints: '3', errorMessage: expect.stringContaining('http.server.requests') } },
  });
  const other = await post(w, 'metrics', metrics(counter({ asInt: '2' })));
  expect(other.body.partialSuccess).toMatchObject({ rejectedDataPoints: '1', errorMessage: expect.stringContaining('stored before') });
  expect(await stored(w)).toHaveLength(1);
  const empty = metrics({ ...counter({ flags: 1 }) });
  expect((await post(w, 'metrics', empty)).body).toEqual({});
  expect((await post(w, 'metrics', {})).body).toEqual({});
});

it('makes an event of each log record, without prompts and answers', async () => {
  const w = await testWorkspace();
  const record = {
    timeUnixNano: END,
    observedTimeUnixNano: END,
    eventName: 'gen_ai.client.inference.operation.details',
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    body: { stringValue: 'the secret plan' },
    attributes: [
      text('gen_ai.provider.name', 'anthropic'),
      text('gen_ai.request.model', 'claude'),
      int('gen_ai.usage.input_tokens', '1200'),
      int('gen_ai.usage.output_tokens', 80),
      { key: 'gen_ai.input.messages', value: { arrayValue: { values: [{ stringValue: 'the secret plan' }] } } },
      text('enduser.id', 'zen'),
    ],
  };
  const plain = {
    observedTimeUnixNano: END,
    severityText: 'INFO',
    body: { stringValue: 'export finished' },
    attributes: [int('rows', '42')],
  };
  const body = {
    resourceLogs: [{ resource, scopeLogs: [{ scope: {}, logRecords: [record, plain, { body: { stringValue: 'timeless' } }] }] }],
  };
  expect((await post(w, 'logs', body, '?subject=enduser.id')).body).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
  await post(w, 'logs', body, '?subject=enduser.id');
  const [usage, log, ...more] = await stored(w);
  expect(more).toEqual([]);
  expect(usage).toMatchObject({
    type: 'gen_ai.client.inference.operation.details',
    subject: 'zen',
    data: { provider: 'anthropic', model: 'claude', input_tokens: 1200, output_tokens: 80 },
  });
  expect(JSON.stringify(usage)).not.toContain('secret');
  expect(log).toMatchObject({
    type: 'otel.log',
    subject: 'anonymous',
    data: { body: 'export finished', severity: 'INFO', attributes: { rows: 42 } },
  });
});

it('refuses what is not OTLP in JSON, and says how to send it', async () => {
  const w = await testWorkspace();
  const neither = await post(w, 'metrics', 'a=1', '', { 'content-type': 'text/plain' });
  expect(neither).toMatchObject({ status: 415, body: { detail: expect.stringContaining('application/x-protobuf') } });
  const cut = await post(w, 'metrics', Buffer.from([10, 5, 1]), '', { 'content-type': 'application/x-protobuf' });
  expect(cut).toMatchObject({ status: 400, body: expect.stringContaining('did not arrive whole') });
  const odd = await post(w, 'metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 7 }] }] }] });
  expect(odd).toMatchObject({
    status: 400,
    body: { invalid_parameters: [{ field: 'resourceMetrics.0.scopeMetrics.0.metrics.0.name' }] },
  });
  expect((await post(w, 'logs', '[')).status).toBe(400);
  expect((await w.call('POST', '/api/v1/ingest/otlp/v1/logs', {}, { role: 'analyst' })).status).toBe(403);
});

it('reads what the SDK for Python sends in protobuf, packed or not, and answers in protobuf', async () => {
  const w = await testWorkspace();
  for (const { path, contentType, contentEncoding, body } of python.requests) {
    for (let i = 0; i < 2; i++) {
      const answer = await w.call('POST', `/api/v1/ingest/otlp${path}`, Buffer.from(body, 'base64'), {
        headers: { 'content-type': contentType, ...(contentEncoding && { 'content-encoding': contentEncoding }) },
      });
      expect(answer).toMatchObject({ status: 200, body: '' });
      expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
    }
  }
  const events = await stored(w);
  expect(events.map((e: { type: string; subject: string }) => [e.type, e.subject])).toEqual([
    ['requests', 'acme'],
    ['hours', 'acme'],
    ['gen_ai.client.token.usage', 'acme'],
    ['job.done', 'acme'],
    ['gen_ai.span', 'acme'],
  ]);
  expect(events.map((e: { data: object }) => e.data)).toMatchObject([
    { value: 3, temporality: 'delta', attributes: { route: '/chat' } },
    { value: 1.5 },
    { sum: 900, count: 1, token_type: 'input', model: 'gpt-5' },
    { body: { rows: 42, name: 'nightly', parts: [1.5, true] }, severity: 'INFO', attributes: { 'enduser.id': 'zen' } },
    { provider: 'openai', model: 'gpt-5', operation: 'chat', input_tokens: 1200, output_tokens: 80 },
  ]);
  expect(JSON.stringify(events)).not.toContain('secret');
});

it('reads what the SDK for JavaScript sends, in JSON and in protobuf, as the same events', async () => {
  const w = await testWorkspace();
  for (const { path, contentType, contentEncoding, body } of javascript.requests) {
    for (let i = 0; i < 2; i++) {
      const answer = await w.call('POST', `/api/v1/ingest/otlp${path}`, Buffer.from(body, 'base64'), {
        headers: { 'content-type': contentType, ...(contentEncoding && { 'content-encoding': contentEncoding }) },
      });
      expect([path, answer.status, answer.body]).toEqual([path, 200, contentType === 'application/json' ? {} : '']);
      expect(answer.headers.get('content-type')).toContain(contentType);
    }
  }
  const events: { type: string; subject: string; source: string; data: { attributes: { form: string } } }[] = await stored(w);
  const sent = (form: string) => events.filter(({ data }) => data.attributes.form === form);
  for (const form of ['json', 'protobuf']) {
    expect(sent(form).map(({ type, subject, source }) => [type, subject, source])).toEqual(
      ['requests', 'hours', 'gen_ai.client.token.usage', 'job.done', 'gen_ai.span'].map((type) => [type, 'acme', 'otel/chat-js']),
    );
    expect(sent(form).map(({ data }) => data)).toMatchObject([
      { value: 3, temporality: 'delta', attributes: { route: '/chat' } },
      { value: 1.5 },
      { sum: 900, count: 1, token_type: 'input', model: 'gpt-5' },
      { body: { rows: 42, name: 'nightly', parts: [1.5, true] }, severity: 'INFO', attributes: { 'enduser.id': 'zen' } },
      { provider: 'openai', model: 'gpt-5', operation: 'chat', input_tokens: 1200, output_tokens: 80 },
    ]);
  }
  expect(events).toHaveLength(10);
  expect(JSON.stringify(events)).not.toContain('secret');
});

it('keeps two equal records of one request as two, bodies that are maps, and digits that are written as texts', async () => {
  const w = await testWorkspace();
  const body = { kvlistValue: { values: [int('rows', '9007199254740993'), text('name', 'nightly')] } };
  const record = { timeUnixNano: END, body };
  const logs = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record, record] }] }] };
  for (let i = 0; i < 2; i++) expect((await post(w, 'logs', logs)).body).toEqual({});
  expect(await stored(w)).toHaveLength(2);
  await post(w, 'metrics', metrics(counter({ asDouble: '1.5' }), counter({ asDouble: '1.5' })));
  const events = await stored(w);
  expect(events.map((e: { data: { value?: number; body?: object } }) => e.data.value ?? e.data.body)).toMatchObject([
    { name: 'nightly' },
    { name: 'nightly' },
    1.5,
    1.5,
  ]);
  const nan = await post(w, 'metrics', metrics(counter({ asDouble: 'NaN' })));
  expect(nan.body).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } });
});

it('tells which spans were left out, for want of usage', async () => {
  const w = await testWorkspace();
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), endTimeUnixNano: END };
  const usage = { ...span, spanId: 'c'.repeat(16), attributes: [int('gen_ai.usage.input_tokens', 7)] };
  const traces = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span, usage] }] }] };
  const answer = await w.call('POST', '/api/v1/ingest/otlp/v1/traces', traces);
  expect(answer.body).toMatchObject({ partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('gen_ai.usage') } });
  expect(await stored(w)).toMatchObject([{ type: 'gen_ai.span', data: { input_tokens: 7 } }]);
});
