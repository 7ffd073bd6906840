import { afterAll, expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { startWork } from '@/lib/server/work/start-work';

const work = startWork(1);
afterAll(() => work.stop());

const event = (id: string, more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source: 'edge/eu',
  type: 'llm.request',
  subject: 'acme-prod',
  time: '2026-11-01T10:00:00Z',
  data: { tokens: 374, model: 'small' },
  ...more,
});
const life = async (w: TestWorkspace, id: string) => w.call('GET', `/api/v1/events/life?source=${encodeURIComponent('edge/eu')}&id=${id}`);

/** Two meters, a feature that sells one model, a customer, and a plan in force that bills it. */
async function stocked() {
  const w = await testWorkspace();
  const meter = async (key: string, more: object) =>
    (await w.call('POST', '/meters', { key, name: key, event_type: 'llm.request', dimensions: { model: '$.model' }, ...more })).body
      .id as string;
  const tokens = await meter('tokens', { aggregation: 'sum', value_property: '$.tokens' });
  const seconds = await meter('seconds', { aggregation: 'max', value_property: '$.seconds' });
  const models = await meter('models', { aggregation: 'unique_count', value_property: '$.model', dimensions: {} });
  const feature = async (key: string, model: string) =>
    (await w.call('POST', '/features', { key, name: key, meter: { id: tokens, filters: { model: { eq: model } } } })).body.id as string;
  const small = await feature('small_tokens', 'small');
  await feature('large_tokens', 'large');
  await w.call('POST', '/customers', { key: 'acme', name: 'Acme', usage_attribution: { subject_keys: ['acme-prod'] } });
  const plan = await w.call('POST', '/plans', {
    key: 'pro',
    name: 'Pro',
    currency: 'USD',
    billing_cadence: 'P1M',
    phases: [
      {
        key: 'default',
        name: 'Default',
        rate_cards: [
          {
            key: 'small_tokens',
            name: 'Small tokens',
            feature: { id: small },
            billing_cadence: 'P1M',
            price: { type: 'unit', amount: '0.01' },
          },
        ],
      },
    ],
  });
  expect(plan.status, JSON.stringify(plan.body)).toBe(201);
  expect((await w.call('POST', `/plans/${plan.body.id}/publish`)).status).toBe(200);
  return { w, tokens, seconds, models, small, plan: plan.body };
}

it('tells an event’s life from arrival to what bills it', async () => {
  const { w, small } = await stocked();
  const now = new Date().toISOString();
  const body = JSON.stringify(event('1', { time: now })).replace('374', '9007199254740993');
  for (let i = 0; i < 3; i++) expect((await w.call('POST', '/events', body)).status).toBe(202);
  await w.call('POST', '/events', event('1', { time: now, data: { tokens: 1 } })); // refused
  await expect.poll(async () => (await life(w, '1')).body.resends?.times).toBe(2);
  const { body: told } = await life(w, '1');
  expect(told).toMatchObject({
    event: { event: { id: '1', subject: 'acme-prod' }, ingested_at: expect.any(String) },
    customer: { key: 'acme', name: 'Acme' },
    refusals: [{ code: 'event_conflict', times: 1 }],
    features: [{ id: small, key: 'small_tokens' }],
    billed_by: [{ plan: { key: 'pro', version: 1 }, phase_key: 'default', rate_card_key: 'small_tokens', feature_id: small }],
  });
  const byMeter = Object.fromEntries(told.readings.map((r: { meter: { key: string } }) => [r.meter.key, r]));
  expect(byMeter.tokens).toMatchObject({ value: '9007199254740993', dimensions: { model: 'small' } });
  expect(byMeter.models).toMatchObject({ value: 'small' });
  expect(byMeter.seconds).toMatchObject({ fault: expect.stringContaining('does not have') });
  expect(byMeter.seconds).not.toHaveProperty('value');
});

it('says who voided it and why, and that nothing bills it then', async () => {
  const { w } = await stocked();
  await w.call('POST', '/events', event('1'));
  await w.call('POST', '/api/v1/events/voids', { selection: { events: [{ source: 'edge/eu', id: '1' }] }, reason: 'a test run' });
  expect((await life(w, '1')).body).toMatchObject({ voided: { reason: 'a test run', created_by: 'admin' }, features: [], billed_by: [] });
});

it('does not know events of other workspaces, nor any that is not there', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  await w.call('POST', '/events', event('1'));
  expect((await life(w, '1')).body).toMatchObject({ readings: [], features: [], billed_by: [], refusals: [] });
  expect((await life(other, '1')).status).toBe(404);
  expect((await life(w, '2')).status).toBe(404);
});

it('lists events by what stands in their data, beside every other filter', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/events', [event('1'), event('2', { data: { tokens: 5, model: 'large' } }), event('3', { subject: 'zen' })]);
  const ids = async (query: string) =>
    (await w.call('GET', `/api/v1/events?${query}`)).body.data.map((d: { event: { id: string } }) => d.event.id).join(' ');
  expect(await ids('data[path]=$.model&data[eq]=small')).toBe('3 1');
  expect(await ids('data[path]=$.tokens&data[eq]=374&filter[subject]=zen')).toBe('3');
  expect(await ids('sort=time')).toBe('1 2 3');
  const first = await w.call('GET', '/api/v1/events?data[path]=$.model&data[eq]=small&page[size]=1');
  const next = await w.call('GET', first.body.meta.page.next);
  expect(next.body.data.map((d: { event: { id: string } }) => d.event.id)).toEqual(['1']);
  expect((await w.call('GET', '/api/v1/events?data[path]=model&data[eq]=small')).status).toBe(400);
});
