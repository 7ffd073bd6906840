import { expect, it } from 'vitest';
import { sqlTransaction } from './db';
import { type TestWorkspace, testWorkspace } from './testing';

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

it('warns of a meter that is quieter than it ever was', async () => {
  const w = await testWorkspace();
  await make(w, 'calls', 'http');
  await send(w, 'http', () => 1);
  expect((await overview(w)).body.meters[0].silence).toEqual({ minutes: 0, usual_minutes: 1500, is_unusual: false });
  // As it would be two days later: what is told depends on when the last event arrived, not on the time it carries.
  await sqlTransaction({ workspaceId: w.id }, (client) =>
    client.query(`UPDATE usage_events SET ingested_at = ingested_at - interval '2 days' WHERE workspace_id = $1`, [w.id]),
  );
  expect((await overview(w)).body.meters[0].silence).toMatchObject({ minutes: 2880, is_unusual: true });
});

it('knows nothing of a meter without events, and refuses a period that is none', async () => {
  const w = await testWorkspace();
  await make(w, 'calls', 'http');
  expect((await overview(w)).body.meters[0]).toMatchObject({ total: null, previous: null, anomalies: [] });
  expect((await overview(w)).body.meters[0]).not.toHaveProperty('silence');
  expect((await w.call('GET', `/api/v1/usage/overview?from=${day(1)}&to=${day(2)}&previous_from=${day(3)}`)).status).toBe(400);
  expect((await overview(await testWorkspace())).body.meters).toEqual([]);
});
