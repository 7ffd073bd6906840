import { afterAll, expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { startWork } from '@/lib/server/work/start-work';

const work = startWork(1);
afterAll(() => work.stop());

it('tells how far a new meter has counted the events that were there, until all are', async () => {
  const w = await testWorkspace();
  const event = (id: number) => ({ specversion: '1.0', id: String(id), source: 's', type: 'call', subject: 'acme', data: { v: 1 } });
  const sent = await w.call(
    'POST',
    '/events',
    Array.from({ length: 20 }, (_, i) => event(i)),
  );
  expect(sent.status).toBe(202);
  const made = await w.call('POST', '/meters', { key: 'calls', name: 'Calls', aggregation: 'count', event_type: 'call' });
  const counting = () => w.call('GET', '/api/v1/meters/counting').then(({ body }) => body);
  expect(await counting()).toMatchObject({ data: [{ meter_id: made.body.id }] });
  const asked = await w.call('POST', `/meters/${made.body.id}/query`, {});
  expect(asked.body.data).toMatchObject([{ value: '20' }]);
  await expect.poll(counting, { timeout: 20_000 }).toEqual({ data: [{ meter_id: made.body.id, percent: 100, is_complete: true }] });
});
