import { describe, expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const meter = { key: 'tokens', name: 'Tokens', aggregation: 'sum', event_type: 'llm', value_property: '$.n', dimensions: { model: '$.m' } };

async function metered(w: TestWorkspace) {
  const { body } = await w.call('POST', '/meters', meter);
  return { key: 'tokens', name: 'Tokens', meter: { id: body.id, filters: { model: { eq: 'big' } } }, labels: { teamName: 'a' } };
}

it('creates a feature on a meter, reads it back as it was given, and finds it by meter, key and name', async () => {
  const w = await testWorkspace();
  const given = await metered(w);
  const created = await w.call('POST', '/features', given);
  expect(created).toMatchObject({ status: 201, body: given });
  await w.call('POST', '/features', { key: 'sso', name: 'Single sign-on' });
  expect((await w.call('GET', `/features/${created.body.id}`)).body).toEqual(created.body);
  for (const filter of [
    `filter[meter_id]=${given.meter.id}`,
    'filter[key]=tokens',
    'filter[name][contains]=oke',
    'page[size]=1&sort=key desc',
  ]) {
    expect((await w.call('GET', `/features?${filter}`)).body.data, filter).toEqual([created.body]);
  }
});

it('changes only what a unit costs, removes the cost with null, and refuses a stale copy', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/features', await metered(w));
  const at = `/features/${body.id}`;
  const llm = { type: 'llm', provider: 'openai', model_property: 'model', token_type: 'input' };
  expect(await w.call('PATCH', at, { unit_cost: llm })).toMatchObject({ status: 200, body: { unit_cost: llm } });
  const stale = await w.call('PATCH', at, { unit_cost: null }, { headers: { 'if-match': '"1"' } });
  expect(stale).toMatchObject({ status: 412, body: { current: { unit_cost: llm }, current_revision: 2 } });
  expect((await w.call('PATCH', at, { unit_cost: null })).body.unit_cost).toBeUndefined();
  expect((await w.call('PATCH', at, { name: 'Other' })).body.invalid_parameters).toMatchObject([
    { field: 'name', rule: 'additionalProperties' },
  ]);
  expect((await w.call('PATCH', at, {})).headers.get('etag')).toBe('"3"');
});

it('still reads a deleted feature, refuses to change it, and lets its key be used again', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/features', { key: 'sso', name: 'SSO' });
  expect((await w.call('DELETE', `/features/${body.id}`)).status).toBe(204);
  expect(await w.call('GET', `/features/${body.id}`)).toMatchObject({ status: 200, body: { deleted_at: expect.any(String) } });
  expect((await w.call('PATCH', `/features/${body.id}`, {})).body.code).toBe('resource_deleted');
  expect((await w.call('DELETE', `/features/${body.id}`)).body.code).toBe('resource_deleted');
  expect((await w.call('GET', '/features')).body.meta.page.total).toBe(0);
  expect((await w.call('POST', '/features', { key: 'sso', name: 'SSO' })).status).toBe(201);
});

describe('a feature that cannot be', () => {
  const cases: [string, (f: Record<string, unknown>) => unknown, number, string][] = [
    ['names a meter that is not there', (f) => ({ ...f, meter: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }), 400, 'feature_meter_not_found'],
    [
      'filters by an unknown dimension',
      (f) => ({ ...f, meter: { ...(f.meter as object), filters: { region: { eq: 'eu' } } } }),
      400,
      'feature_filter_dimension_unknown',
    ],
    ['has a key like an id', (f) => ({ ...f, key: '01arz3ndektsv4rrffq69g5fav' }), 400, 'feature_key_like_id'],
    ['costs less than nothing', (f) => ({ ...f, unit_cost: { type: 'manual', amount: '-1' } }), 400, 'unit_cost_negative'],
    [
      'reads its model from two places',
      (f) => ({ ...f, unit_cost: { type: 'llm', provider: 'a', model: 'b', model_property: 'model', token_type: 'input' } }),
      400,
      'unit_cost_llm_source_ambiguous',
    ],
  ];
  it.each(cases)('%s: is refused and not stored', async (_, change, status, code) => {
    const w = await testWorkspace();
    const answer = await w.call('POST', '/features', change(await metered(w)));
    expect(answer).toMatchObject({ status, body: { issues: [expect.objectContaining({ code, severity: 'critical' })] } });
    expect((await w.call('GET', '/features')).body.data).toEqual([]);
  });

  it('has a key that is taken', async () => {
    const w = await testWorkspace();
    await w.call('POST', '/features', { key: 'sso', name: 'SSO' });
    expect(await w.call('POST', '/features', { key: 'sso', name: 'SSO' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('sso') },
    });
  });
});

it('finds features by every word of a search, in the order and page asked for', async () => {
  const w = await testWorkspace();
  const { body: behind } = await w.call('POST', '/meters', meter);
  for (const [key, name, meterId] of [
    ['seats', 'Seats'],
    ['sso', 'Single sign-on'],
    ['in_tokens', 'Input', behind.id],
    ['inxtokens', 'Also input', behind.id],
  ]) {
    await w.call('POST', '/features', { key, name, ...(meterId && { meter: { id: meterId } }) });
  }
  const found = async (query: string) => {
    const { status, body } = await w.call('GET', `/api/v1/features?${query}`);
    return status === 200 ? [body.data.map(({ key }: { key: string }) => key).join(' '), body.meta.page.total] : status;
  };
  expect(await found('')).toEqual(['inxtokens in_tokens seats sso', 4]);
  expect(await found('q=SIGN single')).toEqual(['sso', 1]);
  expect(await found('q=Tokens&sort=key desc')).toEqual(['inxtokens in_tokens', 2]);
  expect(await found('q=in_tok')).toEqual(['in_tokens', 1]);
  expect(await found(`q=${encodeURIComponent('%')}`)).toEqual(['', 0]);
  expect(await found('sort=meter_name,key desc&page[size]=1&page[number]=2')).toEqual(['in_tokens', 4]);
  expect(await found('sort=colour')).toBe(400);
});
