import { expect, it } from 'vitest';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const tokens = {
  key: 'tokens',
  name: 'Tokens',
  aggregation: 'sum',
  event_type: 'llm.request',
  value_property: '$.tokens',
  dimensions: { model: '$.model' },
  labels: { costCentre: 'a1' },
};

it('creates a meter, reads it back as it was given, and lists it', async () => {
  const w = await testWorkspace();
  const created = await w.call('POST', '/meters', tokens);
  expect(created).toMatchObject({ status: 201, body: tokens });
  expect(created.headers.get('etag')).toBe('"1"');
  const read = await w.call('GET', `/meters/${created.body.id}`);
  expect(read.body).toEqual(created.body);
  const list = await w.call('GET', '/meters?filter[key][contains]=TOK&sort=name desc&page[size]=5');
  expect(list.body).toEqual({ data: [created.body], meta: { page: { number: 1, size: 5, total: 1 } } });
});

it('changes only what may change, and refuses a stale copy with the current one', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/meters', tokens);
  const changed = await w.call('PUT', `/meters/${body.id}`, { name: 'All tokens' }, { headers: { 'if-match': '"1"' } });
  expect(changed).toMatchObject({ status: 200, body: { name: 'All tokens', dimensions: { model: '$.model' } } });
  const stale = await w.call('PUT', `/meters/${body.id}`, { name: 'Mine' }, { headers: { 'if-match': '"1"' } });
  expect(stale).toMatchObject({ status: 412, body: { code: 'stale_revision', current: { name: 'All tokens' }, current_revision: 2 } });
});

it('names every fault of a body at once, each with its field and rule', async () => {
  const w = await testWorkspace();
  const { status, body } = await w.call('POST', '/meters', {
    key: 'Bad Key',
    name: '',
    aggregation: 'median',
    colour: 'red',
    labels: { a: '' },
  });
  expect(status).toBe(400);
  expect(body.invalid_parameters.map((p: { field: string; rule: string }) => [p.field, p.rule])).toEqual(
    expect.arrayContaining([
      ['key', 'pattern'],
      ['name', 'min_length'],
      ['aggregation', 'enum'],
      ['event_type', 'required'],
      ['colour', 'additionalProperties'],
    ]),
  );
});

it('answers malformed JSON, a wrong type, an unknown path and a wrong method each in its own words', async () => {
  const w = await testWorkspace();
  expect(await w.call('POST', '/meters', '{"key": ')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
  expect(await w.call('POST', '/meters', 'x', { headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
  expect(await w.call('GET', '/nothing')).toMatchObject({ status: 404 });
  expect(await w.call('PATCH', '/meters')).toMatchObject({ status: 405 });
  expect(await w.call('GET', '/meters/not-an-id')).toMatchObject({ status: 404 });
  expect(await w.call('GET', '/meters?page[size]=5000')).toMatchObject({ status: 400 });
});

it('shows another workspace nothing, not even that an id exists', async () => {
  const [a, b] = [await testWorkspace(), await testWorkspace()];
  const { body } = await a.call('POST', '/meters', tokens);
  expect((await b.call('GET', `/meters/${body.id}`)).status).toBe(404);
  expect((await b.call('DELETE', `/meters/${body.id}`)).status).toBe(404);
  expect((await b.call('GET', '/meters')).body.data).toEqual([]);
});

it('refuses no key, a wrong key, a revoked key and a role that may not', async () => {
  const w = await testWorkspace();
  expect((await answer('GET', '/meters')).status).toBe(401);
  expect((await answer('GET', '/meters', undefined, { authorization: 'Bearer rb_wrong' })).status).toBe(401);
  expect((await w.call('POST', '/meters', tokens, { role: 'analyst' })).status).toBe(403);
  const secret = await w.secret('support');
  expect((await answer('GET', '/meters', undefined, { authorization: `Bearer ${secret}` })).status).toBe(200);
  await w.run((ctx) => ctx.tx.apiKey.updateMany({ where: { role: 'support' }, data: { revokedAt: new Date() } }));
  await expect.poll(async () => (await answer('GET', '/meters', undefined, { authorization: `Bearer ${secret}` })).status).toBe(401);
});

it('accepts a write with a cookie only from a page of the same origin', async () => {
  const w = await testWorkspace();
  const person = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
  expect((await answer('POST', '/meters', tokens, { ...person.headers, origin: 'https://evil.example' })).status).toBe(403);
  expect((await answer('POST', '/meters', tokens, person.headers)).status).toBe(201);
});

it('answers a repeated write with the same Idempotency-Key as the first time, and writes once', async () => {
  const w = await testWorkspace();
  const headers = { 'idempotency-key': 'k1' };
  const first = await w.call('POST', '/meters', tokens, { headers });
  const [again, same] = await Promise.all([w.call('POST', '/meters', tokens, { headers }), w.call('POST', '/meters', tokens, { headers })]);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(same.body).toEqual(first.body);
  expect((await w.call('POST', '/meters', { ...tokens, key: 'other' }, { headers })).status).toBe(409);
  expect((await w.call('GET', '/meters')).body.meta.page.total).toBe(1);
});

it('writes every change to the audit log with before and after', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/meters', tokens);
  await w.call('PUT', `/meters/${body.id}`, { name: 'B' });
  await w.call('DELETE', `/meters/${body.id}`);
  const entries = await w.run((ctx) => ctx.tx.auditEntry.findMany({ orderBy: { id: 'asc' } }));
  expect(entries.map((e) => e.action)).toEqual(['meter.create', 'meter.update', 'meter.delete']);
  expect(entries[1]).toMatchObject({ before: { name: 'Tokens' }, after: { name: 'B' }, actorType: 'api_key' });
});

it('finds meters by every word of a search, in the order and page asked for', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/meters', tokens);
  await w.call('POST', '/meters', { key: 'calls', name: 'Calls', aggregation: 'count', event_type: 'http.call' });
  await w.call('POST', '/meters', {
    key: 'errors',
    name: 'Errors',
    aggregation: 'count',
    event_type: 'http.fault',
    description: 'Of calls',
  });
  const found = async (query: string) => {
    const { status, body } = await w.call('GET', `/api/v1/meters?${query}`);
    return status === 200 ? [body.data.map(({ key }: { key: string }) => key).join(' '), body.meta.page.total] : status;
  };
  expect(await found('q=call')).toEqual(['calls errors', 2]);
  expect(await found('q=call FAULT')).toEqual(['errors', 1]);
  expect(await found('q=LLM.req')).toEqual(['tokens', 1]);
  expect(await found('sort=aggregation desc,event_type desc')).toEqual(['tokens errors calls', 3]);
  expect(await found('sort=created_at&page[size]=2&page[number]=2')).toEqual(['errors', 3]);
  expect(await found('q=x&sort=measure')).toBe(400);
  expect((await (await testWorkspace()).call('GET', '/api/v1/meters')).body.data).toEqual([]);
});
