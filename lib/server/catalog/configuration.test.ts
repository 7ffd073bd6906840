import { expect, it } from 'vitest';
import { api } from '@/lib/server/api/app';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const CONFIG = '{"far":1e-400,"ids":[9007199254740993,12345678901234567890],"plain":1.5,"share":0.1234567890123456789}';

/** Asks for the body as it is written: parsing it would change the digits. */
async function textOf(w: TestWorkspace, method: string, path: string, body?: string, type = 'application/json'): Promise<string> {
  const headers = { authorization: `Bearer ${await w.secret()}`, 'content-type': type };
  const answer = await api.request(path, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(300);
  return text;
}

it('a configuration keeps every digit, in plans, add-ons, the log, the differences and the catalog file', async () => {
  const w = await testWorkspace();
  const feature = await w.call('POST', '/features', { key: 'limits', name: 'Limits' });
  const card = {
    key: 'limits',
    name: 'Limits',
    feature: { id: feature.body.id },
    price: { type: 'free' },
    entitlement: { type: 'static', config: 'CONFIG' },
  };
  const written = (value: object, config = CONFIG) => JSON.stringify(value).replace('"CONFIG"', config);
  const plan = { key: 'p', name: 'P', currency: 'USD', billing_cadence: 'P1M', phases: [{ key: 'a', name: 'A', rate_cards: [card] }] };
  const made = await textOf(w, 'POST', '/api/v3/openmeter/plans', written(plan));
  expect(made).toContain(`"config":${CONFIG}`);
  const path = `/api/v3/openmeter/plans/${JSON.parse(made).id}`;
  expect(await textOf(w, 'GET', path)).toContain(`"config":${CONFIG}`);
  expect(await textOf(w, 'GET', '/api/v3/openmeter/plans')).toContain(`"config":${CONFIG}`);
  const { name, phases } = plan;
  const other = CONFIG.replace('9007199254740993', '9007199254740995');
  expect(await textOf(w, 'PUT', path, written({ name, pro_rating_enabled: true, phases }, other))).toContain(`"config":${other}`);
  expect(await textOf(w, 'GET', '/api/v1/audit-log')).toContain(`"config":${other}`);
  const addOn = { key: 'x', name: 'X', currency: 'USD', instance_type: 'single', rate_cards: [card] };
  expect(await textOf(w, 'POST', '/api/v3/openmeter/addons', written(addOn))).toContain(`"config":${CONFIG}`);

  const file = await textOf(w, 'GET', '/api/v1/catalog');
  expect(file).toContain('9007199254740995');
  const copy = await testWorkspace();
  await textOf(copy, 'POST', '/api/v1/catalog/apply', file, 'application/yaml');
  expect(await textOf(copy, 'GET', '/api/v3/openmeter/plans')).toContain(`"config":${other}`);
  expect(await textOf(copy, 'GET', '/api/v1/catalog')).toBe(file);
});

it('decimals are answered in one spelling, those of invoices with the digits of their currency', async () => {
  const w = await testWorkspace();
  const price = { type: 'flat', amount: '010.50' };
  const card = { key: 'fee', name: 'Fee', billing_cadence: 'P1M', price };
  const plan = { key: 'p', name: 'P', currency: 'USD', billing_cadence: 'P1M', phases: [{ key: 'a', name: 'A', rate_cards: [card] }] };
  const made = await w.call('POST', '/plans', plan);
  const amount = (body: typeof plan) => body.phases[0]?.rate_cards[0]?.price.amount;
  expect(amount(made.body)).toBe('10.5');
  const path = `/plans/${made.body.id}`;
  // As it was stored before.
  await w.run(
    ({ tx }) => tx.$executeRaw`UPDATE plans SET phases = replace(phases::text, '"10.5"', '"10.500"')::jsonb WHERE id = ${made.body.id}`,
  );
  expect(amount((await w.call('GET', path)).body)).toBe('10.5');
  const feature = await w.call('POST', '/features', { key: 'f', name: 'F', unit_cost: { type: 'manual', amount: '0.10' } });
  expect(feature.body.unit_cost.amount).toBe('0.1');
  const { body } = await w.call('POST', '/api/v1/price-calculations', { rate_card: card, quantity: '0', currency: 'USD' });
  expect(body.totals.total).toBe('10.50');
});
