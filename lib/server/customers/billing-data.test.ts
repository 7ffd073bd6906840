import { expect, it } from 'vitest';
import { published } from '@/lib/server/testing/sample-plans';
import { customer, subscribed } from '@/lib/server/testing/sample-subscriptions';
import { testWorkspace } from '@/lib/server/testing/workspace';

const V1 = '/api/v1/customers';
const data = {
  currency: 'EUR',
  billing_address: { country: 'DE', city: 'Berlin' },
  tax_ids: [{ type: 'eu_vat', value: 'DE123456789' }],
  department: 'Search',
  tags: ['pilot', 'pilot'],
};

it('is replaced as a whole, and the contract’s customer shows its part of it', async () => {
  const w = await testWorkspace();
  const above = await customer(w, 'group');
  const id = await customer(w);
  const saved = await w.call('PUT', `${V1}/${id}/billing-data`, { ...data, parent_id: above }, { headers: { 'if-match': '"1"' } });
  expect(saved).toMatchObject({ status: 200, body: { ...data, tags: ['pilot'], parent: { id: above, key: 'group' } } });
  expect((await w.call('GET', `/customers/${id}`)).body).toMatchObject({ currency: 'EUR', billing_address: { city: 'Berlin' } });
  expect((await w.call('GET', `${V1}/${id}/billing-data`)).body).toEqual(saved.body);
  expect((await w.call('PUT', `${V1}/${id}/billing-data`, {}, { headers: { 'if-match': '"1"' } })).status).toBe(412);
  expect((await w.call('PUT', `${V1}/${id}/billing-data`, {})).body).toEqual({ tax_ids: [], tags: [] });
});

it('puts no customer under itself or a part of itself, and keeps one that others are a part of', async () => {
  const w = await testWorkspace();
  const [a, b] = [await customer(w, 'a'), await customer(w, 'b')];
  expect((await w.call('PUT', `${V1}/${b}/billing-data`, { parent_id: a })).status).toBe(200);
  for (const [id, parent] of [
    [a, a],
    [a, b],
    [a, '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ])
    expect(await w.call('PUT', `${V1}/${id}/billing-data`, { parent_id: parent })).toMatchObject({
      status: 400,
      body: { invalid_parameters: [{ field: 'parent_id' }] },
    });
  expect(await w.call('DELETE', `/customers/${a}`)).toMatchObject({ status: 409, body: { used_by: [{ type: 'customer', id: b }] } });
});

it('keeps its currency while a subscription is invoiced in it', async () => {
  const w = await testWorkspace();
  await published(w);
  const id = (await w.call('GET', `/subscriptions/${await subscribed(w)}`)).body.customer_id;
  for (const refused of [
    await w.call('PUT', `${V1}/${id}/billing-data`, { currency: 'EUR' }),
    await w.call('PUT', `/customers/${id}`, { name: 'acme' }),
  ])
    expect(refused).toMatchObject({ status: 409, body: { used_by: [{ type: 'subscription' }] } });
  expect(
    (await w.call('PUT', `/customers/${id}`, { name: 'acme', currency: 'USD', usage_attribution: { subject_keys: ['s'] } })).status,
  ).toBe(200);
});

it('is merged into another customer with its subjects, unless it has subscriptions', async () => {
  const w = await testWorkspace();
  await published(w);
  const from = await customer(w, 'old', { usage_attribution: { subject_keys: ['old-1'] } });
  const into = await customer(w, 'new', { usage_attribution: { subject_keys: ['new-1'] } });
  const merged = await w.call('POST', `${V1}/${from}/merge`, { into });
  expect(merged).toMatchObject({ status: 200, body: { id: into, usage_attribution: { subject_keys: ['new-1', 'old', 'old-1'] } } });
  expect((await w.call('GET', `/customers/${from}`)).body.deleted_at).toBeDefined();
  const busy = (await w.call('GET', `/subscriptions/${await subscribed(w, 'flat', 'busy')}`)).body.customer_id;
  expect(await w.call('POST', `${V1}/${busy}/merge`, { into })).toMatchObject({
    status: 409,
    body: { used_by: [{ type: 'subscription', key: 'busy' }] },
  });
  expect((await w.call('POST', `${V1}/${into}/merge`, { into })).status).toBe(400);
});

it('lists customers by the plan they are on', async () => {
  const w = await testWorkspace();
  await published(w);
  await customer(w, 'none');
  await subscribed(w);
  const keys = async (filter: string) => (await w.call('GET', `/customers?${filter}`)).body.data.map((c: { key: string }) => c.key);
  expect(await keys('filter[plan_key]=flat')).toEqual(['acme']);
  expect(await keys('filter[plan_key][exists]=false')).toEqual(['none']);
  expect(await keys('filter[plan_key]=other')).toEqual([]);
});

it('keeps a feature while a subscription has it, and names which', async () => {
  const w = await testWorkspace();
  const { body: feature } = await w.call('POST', '/features', { key: 'sso', name: 'SSO' });
  const plan = await published(w, {
    phases: [
      {
        key: 'main',
        name: 'Main',
        rate_cards: [{ key: 'sso', name: 'SSO', feature: { id: feature.id }, price: { type: 'free' }, entitlement: { type: 'boolean' } }],
      },
    ],
  });
  await subscribed(w);
  await w.call('POST', `/plans/${plan}/archive`);
  expect(await w.call('DELETE', `/features/${feature.id}`)).toMatchObject({
    status: 409,
    body: { used_by: [{ type: 'subscription', key: 'acme' }], detail: expect.stringContaining('the subscription "Flat" of "acme"') },
  });
});
