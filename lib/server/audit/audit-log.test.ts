import { beforeAll, expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const LOG = '/api/v1/audit-log';
let w: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [w, other] = [await testWorkspace(), await testWorkspace()];
  for (const key of ['a', 'b', 'c']) await w.call('POST', '/features', { key, name: key.toUpperCase() });
  const { body } = await w.call('POST', '/customers', { key: 'acme', name: 'Acme' }, { role: 'support' });
  await w.call('PUT', `/customers/${body.id}`, { name: 'Acme 2' }, { role: 'support' });
  await other.call('POST', '/features', { key: 'a', name: 'A' });
});

const names = async (query = '') =>
  (await w.call('GET', `${LOG}?${query}`)).body.data.map(
    (e: { action: string; resource: { name: string } }) => `${e.action} ${e.resource.name}`,
  );

it('shows who changed what, from what, to what, the latest first, and nothing of other workspaces', async () => {
  const { body } = await w.call('GET', LOG);
  expect(body.data[0]).toMatchObject({
    actor: { type: 'api_key', name: 'support' },
    action: 'customer.update',
    resource: { type: 'customer', name: 'Acme 2' },
    before: { name: 'Acme' },
    after: { name: 'Acme 2' },
  });
  expect(await names()).toEqual([
    'customer.update Acme 2',
    'customer.create Acme',
    'feature.create C',
    'feature.create B',
    'feature.create A',
  ]);
});

it('filters by actor, action, resource and time', async () => {
  expect(await names('filter[actor]=support')).toHaveLength(2);
  expect(await names('filter[actor][contains]=DMI')).toHaveLength(3);
  expect(await names('filter[action]=customer.create')).toEqual(['customer.create Acme']);
  expect(await names('filter[action][contains]=feature')).toHaveLength(3);
  expect(await names('filter[resource_type]=customer')).toHaveLength(2);
  const { data } = (await w.call('GET', LOG)).body;
  expect(await names(`filter[resource_id]=${data[2].resource.id}`)).toEqual(['feature.create C']);
  expect(await names(`filter[at][gte]=${data[1].at}`)).toEqual(['customer.update Acme 2', 'customer.create Acme']);
  expect(await names(`filter[at][lt]=${data[4].at}`)).toEqual([]);
  expect((await w.call('GET', `${LOG}?filter[at][gte]=yesterday`)).status).toBe(400);
});

it('pages by cursor, there and back, with links that keep the filter', async () => {
  const first = (await w.call('GET', `${LOG}?page[size]=2&filter[resource_type]=feature`)).body;
  expect(first.data.map((e: { resource: { name: string } }) => e.resource.name)).toEqual(['C', 'B']);
  expect(first.meta.page).toMatchObject({ size: 2, previous: null });
  const second = (await w.call('GET', first.meta.page.next)).body;
  expect(second.data.map((e: { resource: { name: string } }) => e.resource.name)).toEqual(['A']);
  expect(second.meta.page.next).toBeNull();
  expect((await w.call('GET', second.meta.page.previous)).body.data).toEqual(first.data);
  expect((await w.call('GET', `${LOG}?page[after]=x&page[before]=y`)).status).toBe(400);
});

it('is for owners, admins and analysts', async () => {
  expect((await w.call('GET', LOG, undefined, { role: 'analyst' })).status).toBe(200);
  for (const role of ['editor', 'support'] as const) expect((await w.call('GET', LOG, undefined, { role })).status).toBe(403);
});
