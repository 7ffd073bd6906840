import { describe, expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { systemPrices } from './llm-price-list';

const override = {
  provider: 'openai',
  model_id: 'gpt-4o',
  pricing: { input_per_token: '0.000002', output_per_token: '0.000009' },
  currency: 'USD',
  effective_from: '2026-01-01T00:00:00Z',
};
const add = (w: TestWorkspace, change: object = {}) => w.call('POST', '/llm-cost/overrides', { ...override, ...change });
const listed = async (w: TestWorkspace, query: string) => (await w.call('GET', `/llm-cost/prices?${query}`)).body.data;

describe('the price list that ships', () => {
  it('has one price at a time for each model, under ids of its own', () => {
    expect(new Set(systemPrices.map(({ id }) => id)).size).toBe(systemPrices.length);
    for (const price of systemPrices) {
      const same = systemPrices.filter((other) => other.provider.id === price.provider.id && other.model.id === price.model.id);
      const next = same.find((other) => other.effectiveFrom > price.effectiveFrom);
      expect(price.effectiveTo, price.model.id).toBe(next?.effectiveFrom);
    }
  });

  it('answers what applies now, and each of its prices by its id', async () => {
    const w = await testWorkspace();
    const [o3] = await listed(w, 'filter[model_id]=o3');
    expect(o3).toMatchObject({
      provider: { id: 'openai', name: 'OpenAI' },
      pricing: { input_per_token: '0.000002', output_per_token: '0.000008', cache_read_per_token: '0.0000005' },
      source: 'system',
      effective_from: '2025-06-10T00:00:00.000Z',
    });
    const past = systemPrices.find((price) => price.model.id === 'o3' && price.effectiveTo);
    expect((await w.call('GET', `/llm-cost/prices/${past?.id}`)).body.pricing.input_per_token).toBe('0.00001');
    expect((await w.call('GET', '/llm-cost/prices/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
  });
});

it('filters and sorts prices by provider, model and source', async () => {
  const w = await testWorkspace();
  const models = async (query: string) => (await listed(w, query)).map((price: { model: { id: string } }) => price.model.id);
  expect(await models('filter[provider]=openai&filter[model_id][contains]=EMBED&sort=model.id desc')).toEqual([
    'text-embedding-3-small',
    'text-embedding-3-large',
  ]);
  expect((await models('filter[provider][neq]=openai&page[size]=1000')).includes('gpt-4o')).toBe(false);
  expect(await models('filter[source]=manual')).toEqual([]);
  expect((await w.call('GET', '/llm-cost/prices?sort=price')).status).toBe(400);
});

it('puts an override before the list while it lasts, for this workspace alone, and the list again when it is deleted', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  const created = await add(w, { effective_to: '2099-01-01T00:00:00Z' });
  expect(created).toMatchObject({
    status: 201,
    body: { source: 'manual', model: { id: 'gpt-4o', name: 'GPT-4o' }, provider: { name: 'OpenAI' } },
  });
  expect(await listed(w, 'filter[model_id]=gpt-4o')).toEqual([created.body]);
  expect(await listed(other, 'filter[model_id]=gpt-4o')).toMatchObject([{ source: 'system' }]);
  expect((await other.call('DELETE', `/llm-cost/overrides/${created.body.id}`)).status).toBe(404);
  await add(w, { effective_from: '2098-01-01T00:00:00Z', pricing: { input_per_token: '1', output_per_token: '1' } });
  expect(await listed(w, 'filter[model_id]=gpt-4o')).toEqual([created.body]);
  expect((await w.call('GET', '/llm-cost/overrides')).body.meta.page.total).toBe(2);
  expect((await w.call('GET', '/llm-cost/overrides?filter[provider]=anthropic')).body.data).toEqual([]);
  expect((await w.call('DELETE', `/llm-cost/overrides/${created.body.id}`)).status).toBe(204);
  expect((await w.call('DELETE', `/llm-cost/overrides/${created.body.id}`)).status).toBe(404);
  expect(await listed(w, 'filter[model_id]=gpt-4o')).toMatchObject([{ source: 'system' }]);
});

it('prices models that no list knows, and refuses what cannot be a price', async () => {
  const w = await testWorkspace();
  await add(w, { provider: 'in-house', model_id: 'sonata-large', model_name: 'Sonata Large' });
  expect(await listed(w, 'filter[provider]=in-house')).toMatchObject([{ provider: { name: 'in-house' }, model: { name: 'Sonata Large' } }]);
  expect((await add(w, { provider: 'in-house', model_id: 'sonata-large' })).status).toBe(409);
  const issues = async (change: object) => (await add(w, change)).body.issues;
  expect(await issues({ currency: 'EUR' })).toMatchObject([{ code: 'llm_price_currency_not_usd', field: '$.currency' }]);
  expect(await issues({ effective_to: '2025-01-01T00:00:00Z' })).toMatchObject([{ field: '$.effective_to' }]);
  expect(await issues({ pricing: { input_per_token: '-1', output_per_token: '1' } })).toMatchObject([
    { field: '$.pricing.input_per_token' },
  ]);
});

it('an override of a model that has no price now has a row of its own, and the list says until when it knows', async () => {
  const w = await testWorkspace();
  const say = (effective_from: string, effective_to?: string) =>
    w.call('POST', '/llm-cost/overrides', {
      ...{ provider: 'own', model_id: 'house-1', currency: 'USD', effective_from, effective_to },
      pricing: { input_per_token: '0.1', output_per_token: '0.2' },
    });
  const found = async () => (await w.call('GET', '/api/v1/llm-cost/prices?q=house')).body;
  const { body: past } = await say('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
  expect(await found()).toMatchObject({ data: [{ id: past.id }], not_in_force: [past.id], known_until: expect.stringMatching(/^\d{4}-/) });
  const { body: next } = await say('2090-01-01T00:00:00Z');
  expect(await found()).toMatchObject({ data: [{ id: next.id }], not_in_force: [next.id], meta: { page: { total: 1 } } });
  const { body: current } = await say('2026-03-01T00:00:00Z');
  expect(await found()).toMatchObject({ data: [{ id: current.id }], not_in_force: [] });
  expect((await found()).providers).toContainEqual({ id: 'own', name: 'own' });
});
