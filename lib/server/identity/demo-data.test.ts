import { expect, it } from 'vitest';
import { identity } from '@/lib/server/core/db';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
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
  const subscribed = await w.call('POST', '/subscriptions', { customer: { key: 'acme' }, plan: { id: body.id } });
  expect(subscribed.status).toBe(201);
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
  const known = await testPerson([{ workspaceId: demo.id, role: 'owner' }]);
  const colleague = await testPerson([{ workspaceId: demo.id, role: 'owner' }]);
  await identity((tx) => tx.user.update({ where: { id: known.userId }, data: { demo: true } }));
  await demo.run((ctx) => ctx.tx.workspace.update({ where: { id: demo.id }, data: { demo: true } }));
  expect((await demo.call('DELETE', '/api/v1/demo-data', undefined, { role: 'editor' })).status).toBe(403);
  expect((await demo.call('DELETE', '/api/v1/demo-data')).status).toBe(204);
  const counts = ['/meters', '/customers', '/plans'].map((path) => answer('GET', path, undefined, colleague.headers));
  expect((await Promise.all(counts)).map(({ body }) => body.meta.page.total)).toEqual([0, 0, 0]);
  expect(await left(other)).toEqual([1, 1, 1]);
  const events = await demo.run((ctx) => ctx.tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM usage_events`);
  expect(events[0]?.n).toBe(0);
  const entries = await demo.run((ctx) => ctx.tx.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 1 }));
  expect(entries[0]?.action).toBe('demo_data.remove');
  // The password that everybody knows opens nothing any more, nor does a key that was made with it.
  await expect.poll(async () => (await demo.call('GET', '/meters')).status).toBe(401);
  await expect.poll(async () => (await answer('GET', '/meters', undefined, known.headers)).status).toBe(401);
  expect(await identity((tx) => tx.user.count({ where: { demo: true } }))).toBe(0);
});

it('is refused while another workspace would lose its only owner with the demo user', async () => {
  const [demo, other] = [await testWorkspace(), await testWorkspace()];
  const known = await testPerson([
    { workspaceId: demo.id, role: 'owner' },
    { workspaceId: other.id, role: 'owner' },
  ]);
  await identity((tx) => tx.user.update({ where: { id: known.userId }, data: { demo: true } }));
  await demo.run((ctx) => ctx.tx.workspace.update({ where: { id: demo.id }, data: { demo: true } }));
  expect(await demo.call('DELETE', '/api/v1/demo-data')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('only owner') },
  });
  await testPerson([{ workspaceId: other.id, role: 'owner' }]);
  expect((await demo.call('DELETE', '/api/v1/demo-data')).status).toBe(204);
});

it('refuses where the data is real', async () => {
  const w = await stocked();
  expect((await w.call('DELETE', '/api/v1/demo-data')).status).toBe(409);
  expect(await left(w)).toEqual([1, 1, 1]);
});
