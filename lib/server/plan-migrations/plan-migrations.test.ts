import { afterEach, expect, it } from 'vitest';
import { startWorkers, type Work } from '@/lib/server/jobs/worker';
import { fee, phase, upsert } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { HANDLERS } from '@/lib/server/work/handlers';

const PATH = '/api/v1/plan-migrations';
const works: Work[] = [];
const startWork = () => works.push(startWorkers(HANDLERS, 2));
afterEach(() => Promise.all(works.splice(0).map((work) => work.stop())));

/** A workspace with `count` subscribers of version 1 of a plan (49 a month), of which version 2 (59 a month) is on sale. */
async function subscribers(count: number): Promise<{ w: TestWorkspace; ids: string[] }> {
  const w = await testWorkspace();
  const body = { key: 'flat', name: 'Flat', currency: 'USD', billing_cadence: 'P1M', phases: [phase(fee)] };
  const plan = (await w.call('POST', '/plans', body)).body.id;
  expect((await w.call('POST', `/plans/${plan}/publish`)).status).toBe(200);
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    await w.call('POST', '/customers', { key: `c${i}`, name: `Customer ${i}`, currency: 'USD' });
    const made = await w.call('POST', '/subscriptions', { customer: { key: `c${i}` }, plan: { key: 'flat' } });
    expect(made.status).toBe(201);
    ids.push(made.body.id);
  }
  const next = (await w.call('POST', `/api/v1/plans/${plan}/next`)).body.id;
  const dearer = { ...fee, price: { type: 'flat', amount: '59' } };
  expect((await w.call('PUT', `/plans/${next}`, upsert({ name: 'Flat', phases: [phase(dearer)] }))).status).toBe(200);
  expect((await w.call('POST', `/plans/${next}/publish`)).status).toBe(200);
  return { w, ids };
}

const until = (w: TestWorkspace, id: string, status: string) =>
  expect.poll(async () => (await w.call('GET', `${PATH}/${id}`)).body.status, { timeout: 30_000 }).toBe(status);

const versionOf = async (w: TestWorkspace, id: string) => (await w.call('GET', `/subscriptions/${id}`)).body.plan.version;

const request = (rest: object = {}) => ({ plan_key: 'flat', to_version: 2, timing: 'immediate', canary_size: 1, ...rest });

it('checks, tries a few, moves the rest, and moves them back', async () => {
  const { w, ids } = await subscribers(3);
  startWork();
  const made = await w.call('POST', PATH, request());
  expect(made).toMatchObject({ status: 201, body: { status: 'checking', counts: { total: 3 } } });
  const { id } = made.body;
  await until(w, id, 'ready');
  const ready = (await w.call('GET', `${PATH}/${id}`)).body;
  expect(ready).toMatchObject({ counts: { pending: 3, applied: 0 }, effects: [{ currency: 'USD', expected: '30', realised: '0' }] });
  expect(await Promise.all(ids.map((one) => versionOf(w, one)))).toEqual([1, 1, 1]);

  await w.call('POST', `${PATH}/${id}/start`);
  await until(w, id, 'paused');
  expect((await w.call('GET', `${PATH}/${id}`)).body).toMatchObject({
    counts: { pending: 2, applied: 1 },
    reason: expect.stringContaining('The first 1'),
  });
  expect(await Promise.all(ids.map((one) => versionOf(w, one)))).toEqual([2, 1, 1]);

  await w.call('POST', `${PATH}/${id}/continue`);
  await until(w, id, 'done');
  const done = (await w.call('GET', `${PATH}/${id}`)).body;
  expect(done).toMatchObject({ counts: { applied: 3 }, effects: [{ expected: '30', realised: '30' }], allowed: ['undo'] });
  expect(await Promise.all(ids.map((one) => versionOf(w, one)))).toEqual([2, 2, 2]);

  await w.call('POST', `${PATH}/${id}/undo`);
  await until(w, id, 'undone');
  expect((await w.call('GET', `${PATH}/${id}`)).body.counts).toMatchObject({ undone: 3, failed: 0 });
  expect(await Promise.all(ids.map((one) => versionOf(w, one)))).toEqual([1, 1, 1]);
});

it('takes scheduled moves back when it is undone before they take effect', async () => {
  const { w, ids } = await subscribers(1);
  startWork();
  const { id } = (await w.call('POST', PATH, request({ timing: 'next_billing_cycle', canary_size: 0 }))).body;
  await until(w, id, 'ready');
  await w.call('POST', `${PATH}/${id}/start`);
  await until(w, id, 'done');
  const state = `/api/v1/subscriptions/${ids[0]}`;
  expect((await w.call('GET', state)).body.scheduled_changes).toMatchObject([{ kind: 'migrate' }]);
  await w.call('POST', `${PATH}/${id}/undo`);
  await until(w, id, 'undone');
  expect((await w.call('GET', state)).body.scheduled_changes).toEqual([]);
});

it('leaves out negotiated terms and scheduled changes unless asked, with the reason', async () => {
  const { w, ids } = await subscribers(3);
  await w.call('POST', `/api/v1/subscriptions/${ids[0]}/negotiated-terms`, {
    terms: [{ item: 'fee', set: { price: { type: 'flat', amount: '39' } } }],
  });
  await w.call('POST', `/api/v1/subscriptions/${ids[1]}/cancel`, { timing: 'next_billing_cycle' });
  startWork();
  const { id } = (await w.call('POST', PATH, request({ canary_size: 0 }))).body;
  await until(w, id, 'ready');
  const { data } = (await w.call('GET', `${PATH}/${id}/entries?state=skipped`)).body;
  expect(data.map((entry: { subscription_id: string }) => entry.subscription_id).sort()).toEqual([ids[0], ids[1]].sort());
  expect(data.map((entry: { reason: string }) => entry.reason).join(' ')).toContain('negotiated terms');
  await w.call('POST', `${PATH}/${id}/cancel`);

  const all = (await w.call('POST', PATH, request({ canary_size: 0, include_negotiated: true }))).body;
  await until(w, all.id, 'ready');
  await w.call('POST', `${PATH}/${all.id}/start`);
  await until(w, all.id, 'done');
  const kept = (await w.call('GET', `/subscriptions/${ids[0]}`)).body;
  expect(kept.plan.version).toBe(2);
  expect(kept.phases[0].items[0].rate_card.price.amount).toBe('39');
});

it('refuses a second one of the same plan, drafts, later versions and empty choices, each with its reason', async () => {
  const { w } = await subscribers(1);
  const refused = async (rest: object) => {
    const { status, body } = await w.call('POST', PATH, request(rest));
    return [status, body.code];
  };
  expect(await refused({ to_version: 9 })).toEqual([404, 'not_found']);
  expect((await refused({ from_versions: [2] }))[0]).toBe(400);
  expect((await refused({ customer_ids: ['01J00000000000000000000000'] }))[0]).toBe(400);
  expect((await w.call('POST', PATH, request())).status).toBe(201);
  expect(await refused({})).toEqual([409, 'conflict']);
});

it('two at once: one migration is made', async () => {
  const { w } = await subscribers(1);
  const both = await Promise.all([0, 1].map(() => w.call('POST', PATH, request())));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});
