import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const TRIES = 20;
const event = (id: string, v: number) => ({
  specversion: '1.0',
  id,
  source: 's',
  type: 'call',
  subject: 'acme',
  time: '2026-11-01T00:00:00Z',
  data: { v },
});
const counted = { key: 'calls', name: 'Calls', event_type: 'call', aggregation: 'sum', value_property: '$.v', dimensions: { m: '$.m' } };

async function refusedOnce(w: TestWorkspace, id: string) {
  await w.call('POST', '/events', event(id, 1));
  await w.call('POST', '/events', event(id, 10));
  const { body } = await w.call('GET', '/api/v1/events/rejections');
  return body.data.find((r: { event: { id: string } }) => r.event.id === id).id as string;
}

it('a refused event that two send again at once is stored once, singly and in bulk', async () => {
  const w = await testWorkspace();
  const meter = await w.call('POST', '/meters', counted);
  for (let n = 0; n < TRIES; n++) {
    const rejection = await refusedOnce(w, `e-${n}`);
    const single = (id: string) => w.call('POST', `/api/v1/events/rejections/${rejection}/replay`, { id });
    const bulk = () => w.call('POST', '/api/v1/events/rejections/replay', { filter: {}, ending: `-bulk` });
    const [one, two] = await Promise.all([single(`a-${n}`), n % 2 ? bulk() : single(`b-${n}`)]);
    const stored = [one, two].reduce((sum, { status, body }) => sum + (status === 200 ? (body.stored ?? 1) : 0), 0);
    expect([n, stored]).toEqual([n, 1]);
  }
  const { body } = await w.call('POST', `/meters/${meter.body.id}/query`, {});
  expect(body.data[0].value).toBe(String(TRIES * 11));
});

it('a meter does not lose a dimension while a feature begins to filter by it, and is not deleted under one', async () => {
  const w = await testWorkspace();
  for (let n = 0; n < TRIES; n++) {
    const { body: meter } = await w.call('POST', '/meters', { ...counted, key: `m_${n}` });
    const filters = { m: { eq: 'x' } };
    const [feature, change] = await Promise.all([
      w.call('POST', '/features', { key: `f_${n}`, name: 'F', meter: { id: meter.id, filters } }),
      n % 2 ? w.call('DELETE', `/meters/${meter.id}`) : w.call('PUT', `/meters/${meter.id}`, { dimensions: {} }),
    ]);
    expect([n, feature.status === 201, change.status < 300].filter((passed) => passed === true)).toHaveLength(1);
  }
});
