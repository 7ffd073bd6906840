import { expect, it } from 'vitest';
import { sqlTransaction } from '@/lib/server/core/db';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { flushSenders } from './sender-rows';

const DAY = 86_400_000;
const today = Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`);
const day = (back: number) => new Date(today - back * DAY).toISOString();

async function send(w: TestWorkspace, type: string, perDay: (back: number) => number, back = 80) {
  const batch = Array.from({ length: back }, (_, i) => back - i).map((b) => ({
    specversion: '1.0',
    id: `${type}-${b}`,
    source: 'test',
    type,
    subject: 'acme',
    time: new Date(today - b * DAY + 3_600_000).toISOString(),
    data: { n: perDay(b) },
  }));
  expect((await w.call('POST', '/events', batch)).status).toBe(202);
}
const make = (w: TestWorkspace, key: string, type: string) =>
  w.call('POST', '/meters', { key, name: key, aggregation: 'sum', event_type: type, value_property: '$.n' });
const overview = (w: TestWorkspace) => w.call('GET', `/api/v1/usage/overview?from=${day(30)}&to=${day(0)}&previous_from=${day(60)}`);

it('shows every meter beside the period before, and marks the days that stand out of their weekdays', async () => {
  const w = await testWorkspace();
  await make(w, 'output_tokens', 'llm');
  await make(w, 'requests', 'http');
  await send(w, 'llm', (back) => (back === 10 ? 900 : 100));
  await send(w, 'http', (back) => (back > 30 ? 10 : 11));
  const { body } = await overview(w);
  expect(body.statistic).toContain('Theil–Sen');
  const [tokens, requests] = body.meters;
  expect(tokens).toMatchObject({ kind: 'ai', total: '3800', previous: '3000', meter: { key: 'output_tokens' } });
  expect(tokens.days).toHaveLength(30);
  expect(tokens.anomalies).toEqual([
    { day: day(10).slice(0, 10), value: '900', expected: '100', score: '29.6', direction: 'above', against: 8 },
  ]);
  expect(requests).toMatchObject({ kind: 'api', total: '330', previous: '300', anomalies: [] });
});

it('warns of a source and of a meter that are quieter than usual, until they are muted', async () => {
  const w = await testWorkspace();
  await make(w, 'calls', 'http');
  await send(w, 'http', () => 1);
  await flushSenders();
  expect((await overview(w)).body.meters[0].silence).toEqual({ minutes: 0, is_unusual: false });
  // As it would be had it come each hour until five hours ago.
  await sqlTransaction({ workspaceId: w.id }, async (client) => {
    await client.query(`UPDATE usage_senders SET last_at = last_at - interval '5 hours' WHERE workspace_id = $1`, [w.id]);
    await client.query(
      `INSERT INTO usage_sender_hours (workspace_id, kind, name, hour, events)
       SELECT $1, k.kind, k.name, date_trunc('hour', now()) - h * interval '1 hour', 1
       FROM generate_series(5, 100) AS h, (VALUES ('source', 'test'), ('type', 'http')) AS k(kind, name)`,
      [w.id],
    );
    await client.query(`DELETE FROM usage_sender_hours WHERE workspace_id = $1 AND hour > now() - interval '4 hours'`, [w.id]);
  });
  const silent = { minutes: 300, usual_minutes: 60, limit_minutes: 120, is_unusual: true };
  const { body } = await overview(w);
  expect(body.meters[0].silence).toEqual(silent);
  expect(body.quiet_sources).toMatchObject([{ name: 'test', events: 80, silence: silent }]);
  const watch = (mode: object) => w.call('PUT', '/api/v1/usage/senders/watch', { kind: 'source', name: 'test', watch: mode });
  expect((await watch({ mode: 'never' })).body).toMatchObject({ watch: { mode: 'never' }, silence: { is_unusual: false } });
  expect((await overview(w)).body.quiet_sources).toEqual([]);
  expect((await watch({ mode: 'after', minutes: 301 })).body.silence).toMatchObject({ limit_minutes: 301, is_unusual: false });
  expect((await w.call('GET', '/api/v1/usage/senders?kind=source')).body.data).toHaveLength(1);
  expect((await watch({ mode: 'after', minutes: 0 })).status).toBe(400);
});

it('knows nothing of a meter without events, and refuses a period that is none', async () => {
  const w = await testWorkspace();
  await make(w, 'calls', 'http');
  expect((await overview(w)).body.meters[0]).toMatchObject({ total: null, previous: null, anomalies: [] });
  expect((await overview(w)).body.meters[0]).not.toHaveProperty('silence');
  expect((await w.call('GET', `/api/v1/usage/overview?from=${day(1)}&to=${day(2)}&previous_from=${day(3)}`)).status).toBe(400);
  expect((await overview(await testWorkspace())).body.meters).toEqual([]);
});
