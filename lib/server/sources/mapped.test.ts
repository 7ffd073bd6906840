import { expect, it } from 'vitest';
import { MAPPING_PRESETS } from '@/lib/metering/mapping-presets';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { converter } from '@/lib/wire';

const preset = (id: string) => {
  const found = MAPPING_PRESETS.find((p) => p.id === id);
  if (!found) throw new Error(`no preset ${id}`);
  return { ...found, wire: converter(UsageMapping).toWire(found.mapping) };
};
const create = async (w: TestWorkspace, id: string, more = {}) =>
  w.call('POST', '/api/v1/ingest-mappings', { key: id, name: id, mapping: preset(id).wire, ...more });
const send = (w: TestWorkspace, key: string, body: string, type = 'application/x-ndjson') =>
  w.call('POST', `/api/v1/ingest/mapped/${key}`, body, { headers: { 'content-type': type } });
const stored = async (w: TestWorkspace) =>
  (await w.call('GET', '/events?sort=ingested_at')).body.data.map((d: { event: Record<string, unknown> }) => d.event);

it('takes an NGINX access log through a saved mapping, and tells the lines that become no event', async () => {
  const w = await testWorkspace();
  const made = await create(w, 'nginx');
  expect(made).toMatchObject({ status: 201, body: { key: 'nginx', refused_rows: 0 } });
  const sent = await send(w, 'nginx', `${preset('nginx').sample}\nnot json\n`);
  expect(sent).toMatchObject({ status: 202, body: { rows: 4, events: 2, refused: 2 } });
  expect(sent.body.refused_rows).toMatchObject([
    { line: 3, reasons: ['subject is empty'] },
    { line: 4, reasons: [expect.stringContaining('not valid JSON')], content: 'not json' },
  ]);
  const events = await stored(w);
  expect(events).toHaveLength(2);
  expect(events[0]).toEqual({
    specversion: '1.0',
    id: 'd2a7c6f1e5b84f0f',
    source: 'nginx/api.example.com',
    type: 'http.request',
    subject: 'acme',
    time: '2026-11-01T10:00:00Z',
    data: { method: 'POST', route: '/v1/chat', status: '200', response_bytes: 512, request_bytes: 1024, duration_seconds: 0.042 },
  });
  // A shipper sends again what it is not sure of.
  expect((await send(w, 'nginx', preset('nginx').sample)).body).toMatchObject({ events: 2, refused: 1 });
  expect(await stored(w)).toHaveLength(2);
  const { body } = await w.call('GET', `/api/v1/ingest-mappings/${made.body.id}`);
  expect(body).toMatchObject({
    refused_rows: 3,
    last_refusal: { line: 3, reasons: ['subject is empty'] },
    last_refused_at: expect.any(String),
  });
});

it.each(['envoy', 'openai', 'anthropic'])(
  'takes what %s writes, as lines, as an array and as one object over several lines',
  async (id) => {
    const w = await testWorkspace();
    await create(w, id);
    const lines = preset(id).sample.split('\n');
    const objects = lines.map((line) => JSON.parse(line));
    expect((await send(w, id, preset(id).sample)).body).toMatchObject({ events: lines.length, refused: 0 });
    expect((await send(w, id, JSON.stringify(objects, null, 2), 'application/json')).body).toMatchObject({
      events: lines.length,
      refused: 0,
    });
    expect((await send(w, id, JSON.stringify(objects[0], null, 2), 'application/json')).body).toMatchObject({ rows: 1, events: 1 });
    const events = await stored(w);
    expect(events).toHaveLength(lines.length);
    expect(Object.values(events[0].data).length).toBe(Object.keys(preset(id).mapping.data ?? {}).length);
  },
);

it('tells clashes and times out of bounds with their line, and keeps them among the rejected', async () => {
  const w = await testWorkspace();
  await create(w, 'openai');
  const line = (id: string, created: number, tokens = 1) =>
    JSON.stringify({ id, created, model: 'm', user: 'acme', usage: { prompt_tokens: tokens } });
  await send(w, 'openai', line('1', 1_793_527_260));
  const later = Math.round(Date.now() / 1000) + 3 * 86_400;
  const sent = await send(w, 'openai', [line('2', 1_793_527_260), line('1', 1_793_527_260, 2), line('3', later)].join('\n'));
  expect(sent.body).toMatchObject({ rows: 3, events: 1, refused: 2, refused_rows: [{ line: 2 }, { line: 3 }] });
  expect((await w.call('GET', '/api/v1/events/rejections')).body.data).toHaveLength(2);
});

it('refuses a body of which no line is an event, a key that is not there and a role that may not', async () => {
  const w = await testWorkspace();
  await create(w, 'nginx');
  expect(await send(w, 'nginx', '{"hello":"world"}')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('Line 1') } });
  expect((await send(w, 'nginx', '{"a":1e5000}')).body.detail).toContain('Line 1');
  expect((await send(w, 'apache', '{}')).status).toBe(404);
  expect((await send(await testWorkspace(), 'nginx', preset('nginx').sample)).status).toBe(404);
  const analyst = await w.call(
    'POST',
    '/api/v1/ingest-mappings',
    { key: 'a', name: 'a', mapping: preset('nginx').wire },
    { role: 'analyst' },
  );
  expect(analyst.status).toBe(403);
  expect((await send(w, 'nginx', '')).body).toMatchObject({ rows: 0, events: 0 });
});

it('keeps mappings as other resources are kept: one key once, revisions, the audit log, deleted for good', async () => {
  const w = await testWorkspace();
  const made = await create(w, 'nginx');
  const path = `/api/v1/ingest-mappings/${made.body.id}`;
  expect((await create(w, 'nginx')).status).toBe(409);
  const broken = await create(w, 'envoy', { mapping: { ...(preset('envoy').wire as object), subject: '{customer' } });
  expect(broken).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: 'mapping.subject' }] } });
  const put = (match: string, name: string) =>
    w.call('PUT', path, { name, mapping: preset('nginx').wire }, { headers: { 'if-match': match } });
  const changed = await put('"1"', 'Edge');
  expect(changed).toMatchObject({ status: 200, body: { name: 'Edge', key: 'nginx' } });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(await put('"1"', 'Mine')).toMatchObject({ status: 412, body: { current: { name: 'Edge' } } });
  expect((await (await testWorkspace()).call('GET', path)).status).toBe(404);
  expect((await w.call('GET', '/api/v1/ingest-mappings')).body.data).toMatchObject([{ key: 'nginx', name: 'Edge' }]);
  expect((await w.call('DELETE', path)).status).toBe(204);
  expect((await w.call('GET', path)).status).toBe(404);
  const log = (await w.call('GET', '/api/v1/audit-log?filter[resource_type]=ingest_mapping')).body.data;
  expect(log.map((entry: { action: string }) => entry.action)).toEqual([
    'ingest_mapping.delete',
    'ingest_mapping.update',
    'ingest_mapping.create',
  ]);
});
