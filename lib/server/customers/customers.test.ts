import { describe, expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';

const acme = {
  key: 'acme',
  name: 'Acme',
  description: 'First customer',
  labels: { costCentre: 'x' },
  usage_attribution: { subject_keys: ['acme-01', 'acme-02'] },
  primary_email: 'pay@acme.example',
  currency: 'EUR',
  billing_address: { country: 'DE', postal_code: '10115', line1: 'Weg 1' },
};

it('creates a customer, reads it back as it was given, and finds it by everything it can be found by', async () => {
  const w = await testWorkspace();
  const created = await w.call('POST', '/customers', acme);
  expect(created).toMatchObject({ status: 201, body: acme });
  await w.call('POST', '/customers', { key: 'other', name: 'Other' });
  expect((await w.call('GET', `/customers/${created.body.id}`)).body).toEqual(created.body);
  for (const filter of [
    'filter[key]=acme',
    'filter[name][contains]=ACM',
    'filter[primary_email][eq]=pay@acme.example',
    'filter[usage_attribution_subject_key]=acme-02',
    'filter[usage_attribution_subject_key]=acme',
    'filter[key][oeq]=acme,nobody',
    'sort=name desc&page[number]=2&page[size]=1',
    'filter[name]=Acme&filter[plan_key][exists]=false',
  ]) {
    expect((await w.call('GET', `/customers?${filter}`)).body.data, filter).toEqual([created.body]);
  }
  expect((await w.call('GET', '/customers?filter[plan_key]=pro')).body.data).toEqual([]);
  expect((await w.call('GET', `/customers?filter[billing_profile_id]=${created.body.id}`)).body.data).toEqual([]);
});

it('replaces everything but the key', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/customers', acme);
  const replaced = await w.call('PUT', `/customers/${body.id}`, {
    name: 'Acme 2',
    usage_attribution: { subject_keys: ['acme-02', 'acme'] },
  });
  expect(replaced.status).toBe(200);
  const { updated_at: _, ...kept } = replaced.body;
  expect(kept).toEqual({
    id: body.id,
    key: 'acme',
    name: 'Acme 2',
    labels: {},
    usage_attribution: { subject_keys: ['acme-02', 'acme'] },
    created_at: body.created_at,
  });
  const stale = await w.call('PUT', `/customers/${body.id}`, { name: 'Mine' }, { headers: { 'if-match': '"1"' } });
  expect(stale).toMatchObject({ status: 412, body: { current: { name: 'Acme 2' }, current_revision: 2 } });
  expect((await w.call('PUT', `/customers/${body.id}`, { ...acme, key: 'new' })).body.invalid_parameters).toMatchObject([
    { field: 'key', rule: 'additionalProperties' },
  ]);
});

it('is saved by one of two who change the same copy at the same moment', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/customers', acme);
  const save = (name: string) => w.call('PUT', `/customers/${body.id}`, { name }, { headers: { 'if-match': '"1"' } });
  expect((await Promise.all([save('A'), save('B')])).map(({ status }) => status).sort()).toEqual([200, 412]);
});

describe('a subject leads to one living customer', () => {
  it.each([
    [{ key: 'acme', name: 'B' }, '$.key', 'There already is a customer with the key "acme"'],
    [{ key: 'acme-01', name: 'B' }, '$.key', 'a subject of the customer "acme"'],
    [
      { key: 'b', name: 'B', usage_attribution: { subject_keys: ['x', 'acme-02'] } },
      '$.usage_attribution.subject_keys[1]',
      'belongs to the customer "acme"',
    ],
    [
      { key: 'b', name: 'B', usage_attribution: { subject_keys: ['acme'] } },
      '$.usage_attribution.subject_keys[0]',
      'belongs to the customer "acme"',
    ],
  ])('refuses %j and names whose it is', async (second, field, detail) => {
    const w = await testWorkspace();
    await w.call('POST', '/customers', acme);
    const refused = await w.call('POST', '/customers', second);
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(detail), issues: [{ field }] } });
    expect((await w.call('GET', '/customers')).body.meta.page.total).toBe(1);
  });

  it('also when two are created at the same moment', async () => {
    const w = await testWorkspace();
    const both = ['a', 'b'].map((key) => w.call('POST', '/customers', { key, name: key, usage_attribution: { subject_keys: ['shared'] } }));
    expect((await Promise.all(both)).map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  it('and is free again when that customer is deleted', async () => {
    const w = await testWorkspace();
    const { body } = await w.call('POST', '/customers', acme);
    expect((await w.call('DELETE', `/customers/${body.id}`)).status).toBe(204);
    expect(await w.call('GET', `/customers/${body.id}`)).toMatchObject({
      status: 200,
      body: { key: 'acme', deleted_at: expect.any(String) },
    });
    expect(await w.call('DELETE', `/customers/${body.id}`)).toMatchObject({ status: 400, body: { code: 'resource_deleted' } });
    expect(await w.call('PUT', `/customers/${body.id}`, { name: 'A' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('acme') },
    });
    expect((await w.call('POST', '/customers', acme)).status).toBe(201);
  });

  it('and is not listed twice', async () => {
    const w = await testWorkspace();
    const twice = { key: 'b', name: 'B', usage_attribution: { subject_keys: ['s', 's'] } };
    expect(await w.call('POST', '/customers', twice)).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'customer_subject_duplicated' }] },
    });
  });
});

it('lets support change customers and an analyst only read them', async () => {
  const w = await testWorkspace();
  expect((await w.call('POST', '/customers', acme, { role: 'analyst' })).status).toBe(403);
  expect((await w.call('POST', '/customers', acme, { role: 'support' })).status).toBe(201);
  expect((await w.call('GET', '/customers', undefined, { role: 'analyst' })).body.data).toHaveLength(1);
});
