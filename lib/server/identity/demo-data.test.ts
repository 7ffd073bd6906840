import { expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from '@/lib/server/usage/postgres/store';

const meter = { key: 'calls', name: 'Calls', aggregation: 'count', event_type: 'call' };
const plan = {
  key: 'p',
  name: 'P',
  currency: 'USD',
  billing_cadence: 'P1M',
  phases: [
    { key: 'main', name: 'Main', rate_cards: [{ key: 'fee', name: 'Fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '1' } }] },
  ],
};

async function stocked() {
  const w = await testWorkspace();
  await w.call('POST', '/meters', meter);
  await w.call('POST', '/customers', { key: 'acme', name: 'Acme' });
  const { body } = await w.call('POST', '/plans', plan);
  await w.call('POST', `/plans/${body.id}/publish`);
  const at = '2026-01-01T00:00:00.000Z';
  await postgresStore.insert(w.id, [
    { source: 's', id: '1', type: 'call', subject: 'acme', time: at, timeGiven: true, data: null, dataschema: null, ingestedAt: at },
  ]);
  return w;
}

const left = async (w: Awaited<ReturnType<typeof stocked>>) =>
  Promise.all(['/meters', '/customers', '/plans'].map(async (path) => (await w.call('GET', path)).body.meta.page.total));

it('removes all of a demo, published versions and usage included, and nothing of another workspace', async () => {
  const [demo, other] = [await stocked(), await stocked()];
  await demo.run((ctx) => ctx.tx.workspace.update({ where: { id: demo.id }, data: { demo: true } }));
  expect((await demo.call('DELETE', '/api/v1/demo-data', undefined, { role: 'editor' })).status).toBe(403);
  expect((await demo.call('DELETE', '/api/v1/demo-data')).status).toBe(204);
  expect(await left(demo)).toEqual([0, 0, 0]);
  expect(await left(other)).toEqual([1, 1, 1]);
  const events = await demo.run((ctx) => ctx.tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM usage_events`);
  expect(events[0]?.n).toBe(0);
  const entries = await demo.run((ctx) => ctx.tx.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 1 }));
  expect(entries[0]?.action).toBe('demo_data.remove');
});

it('refuses where the data is real', async () => {
  const w = await stocked();
  expect((await w.call('DELETE', '/api/v1/demo-data')).status).toBe(409);
  expect(await left(w)).toEqual([1, 1, 1]);
});
