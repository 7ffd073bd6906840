import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const meter = {
  key: 'tokens',
  name: 'Tokens',
  aggregation: 'sum',
  event_type: 'llm',
  value_property: '$.n',
  dimensions: { model: '$.model', provider: '$.provider', kind: '$.kind' },
};
const llm = { type: 'llm', provider_property: 'provider', model_property: 'model', token_type_property: 'kind' };
const event = (id: number, time: string, n: number, model: string, kind = 'input', provider = 'openai', subject = 'acme') => ({
  specversion: '1.0',
  id: String(id),
  source: 't',
  type: 'llm',
  subject,
  time,
  data: { n, model, kind, provider },
});

async function feature(w: TestWorkspace, unit_cost: object | undefined, filters?: object) {
  const { body: counted } = await w.call('POST', '/meters', meter);
  const { body } = await w.call('POST', '/features', { key: 'chat', name: 'Chat', meter: { id: counted.id, filters }, unit_cost });
  return (question?: object) => w.call('POST', `/features/${body.id}/cost/query`, question);
}

const events = [
  event(1, '2025-06-01T12:00:00Z', 1000, 'o3'), // dearer until 10 June 2025
  event(2, '2025-06-20T12:00:00Z', 1000, 'o3'),
  event(3, '2025-06-20T13:00:00Z', 400, 'o3', 'response'),
  event(4, '2025-06-21T12:00:00Z', 50, 'claude-sonnet-4-20250514', 'cache_write', 'anthropic', 'globex'),
];
const june = { from: '2025-06-01T00:00:00Z', to: '2025-07-01T00:00:00Z' };

it('multiplies what was used with what it cost at the time, across a change of price, to the last digit', async () => {
  const w = await testWorkspace();
  const ask = await feature(w, llm);
  await w.call('POST', '/events', events);
  // 1000 × 0.00001 + 1000 × 0.000002 + 400 × 0.000008 + 50 × 0.00000375
  expect(await ask(june)).toMatchObject({
    status: 200,
    body: {
      ...june,
      data: [{ usage: '2450', cost: '0.0153875', currency: 'USD', dimensions: {} }],
    },
  });
  const byModel = (await ask({ ...june, group_by_dimensions: ['model', 'subject'] })).body.data;
  expect(byModel).toMatchObject([
    { usage: '2400', cost: '0.0152', dimensions: { model: 'o3', subject: 'acme' } },
    { usage: '50', cost: '0.0001875', dimensions: { model: 'claude-sonnet-4-20250514', subject: 'globex' } },
  ]);
  const byDay = (await ask({ ...june, granularity: 'P1D' })).body.data;
  expect(byDay.map((row: { from: string; cost: string }) => [row.from.slice(0, 10), row.cost])).toEqual([
    ['2025-06-01', '0.01'],
    ['2025-06-20', '0.0052'],
    ['2025-06-21', '0.0001875'],
  ]);
  const byMonth = (await ask({ ...june, granularity: 'P1M', time_zone: 'Europe/Berlin' })).body.data;
  expect(byMonth).toMatchObject([{ cost: '0.0153875' }]);
});

it('answers without a question at all: everything that was ever used', async () => {
  const w = await testWorkspace();
  const ask = await feature(w, { type: 'manual', amount: '0.5' });
  await w.call('POST', '/events', events);
  expect((await ask()).body.data).toMatchObject([{ usage: '2450', cost: '1225' }]);
});

it('counts only what the feature sells, and of that what is asked for', async () => {
  const w = await testWorkspace();
  const ask = await feature(w, { type: 'manual', amount: '1' }, { model: { in: ['o3', 'claude-sonnet-4-20250514'] } });
  await w.call('POST', '/events', [...events, event(9, '2025-06-05T00:00:00Z', 7, 'gpt-4o')]);
  const total = async (dimensions: object) => (await ask({ ...june, filters: { dimensions } })).body.data[0]?.usage;
  expect(await total({})).toBe('2450');
  expect(await total({ model: { neq: 'o3' } })).toBe('50');
  expect(await total({ model: { eq: 'gpt-4o' } })).toBeUndefined();
  expect(await total({ subject: { eq: 'globex' } })).toBe('50');
});

it('names what has no price instead of leaving it out, and prices it once an override is there', async () => {
  const w = await testWorkspace();
  const ask = await feature(w, llm);
  await w.call('POST', '/events', [...events, event(5, '2025-06-22T00:00:00Z', 10, 'sonata-large', 'input', 'in-house')]);
  expect((await ask(june)).body.data).toMatchObject([{ usage: '2460', cost: null, detail: 'no price for in-house / sonata-large' }]);
  const pricing = { input_per_token: '0.1', output_per_token: '0.2' };
  const override = { provider: 'in-house', model_id: 'sonata-large', pricing, currency: 'USD', effective_from: '2025-01-01T00:00:00Z' };
  await w.call('POST', '/llm-cost/overrides', override);
  const [row] = (await ask(june)).body.data;
  expect(row).toMatchObject({ cost: '1.0153875' });
  expect(row).not.toHaveProperty('detail');
});

it('refuses a feature that nobody has said the cost of, or that is not metered, or a dimension that is not there', async () => {
  const w = await testWorkspace();
  const ask = await feature(w, undefined);
  expect(await ask(june)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('has no unit cost') } });
  const { body: bare } = await w.call('POST', '/features', { key: 'sso', name: 'SSO' });
  expect(await w.call('POST', `/features/${bare.id}/cost/query`, {})).toMatchObject({ status: 400 });
  const priced = await feature(await testWorkspace(), llm);
  expect((await priced({ group_by_dimensions: ['nope'] })).body.issues).toMatchObject([{ code: 'meter_dimension_unknown' }]);
  expect((await priced({ time_zone: 'Mars/Base' })).status).toBe(400);
});

it('shows with a feature what its model costs now, where provider and model are fixed', async () => {
  const w = await testWorkspace();
  const { body: counted } = await w.call('POST', '/meters', meter);
  const fixed = { type: 'llm', provider: 'openai', model: 'gpt-4o', token_type_property: 'kind' };
  const { body } = await w.call('POST', '/features', { key: 'chat', name: 'Chat', meter: { id: counted.id }, unit_cost: fixed });
  expect(body.unit_cost).toEqual({
    ...fixed,
    pricing: { input_per_token: '0.0000025', output_per_token: '0.00001', cache_read_per_token: '0.00000125' },
  });
  expect((await w.call('GET', `/features/${body.id}`)).body).toEqual(body);
  expect((await w.call('GET', '/features')).body.data).toEqual([body]);
  const changed = await w.call('PATCH', `/features/${body.id}`, { unit_cost: { ...fixed, model: 'unheard-of' } });
  expect(changed.body.unit_cost).toEqual({ ...fixed, model: 'unheard-of' });
});
