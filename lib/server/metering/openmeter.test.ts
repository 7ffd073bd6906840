import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { OpenMeter } from '@openmeter/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from '@/lib/server/api/app';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const meter = {
  key: 'tokens',
  name: 'Tokens',
  aggregation: 'sum',
  event_type: 'prompt',
  value_property: '$.tokens',
  dimensions: { model: '$.model' },
};

let server: Server;
beforeAll(async () => {
  server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false })).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function started() {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/meters', meter);
  return { w, id: String(body.id) };
}
const listed = async (w: TestWorkspace) => (await w.call('GET', '/events?sort=time')).body.data.map((d: { event: object }) => d.event);

it('takes events from OpenMeter’s SDK over HTTP, and answers its queries in its shapes', async () => {
  const { w, id } = await started();
  const { port } = server.address() as AddressInfo;
  const client = new OpenMeter({ baseUrl: `http://127.0.0.1:${port}`, apiKey: await w.secret() });
  const event = (subject: string, time: string, data: object) => ({
    type: 'prompt',
    subject,
    time: new Date(time),
    data: data as Record<string, never>,
  });
  await client.events.ingest(event('acme', '2026-10-01T10:00:00Z', { tokens: 5, model: 'small' }));
  await client.events.ingest([
    event('acme', '2026-10-01T23:30:00Z', { tokens: 2.5, model: 'large, new' }),
    event('zen, inc', '2026-10-02T10:00:00Z', { tokens: 100 }),
  ]);

  const from = new Date('2026-10-01T00:00:00Z');
  const to = new Date('2026-10-03T00:00:00Z');
  expect(await client.meters.query('tokens', { from, to })).toEqual({
    from,
    to,
    data: [{ value: 107.5, windowStart: from, windowEnd: to, subject: null, groupBy: {} }],
  });
  const daily = await client.meters.query(id, {
    from,
    to,
    windowSize: 'DAY',
    windowTimeZone: 'Europe/Berlin',
    groupBy: ['subject', 'model'],
  });
  expect(daily?.windowSize).toBe('DAY');
  expect(daily?.data.map(({ value, subject, groupBy, windowStart }) => [value, subject, groupBy.model, windowStart.toISOString()])).toEqual(
    [
      [5, 'acme', 'small', '2026-10-01T00:00:00.000Z'],
      [2.5, 'acme', 'large, new', '2026-10-01T22:00:00.000Z'],
      [100, 'zen, inc', null, '2026-10-01T22:00:00.000Z'],
    ],
  );
  const zen = await client.meters.query('tokens', { from, to, subject: ['zen, inc'] });
  expect(zen?.data.map(({ value, subject }) => [value, subject])).toEqual([[100, 'zen, inc']]);
  const large = await client.meters.query('tokens', { from, to, filterGroupBy: { model: 'large, new' } });
  expect(large?.data.map(({ value }) => value)).toEqual([2.5]);
  const advanced = JSON.stringify({ model: { $in: ['small', 'other'] } });
  expect((await client.meters.query('tokens', { from, to, advancedMeterGroupByFilters: advanced }))?.data[0]?.value).toBe(5);
  const posted = await client.meters.queryPost('tokens', {
    from,
    to,
    groupBy: ['model'],
    filterGroupBy: { model: ['small', 'large, new'] },
    advancedMeterGroupByFilters: { model: { $ne: 'small' } },
  });
  expect((posted as typeof daily)?.data.map(({ value, groupBy }) => [value, groupBy])).toEqual([[2.5, { model: 'large, new' }]]);
  await expect(client.meters.query('nothing', {})).rejects.toMatchObject({ status: 404 });
  await expect(client.meters.query('tokens', { windowSize: 'WEEK' as 'DAY' })).rejects.toMatchObject({ status: 400 });
});

it('takes one CloudEvent of a gateway for each call, its time in UTC where it names no offset', async () => {
  const { w } = await started();
  const send = (id: string, time: string, more = {}) =>
    w.call(
      'POST',
      '/api/v1/events',
      {
        specversion: '1.0',
        type: 'litellm_tokens',
        id,
        time,
        subject: 'acme',
        source: 'litellm-proxy',
        data: { model: 'gpt-4o', cost: 0.0012345678901234567, prompt_tokens: 11, completion_tokens: 3 },
        ...more,
      },
      { headers: { 'content-type': 'application/cloudevents+json' } },
    );
  expect((await send('a', '2026-10-01T10:00:00.123456')).status).toBe(204);
  expect((await send('b', '2026-10-01T10:00:00.123456+02:00', { traceparent: '00-1-2-01' })).status).toBe(204);
  expect((await send('c', 'yesterday')).status).toBe(400);
  expect((await send('d', '2026-10-01T10:00:00Z', { Odd: 1 })).status).toBe(400);
  expect((await listed(w)).map((e: { id: string; time: string }) => [e.id, e.time])).toEqual([
    ['b', '2026-10-01T08:00:00.123456Z'],
    ['a', '2026-10-01T10:00:00.123456Z'],
  ]);
});

it('reads CloudEvents in binary mode, attributes in headers and data as the body', async () => {
  const { w } = await started();
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': '1',
    'ce-source': '/gateway',
    'ce-type': 'prompt',
    'ce-subject': 'Z%C3%BCrich%20AG',
    'ce-time': '2026-10-01T10:00:00Z',
    'ce-traceparent': '00-1-2-01',
  };
  const data = '{"tokens":9007199254740993}';
  expect((await w.call('POST', '/events', data, { headers })).status).toBe(202);
  expect((await w.call('POST', '/api/v1/events', data, { headers: { ...headers, 'ce-id': '2', 'ce-subject': 'acme' } })).status).toBe(204);
  expect((await listed(w)).map((e: { subject: string }) => e.subject).sort()).toEqual(['Zürich AG', 'acme']);
  expect((await w.call('POST', '/api/v3/openmeter/events', '{"a":1},"id":"x"', { headers })).status).toBe(400);
  expect((await w.call('POST', '/events', '7', { headers })).status).toBe(400);
  expect((await w.call('POST', '/events', data, { headers: { ...headers, 'ce-type': '' } })).status).toBe(400);
  const wrong = await w.call('POST', '/events', 'tokens=7', { headers: { ...headers, 'content-type': 'text/plain' } });
  expect(wrong.status).toBe(415);
  const { body } = await w.call(
    'GET',
    '/api/v1/meters/tokens/query?from=2026-10-01T00:00:00Z&to=2026-10-02T00:00:00Z&groupBy=subject',
    undefined,
    {
      headers: { accept: 'text/csv' },
    },
  );
  expect(body).toContain('acme,9007199254740993');
});
