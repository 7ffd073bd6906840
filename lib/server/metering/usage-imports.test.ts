import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { expect, it } from 'vitest';
import { api } from '@/lib/server/api/app';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { answer, type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { startWork } from '@/lib/server/work/start-work';
import { noteProgress, startImport } from './import-record';
import { readMapping } from './usage-imports';

const TRACE = process.env.AZURE_LLM_TRACE ?? '../shared/data/azure-llm-2023/conv.csv';
const azure = JSON.parse(readFileSync('scripts/examples/azure-llm-trace.json', 'utf8')) as Record<string, unknown>;
const mapping = {
  type: 'call',
  source: 'file',
  id: '{id}',
  subject: '{who}',
  time: { value: '{at}' },
  data: { n: { value: '{n}', type: 'number' } },
};
const path = (m: unknown, rest = '') => `/api/v1/usage-imports${rest}?mapping=${encodeURIComponent(JSON.stringify(m))}`;
const send = async (w: TestWorkspace, body: string | Uint8Array, m: unknown = mapping, type = 'text/csv') =>
  w.call('POST', `${path(m)}&file_name=usage.csv`, body, { headers: { 'content-type': type } });
const events = async (w: TestWorkspace) =>
  (await w.call('GET', '/events?sort=time&page[size]=100')).body.data.map((d: { event: unknown }) => d.event);

it('imports rows as events, tells each row that is none, and adds nothing the second time', async () => {
  const w = await testWorkspace();
  const file =
    '\ufeffid,who,at,n\r\n1,acme,2026-01-01,1.50\r\n2,,noon,x\r\n3,"a,b",2026-01-02T00:00:00Z,\r\n\r\n1,acme,2026-01-01,1.5\r\n4,acme\r\n1,acme,2026-01-01,2\r\n';
  const { status, body } = await send(w, file);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    status: 'finished',
    rows: 6,
    accepted: 2,
    duplicates: 1,
    rejected: 3,
    file_name: 'usage.csv',
    bytes_read: Buffer.byteLength(file),
  });
  expect(await events(w)).toMatchObject([
    { id: '1', source: 'file', type: 'call', subject: 'acme', time: '2026-01-01T00:00:00Z', data: { n: 1.5 } },
    { id: '3', subject: 'a,b', data: {} },
  ]);
  const csv = await w.call('GET', `/api/v1/usage-imports/${body.id}/rejections.csv`);
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.body.split('\r\n')).toEqual([
    'line,reason,content',
    '3,"subject is empty; ""noon"" is not a time of the format iso; n: ""x"" is not a number","2,,noon,x"',
    '7,"the row has 2 cells, the first line 4","4,acme"',
    '8,"an event with this source and id was imported or sent before, with other content","1,acme,2026-01-01,2"',
    '',
  ]);
  const again = await send(w, file);
  expect(again.body).toMatchObject({ accepted: 0, duplicates: 3, rejected: 3 });
  expect(await events(w)).toHaveLength(2);
  expect((await w.call('GET', '/api/v1/usage-imports')).body).toMatchObject({
    data: [{ id: again.body.id }, { id: body.id }],
    meta: { page: { total: 2 } },
  });
  expect((await w.call('GET', `/api/v1/usage-imports/${body.id}`)).body).toEqual(body);
});

it.each([
  ['a quote that is never closed', 'id,who,at,n\n1,a,2026-01-01,1\n2,"a,2026-01-01,1\n3,a,2026-01-01,1\n', 'line 3', 'imported (1)'],
  ['a quote in the middle of a cell', 'id,who,at,n\n1,a"b,2026-01-01,1\n', 'line 2', 'Nothing was imported'],
  ['a column that is not there', 'id,who,time,n\n1,a,2026-01-01,1\n', 'no column "at"', 'Nothing was imported'],
  ['two columns of one name', 'id,who,at,id\n', 'Two columns are called "id"', 'Nothing was imported'],
  ['no line at all', '', 'empty', 'Nothing was imported'],
  ['another encoding', Buffer.from('id,who,at,n\n1,M\xfcller,2026-01-01,1\n', 'latin1'), 'not UTF-8', 'Nothing was imported'],
])('says what is wrong with a file that has %s', async (_, file, what, consequence) => {
  const w = await testWorkspace();
  const { status, body } = await send(w, file);
  expect(status).toBe(400);
  expect(body.detail).toContain(what);
  expect(body.detail).toContain(consequence);
  expect((await w.call('GET', `/api/v1/usage-imports/${body.import_id}`)).body).toMatchObject({
    status: 'failed',
    error: expect.stringContaining(what),
  });
});

it('names the faults of a mapping before it reads the file', async () => {
  const w = await testWorkspace();
  const { status, body } = await send(w, 'id\n', { ...mapping, id: '{', time: { value: '{at}', time_zone: 'Mars' } });
  expect(status).toBe(400);
  expect(body.invalid_parameters.map((p: { field: string }) => p.field)).toEqual(
    ['mapping.id', 'mapping.timeZone'].map((f) => f.replace('timeZone', 'time.timeZone')),
  );
  expect((await send(w, 'id\n', { ...mapping, colour: 'red' })).status).toBe(400);
  expect((await w.call('POST', '/api/v1/usage-imports?mapping={', 'id\n', { headers: { 'content-type': 'text/csv' } })).status).toBe(400);
  expect((await w.call('POST', path(mapping), 'id\n', { role: 'analyst', headers: { 'content-type': 'text/csv' } })).status).toBe(403);
});

it('imports lines of JSON, nested values and long numbers included', async () => {
  const w = await testWorkspace();
  const lines = ['{"id":"a","at":1700000000,"who":{"name":"acme"},"use":[{"n":9007199254740993}]}', 'nonsense', '[1]', ''];
  const { body } = await send(
    w,
    lines.join('\n'),
    {
      ...mapping,
      format: 'ndjson',
      subject: '{who.name}',
      time: { value: '{at}', format: 'unix_seconds' },
      data: { n: { value: '{use.0.n}', type: 'number' } },
    },
    'application/x-ndjson',
  );
  expect(body).toMatchObject({ status: 'finished', accepted: 1, rejected: 2 });
  const response = await api.request('/api/v3/openmeter/events', { headers: { authorization: `Bearer ${await w.secret()}` } });
  expect(await response.text()).toContain('"data":{"n": 9007199254740993}');
});

it('keeps the whole row as data when the mapping names none', async () => {
  const w = await testWorkspace();
  const { data: _, ...whole } = mapping;
  await send(w, 'id,who,at,n\n1,a,2026-01-01,7\n', whole);
  expect(await events(w)).toMatchObject([{ data: { id: '1', who: 'a', at: '2026-01-01', n: '7' } }]);
});

it('shows what the first rows would become, and just columns and cells without a mapping', async () => {
  const w = await testWorkspace();
  const file = 'id,who,at,n\n1,acme,2026-01-01,1.50\n2,,noon,x\n3,"cut o';
  const first = await w.call('POST', path(mapping, '/preview'), file.slice(0, file.lastIndexOf('\n') + 1), {
    headers: { 'content-type': 'text/csv' },
  });
  expect(first.status).toBe(200);
  expect(first.body.columns).toEqual(['id', 'who', 'at', 'n']);
  expect(first.body.rows).toMatchObject([
    { line: 2, cells: ['1', 'acme', '2026-01-01', '1.50'], event: { id: '1', subject: 'acme', specversion: '1.0', data: { n: 1.5 } } },
    { line: 3, reasons: ['subject is empty', expect.any(String), expect.any(String)] },
  ]);
  const bare = await w.call('POST', '/api/v1/usage-imports/preview', 'a;b\n1;2\n', { headers: { 'content-type': 'text/csv' } });
  expect(bare.body).toEqual({ columns: ['a;b'], rows: [{ line: 2, cells: ['1;2'] }] });
  expect(await events(w)).toEqual([]);
});

it('imports a file larger than any other body may be', { timeout: 60_000 }, async () => {
  const w = await testWorkspace();
  const row = (i: number) => `${i},acme,2026-01-01T00:00:00Z,1,${'x'.repeat(600)}\n`;
  const file = `id,who,at,n,filler\n${Array.from({ length: 20_000 }, (_, i) => row(i)).join('')}`;
  expect(file.length).toBeGreaterThan(12_000_000);
  expect((await send(w, file)).body).toMatchObject({ status: 'finished', accepted: 20_000, rejected: 0 });
});

it('shows imports to their workspace only', async () => {
  const [a, b] = [await testWorkspace(), await testWorkspace()];
  const { body } = await send(a, 'id,who,at,n\n1,a,2026-01-01,1\n');
  expect((await b.call('GET', `/api/v1/usage-imports/${body.id}`)).status).toBe(404);
  expect((await b.call('GET', `/api/v1/usage-imports/${body.id}/rejections.csv`)).status).toBe(404);
  expect((await answer('GET', '/api/v1/usage-imports')).status).toBe(401);
});

it('takes a file and compressed events over a real connection', async () => {
  const w = await testWorkspace();
  const server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const authorization = `Bearer ${await w.secret()}`;
    const rows = Array.from({ length: 5_000 }, (_, i) => `${i},acme,2026-01-01,${i}\n`).join('');
    const imported = await fetch(`${host}${path(mapping)}`, { method: 'POST', body: `id,who,at,n\n${rows}`, headers: { authorization } });
    expect([imported.status, await imported.json()]).toMatchObject([201, { status: 'finished', accepted: 5_000 }]);
    const event = { id: 'z', source: 's', type: 'call', subject: 'acme' };
    const sent = await fetch(`${host}/api/v3/openmeter/events`, {
      method: 'POST',
      body: gzipSync(JSON.stringify(event)),
      headers: { authorization, 'content-encoding': 'gzip', 'content-type': 'application/json' },
    });
    expect(sent.status).toBe(202);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

it.skipIf(!existsSync(TRACE))('counts the real trace to the token', { timeout: 60_000 }, async () => {
  const w = await testWorkspace();
  const meter = async (key: string, more: Record<string, unknown>) =>
    (await w.call('POST', '/meters', { key, name: key, event_type: 'llm.request', ...more })).body.id as string;
  const context = await meter('context', { aggregation: 'sum', value_property: '$.context_tokens' });
  const generated = await meter('generated', { aggregation: 'sum', value_property: '$.generated_tokens' });
  const requests = await meter('requests', { aggregation: 'count' });
  expect((await send(w, readFileSync(TRACE), azure)).body).toMatchObject({ rows: 19_366, accepted: 19_366, duplicates: 0, rejected: 0 });
  const range = { from: '2023-11-16T00:00:00Z', to: '2023-11-17T00:00:00Z' };
  const values = async (id: string, more: object) =>
    (await w.call('POST', `/meters/${id}/query`, { ...range, ...more })).body.data.map((r: { value: string }) => r.value);
  expect(await Promise.all([context, generated, requests].map((id) => values(id, {})))).toEqual([['22361870'], ['4088665'], ['19366']]);
  expect(await values(context, { granularity: 'PT1H' })).toEqual(['18444477', '3917393']);
  expect(await values(requests, { granularity: 'PT1H' })).toEqual(['15606', '3760']);
  const one = { filters: { dimensions: { subject: { eq: 'acme-07' } } } };
  expect(await Promise.all([context, generated, requests].map((id) => values(id, one)))).toEqual([['579020'], ['102399'], ['484']]);
});

it('ends an import whose server was killed as interrupted, with what it stored, and sending the file again adds the rest', async () => {
  const w = await testWorkspace();
  const file = 'id,who,at,n\n1,acme,2026-01-01,1\n2,acme,2026-01-01,2\n';
  const parsed = readMapping(JSON.stringify(mapping));
  const scope = await w.run(async ({ workspace, actor, role, requestId }) => ({ workspace, actor, role, requestId }));
  const id = newId();
  await startImport(scope, id, { name: 'half.csv', stream: Readable.from([]) }, parsed);
  await send(w, file.slice(0, file.indexOf('2,acme')));
  await noteProgress(w.id, id, { bytesRead: 40, rows: 1, accepted: 1, duplicates: 0, rejected: 0 }, []);
  const job = async () => (await w.call('GET', '/api/v1/jobs?q=half.csv')).body.data.at(-1);
  const work = startWork(1);
  try {
    // While it is heard of, it is left alone and looked after again.
    const first = await job();
    await w.call('POST', `/api/v1/jobs/${first.id}/retry`);
    await expect.poll(async () => (await job())?.about).toBe('half.csv, 1 rows read');
    expect((await w.call('GET', `/api/v1/usage-imports/${id}`)).body.status).toBe('running');
    await sqlTransaction({ workspaceId: w.id }, (client) =>
      client.query(`UPDATE usage_imports SET updated_at = now() - interval '2 minutes' WHERE id = $1`, [id]),
    );
    await w.call('POST', `/api/v1/jobs/${(await job()).id}/retry`);
    await expect.poll(job).toBeUndefined();
  } finally {
    await work.stop();
  }
  const ended = (await w.call('GET', `/api/v1/usage-imports/${id}`)).body;
  expect(ended).toMatchObject({ status: 'interrupted', rows: 1, accepted: 1, error: expect.stringContaining('1 rows were read') });
  expect((await send(w, file)).body).toMatchObject({ status: 'finished', accepted: 1, duplicates: 1 });
});

it.each([
  ['a first line that ends otherwise than the rows', 'id,who,at,n\n1,acme,2026-01-01,1\r\n2,acme,2026-01-02,2\r\n'],
  ['rows that end otherwise than the first line', 'id,at,n,who\r\n1,2026-01-01,1,acme\n2,2026-01-02,2,acme\n'],
  ['blanks around cells', 'id,who,at,n\n 1 , acme , 2026-01-01 , 1 \n2,acme,2026-01-02,2\n'],
  ['a line that says what separates the cells', 'sep=;\r\nid;who;at;n\r\n1;acme;2026-01-01;1\r\n2;acme;2026-01-02;2\r\n'],
  ['columns without a name', 'id,who,at,n,,\n1,acme,2026-01-01,1,,\n2,acme,2026-01-02,2,,\n'],
])('reads a file with %s', async (_, file) => {
  const w = await testWorkspace();
  expect((await send(w, file)).body).toMatchObject({ accepted: 2, rejected: 0 });
  expect(await events(w)).toMatchObject([
    { id: '1', subject: 'acme', data: { n: 1 } },
    { id: '2', subject: 'acme', data: { n: 2 } },
  ]);
  const preview = await w.call('POST', path(mapping, '/preview'), file, { headers: { 'content-type': 'text/csv' } });
  expect(preview.body.rows).toMatchObject([{ event: { id: '1', subject: 'acme' } }, { event: { id: '2' } }]);
});

it('reads a JSON file that is one array, and tells one that is not closed', async () => {
  const w = await testWorkspace();
  const rows = '[\n{"id":"1","who":"a]c,me","at":"2026-01-01","n":1.50},\n{"id":"2","who":"acme","at":"2026-01-02","n":[2]}\n]\n';
  const whole = { ...mapping, format: 'ndjson', data: undefined };
  expect((await send(w, rows, whole, 'application/x-ndjson')).body).toMatchObject({ accepted: 2, rejected: 0 });
  const cut = await send(w, rows.slice(0, -3), whole, 'application/x-ndjson');
  expect([cut.status, cut.body.detail]).toEqual([400, expect.stringContaining('not closed')]);
});

it('refuses a byte that is broken at the very end, with its line', async () => {
  const w = await testWorkspace();
  const file = Buffer.concat([Buffer.from('id,who,at,n\n1,acme,2026-01-01,1\n2,acm'), Buffer.from([0xc3])]);
  const { status, body } = await send(w, file);
  expect([status, body.detail]).toEqual([400, expect.stringContaining('line 3')]);
});
