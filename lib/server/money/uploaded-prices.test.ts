import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { systemPrices } from './llm-price-list';

const PATH = '/api/v1/llm-cost/price-list';
const upload = (w: TestWorkspace, body: string, type = 'application/json', query = '') =>
  w.call('PUT', `${PATH}${query}`, body, { headers: { 'content-type': type } });
const prices = async (w: TestWorkspace) =>
  (await w.call('GET', '/llm-cost/prices?page[size]=1000')).body.data.map(
    ({ model, pricing, source }: { model: { id: string }; pricing: { input_per_token: string }; source: string }) =>
      `${model.id} ${pricing.input_per_token} ${source}`,
  );
const SHARED = `{"gpt-5": {"litellm_provider": "openai", "input_cost_per_token": 1.5e-06, "output_cost_per_token": 1e-05},
  "dall-e-3": {"litellm_provider": "openai", "input_cost_per_pixel": 3e-08}}`;

it('a list in CSV, in JSON or as the map that gateways share takes the place of the one that ships, for this workspace alone', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  expect((await w.call('GET', PATH)).body).toMatchObject({ source: 'system', count: systemPrices.length });
  const tried = await upload(w, SHARED, 'application/json', '?dry_run=true');
  expect(tried).toMatchObject({
    status: 200,
    body: { read: 1, left_out_count: 1, left_out: [{ at: 'dall-e-3' }], list: { source: 'system' } },
  });
  expect(await upload(w, SHARED, 'application/json', '?file_name=prices.json')).toMatchObject({
    status: 200,
    body: { list: { source: 'uploaded', file_name: 'prices.json', count: 1 } },
  });
  expect(await prices(w)).toEqual(['gpt-5 0.0000015 system']);
  expect((await prices(other)).length).toBeGreaterThan(20);
  const csv = '\uFEFFProvider;Model;Input per million;Output per million\r\nopenai;gpt-6;2;8\nin-house;sonata;"0.5";1\n';
  expect((await upload(w, csv, 'text/csv')).body).toMatchObject({ read: 2, left_out_count: 0 });
  expect(await prices(w)).toEqual(['sonata 0.0000005 system', 'gpt-6 0.000002 system']);
  const own = JSON.stringify((await w.call('GET', '/llm-cost/prices')).body);
  expect((await upload(w, own)).body).toMatchObject({ read: 2 }); // our own answer is a list, too
  expect(await prices(w)).toEqual(['sonata 0.0000005 system', 'gpt-6 0.000002 system']);
  const [{ id }] = (await w.call('GET', '/llm-cost/prices')).body.data;
  expect((await w.call('GET', `/llm-cost/prices/${id}`)).body.model.id).toBe('sonata');
  const log = (await w.call('GET', '/api/v1/audit-log')).body.data.map(({ action }: { action: string }) => action);
  expect(log).toEqual(Array(3).fill('llm_price_list.replace'));
  expect((await w.call('DELETE', PATH)).status).toBe(204);
  expect((await w.call('DELETE', PATH)).status).toBe(404);
  expect(await prices(w)).toEqual(await prices(other));
});

it('prices usage as it was when it was used: the list before stays in force until the new one applies', async () => {
  const w = await testWorkspace();
  const dimensions = { model: '$.model', kind: '$.kind' };
  const meter = { key: 'tokens', name: 'Tokens', aggregation: 'sum', event_type: 'llm', value_property: '$.n', dimensions };
  const { body: made } = await w.call('POST', '/meters', meter);
  const unit_cost = { type: 'llm', provider: 'openai', model_property: 'model', token_type_property: 'kind' };
  const { body: feature } = await w.call('POST', '/features', { key: 'tokens', name: 'Tokens', meter: { id: made.id }, unit_cost });
  const used = (id: string, time: string, model = 'gpt-6', kind = 'input') =>
    w.call('POST', '/events', {
      specversion: '1.0',
      id,
      source: 's',
      type: 'llm',
      subject: 'a',
      time,
      data: { n: 1_000_000, model, kind },
    });
  await used('1', '2026-09-10T00:00:00Z');
  await used('2', '2026-10-10T00:00:00Z');
  const list = (input: string) => `provider,model,input_per_million,output_per_million\nopenai,gpt-6,${input},8\n`;
  await upload(w, list('2'), 'text/csv');
  await upload(w, list('3'), 'text/csv', `?effective_from=${encodeURIComponent('2026-10-01T00:00:00Z')}`);
  const cost = async (groupBy: string[] = []) =>
    (
      await w.call('POST', `/features/${feature.id}/cost/query`, {
        group_by_dimensions: groupBy,
        from: '2026-09-01T00:00:00Z',
        to: '2026-11-01T00:00:00Z',
      })
    ).body.data;
  expect((await cost()).map((row: { cost: string }) => row.cost)).toEqual(['5']);
  await used('3', '2026-10-11T00:00:00Z', 'gpt-5');
  const rows = await cost(['model']);
  expect(rows.find((row: { dimensions: { model: string } }) => row.dimensions.model === 'gpt-5')).toMatchObject({ cost: null }); // never a neighbour's
});

it('refuses what is no list, says why, and leaves the list as it is', async () => {
  const w = await testWorkspace();
  const refused = async (body: string, type = 'application/json', query = '') => {
    const answer = await upload(w, body, type, query);
    return [answer.status, answer.body.code];
  };
  expect(await refused('{')).toEqual([400, 'malformed_json']);
  expect(await refused('{}')).toEqual([400, 'validation_failed']);
  expect(await refused('[]')).toEqual([400, 'validation_failed']);
  expect(await refused('[{"provider":"openai","model":"x","input_per_token":-1,"output_per_token":1}]')).toEqual([
    400,
    'validation_failed',
  ]);
  expect(await refused('a,b\n"c', 'text/csv')).toEqual([400, 'validation_failed']);
  expect(await refused(SHARED, 'text/plain')).toEqual([415, 'unsupported_media_type']);
  expect(await refused(SHARED, 'application/json', '?effective_from=soon')).toEqual([400, 'invalid_parameters']);
  const many = Array.from({ length: 20_001 }, (_, i) => `p,m${i},1,1`).join('\n');
  expect(await refused(`provider,model,input_per_token,output_per_token\n${many}`, 'text/csv')).toEqual([422, 'limit_exceeded']);
  expect((await w.call('PUT', PATH, SHARED, { role: 'analyst' })).status).toBe(403);
  expect((await w.call('GET', PATH)).body.source).toBe('system');
});
