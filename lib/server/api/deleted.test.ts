import { expect, it } from 'vitest';
import { extra, flat, upsert } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';

it('what was deleted is read by its id, every act on it is refused with a code, and 404 is for what never was', async () => {
  const w = await testWorkspace();
  const made = async (path: string, body: object): Promise<string> => (await w.call('POST', path, body)).body.id;
  const meter = await made('/meters', { key: 'm', name: 'M', aggregation: 'count', event_type: 'e' });
  const feature = await made('/features', { key: 'f', name: 'F', meter: { id: meter } });
  const customer = await made('/customers', { key: 'c', name: 'C' });
  const plan = await made('/plans', flat);
  const addOn = await made('/addons', extra);
  const kept = await made('/plans', { ...flat, key: 'kept' });
  const [x, { rate_cards, instance_type }] = [{ name: 'X' }, extra];
  const acts: [thing: string, acts: [method: string, path: string, body?: object][]][] = [
    [`/plans/${plan}`, [['PUT', '', upsert(flat)], ['POST', '/publish'], ['POST', '/archive'], ['POST', '/addons', { ...x, addon: { id: addOn }, from_plan_phase: 'main' }]]], // biome-ignore format: a table
    [`/addons/${addOn}`, [['PUT', '', { ...x, rate_cards, instance_type }], ['POST', '/publish'], ['POST', '/archive']]], // biome-ignore format: a table
    [
      `/features/${feature}`,
      [
        ['PATCH', '', { unit_cost: { type: 'manual', amount: '1' } }],
        ['POST', '/cost/query', {}],
      ],
    ],
    [
      `/meters/${meter}`,
      [
        ['PUT', '', x],
        ['POST', '/query', {}],
      ],
    ],
    [`/customers/${customer}`, [['PUT', '', x]]],
  ];
  for (const [path, others] of acts) {
    expect([path, (await w.call('DELETE', path)).status]).toEqual([path, 204]);
    const read = await w.call('GET', path);
    expect([path, read]).toEqual([path, expect.objectContaining({ status: 200 })]);
    expect([path, read.body.deleted_at]).toEqual([path, expect.any(String)]);
    const list = path.slice(0, path.lastIndexOf('/'));
    expect([list, (await w.call('GET', `${list}?page[size]=100`)).body.data.map(({ id }: { id: string }) => id)]).toEqual([
      list,
      list === '/plans' ? [kept] : [],
    ]);
    for (const [method, act, body] of [...others, ['DELETE', ''] as const]) {
      const at = `${method} ${path}${act}`;
      const { status, body: refused } = await w.call(method, `${path}${act}`, body);
      expect([at, status, refused.code, refused.extensions?.validationErrors]).toEqual([
        at,
        400,
        'resource_deleted',
        [expect.objectContaining({ code: 'resource_deleted', field: '$.deleted_at' })],
      ]);
    }
    const never = `${list}/01ARZ3NDEKTSV4RRFFQ69G5FAV`;
    expect([never, (await w.call('GET', never)).status, (await w.call('DELETE', never)).status]).toEqual([never, 404, 404]);
  }
  const offer = await w.call('POST', `/plans/${kept}/addons`, { ...x, addon: { id: addOn }, from_plan_phase: 'main' });
  expect([offer.status, offer.body.code]).toEqual([400, 'resource_deleted']);
});
