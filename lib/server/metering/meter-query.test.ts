import { expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { usageByKey } from './usage-by-key';

const tokens = {
  key: 'tokens',
  name: 'Tokens',
  aggregation: 'sum',
  event_type: 'llm.request',
  value_property: '$.tokens',
  dimensions: { model: '$.model' },
};
const event = (id: string, time: string, data: Record<string, unknown>, subject = 'acme') => ({
  specversion: '1.0',
  id,
  source: 't',
  type: 'llm.request',
  subject,
  time,
  data,
});

async function counted() {
  const w = await testWorkspace();
  const { body: meter } = await w.call('POST', '/meters', tokens);
  await w.call('POST', '/events', [
    event('1', '2026-03-28T22:59:59Z', { tokens: 1, model: 'a' }),
    event('2', '2026-03-28T23:00:00Z', { tokens: '2.5', model: 'b' }),
    event('3', '2026-03-29T21:59:59.999Z', { tokens: 4, model: 'b,"c"' }),
    event('4', '2026-03-29T22:00:00Z', { tokens: 8 }, 'other'),
  ]);
  const ask = async (body: unknown, headers: Record<string, string> = {}) => w.call('POST', `/meters/${meter.id}/query`, body, { headers });
  return { w, meter, ask };
}

it('answers in days of a time zone, by dimension, and leaves out days without usage', async () => {
  const { ask } = await counted();
  const { status, body } = await ask({
    from: '2026-03-28T00:00:00Z',
    to: '2026-04-02T00:00:00Z',
    granularity: 'P1D',
    time_zone: 'Europe/Berlin',
    group_by_dimensions: ['subject'],
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    from: '2026-03-28T00:00:00Z',
    to: '2026-04-02T00:00:00Z',
    data: [
      { value: '1', from: '2026-03-28T00:00:00.000Z', to: '2026-03-28T23:00:00.000Z', dimensions: { subject: 'acme' } },
      { value: '6.5', from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', dimensions: { subject: 'acme' } },
      { value: '8', from: '2026-03-29T22:00:00.000Z', to: '2026-03-30T22:00:00.000Z', dimensions: { subject: 'other' } },
    ],
  });
});

it('answers as CSV when asked', async () => {
  const { ask } = await counted();
  const { headers, body } = await ask(
    { from: '2026-03-28T00:00:00Z', to: '2026-03-30T00:00:00Z', group_by_dimensions: ['model'] },
    { accept: 'text/csv' },
  );
  expect(headers.get('content-type')).toContain('text/csv');
  expect(body.split('\r\n')).toEqual([
    'from,to,model,value',
    '2026-03-28T00:00:00.000Z,2026-03-30T00:00:00.000Z,,8',
    '2026-03-28T00:00:00.000Z,2026-03-30T00:00:00.000Z,a,1',
    '2026-03-28T00:00:00.000Z,2026-03-30T00:00:00.000Z,b,2.5',
    '2026-03-28T00:00:00.000Z,2026-03-30T00:00:00.000Z,"b,""c""",4',
    '',
  ]);
});

it('filters by dimension, subject and customer', async () => {
  const { w, ask } = await counted();
  const { body: customer } = await w.call('POST', '/customers', { key: 'other', name: 'Other' });
  const value = async (dimensions: Record<string, unknown>) => (await ask({ filters: { dimensions } })).body.data[0]?.value;
  expect(await value({ model: { in: ['a', 'b'] } })).toBe('3.5');
  expect(await value({ subject: { neq: 'acme' } })).toBe('8');
  expect(await value({ customer_id: { eq: customer.id } })).toBe('8');
  expect(await value({ model: { exists: false } })).toBe('8');
  expect(await value({ model: { eq: 'z' } })).toBeUndefined();
});

it('refuses an unknown time zone, dimension, granularity or meter, and an end before the start', async () => {
  const { w, ask } = await counted();
  for (const body of [
    { time_zone: 'Mars/Olympus' },
    { group_by_dimensions: ['colour'] },
    { filters: { dimensions: { colour: { eq: 'red' } } } },
    { granularity: 'P1W' },
    { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
    { from: 'yesterday' },
    { from: '2000-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', granularity: 'PT1M' },
  ]) {
    expect([body, (await ask(body)).status]).toEqual([body, 400]);
  }
  expect((await w.call('POST', `/meters/${w.id}/query`, {})).status).toBe(404);
});

it('gives what customers used of features and meters in one call', async () => {
  const { w, meter } = await counted();
  const { body: feature } = await w.call('POST', '/features', {
    key: 'b_tokens',
    name: 'B',
    meter: { id: meter.id, filters: { model: { contains: 'b' } } },
  });
  const { body: acme } = await w.call('POST', '/customers', {
    key: 'x',
    name: 'Acme',
    usage_attribution: { subject_keys: ['acme', 'other'] },
  });
  const period = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  const used = await w.run((ctx) =>
    usageByKey(ctx, [
      { key: 'feature', featureId: feature.id, customerId: acme.id, period },
      { key: 'meter', meterId: meter.id, customerId: acme.id, period },
      { key: 'nothing', meterId: meter.id, customerId: acme.id, period: { from: period.to, to: '2026-05-01T00:00:00Z' } },
    ]),
  );
  expect(used.figures).toEqual({ feature: '6.5', meter: '15.5', nothing: '0' });
});

it('asks every meter at once: those that counted nothing are left out, and only dimensions of all meters may be named', async () => {
  const { w, meter } = await counted();
  const { body: calls } = await w.call('POST', '/meters', { key: 'calls', name: 'Calls', aggregation: 'count', event_type: 'llm.request' });
  await w.call('POST', '/meters', { key: 'idle', name: 'Idle', aggregation: 'count', event_type: 'never.sent' });
  const ask = (filters: unknown) =>
    w.call('POST', '/api/v1/meters/query', { from: '2026-03-28T00:00:00Z', to: '2026-04-02T00:00:00Z', filters: { dimensions: filters } });

  const { status, body } = await ask({ subject: { eq: 'acme' } });
  expect(status).toBe(200);
  const values = (answer: { data: { meter_id: string; rows: { value: string }[] }[] }) =>
    answer.data.map(({ meter_id, rows }) => [meter_id, ...rows.map(({ value }) => value)]);
  expect(values(body)).toEqual([
    [calls.id, '3'],
    [meter.id, '7.5'],
  ]);
  expect(body.meters_left_out).toBe(0);

  expect(values((await ask({ subject: { eq: 'nobody' } })).body)).toEqual([]);
  expect((await ask({ model: { eq: 'a' } })).status).toBe(400);
});
