import { afterEach, expect, test } from 'vitest';
import { sqlTransaction } from '@/lib/server/core/db';
import { startWorkers, type Work } from '@/lib/server/jobs/worker';
import { fee, phase, upsert } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { HANDLERS } from '@/lib/server/work/handlers';

const works: Work[] = [];
const startWork = () => works.push(startWorkers(HANDLERS, 2));
afterEach(() => Promise.all(works.splice(0).map((work) => work.stop())));

const CLOCK = '/api/v1/test-clock';
const AT = '2031-01-01T00:00:00.000Z';

async function sandbox(): Promise<TestWorkspace> {
  const w = await testWorkspace('UTC', { sandbox: true });
  expect((await w.call('PUT', CLOCK, { at: AT })).status).toBe(200);
  return w;
}

/** Schedules the first versions of some plans, each at its instant. */
async function schedule(w: TestWorkspace, starts: Record<string, string>) {
  for (const [key, effective_from] of Object.entries(starts)) {
    const body = { key, name: key, currency: 'USD', billing_cadence: 'P1M', phases: [phase(fee)] };
    const plan = (await w.call('POST', '/plans', body)).body;
    expect((await w.call('POST', `/api/v1/plans/${plan.id}/publish`, { effective_from })).status).toBe(200);
  }
}

async function arrive(w: TestWorkspace, to: string) {
  expect((await w.call('POST', `${CLOCK}/advance`, { to })).status).toBe(202);
  await expect.poll(async () => (await w.call('GET', CLOCK)).body, { timeout: 30_000 }).toMatchObject({ at: to, status: 'standing' });
}

/** Returns the events of a workspace, without ids and wall time. */
const story = (w: TestWorkspace) =>
  sqlTransaction({ workspaceId: w.id }, async (client) => {
    const rows = async (sql: string) => (await client.query(sql)).rows;
    return {
      events: await rows(`SELECT type, subject, at, payload - 'id' AS payload FROM outbox_events ORDER BY position`),
      timers: await rows('SELECT kind, due_at FROM timers ORDER BY due_at'),
      clock: await rows('SELECT at, target FROM test_clocks'),
      plans: await rows('SELECT key, effective_from, effective_to FROM plans ORDER BY key'),
    };
  });

const STARTS = { gold: '2031-09-01T00:00:00Z', bronze: '2031-02-01T00:00:00Z', silver: '2031-02-01T00:00:00.001Z' };
const YEAR_LATER = '2032-01-15T00:00:00.000Z';

test('an advance does what falls due on the way, in the order of time, each at its own instant; in one step or in many', async () => {
  const [once, often] = [await sandbox(), await sandbox()];
  for (const w of [once, often]) await schedule(w, STARTS);
  startWork();
  await arrive(once, YEAR_LATER);
  for (const to of ['2031-01-31T23:59:59.999Z', '2031-02-01T00:00:00.000Z', '2031-06-01T00:00:00.000Z', YEAR_LATER])
    await arrive(often, to);
  const told = await story(once);
  expect(await story(often)).toEqual(told);
  expect(told.events.filter(({ type }) => type === 'plan.started').map(({ subject, at }) => [subject, at.toISOString()])).toEqual([
    ['plan/bronze', '2031-02-01T00:00:00.000Z'],
    ['plan/silver', '2031-02-01T00:00:00.001Z'],
    ['plan/gold', '2031-09-01T00:00:00.000Z'],
  ]);
  expect(told.timers).toEqual([]);
});

test('two advances at once: one goes, the other is refused; cancelled it stands where it was, and goes on from there', async () => {
  const w = await sandbox();
  await schedule(w, STARTS);
  const both = await Promise.all([0, 1].map(() => w.call('POST', `${CLOCK}/advance`, { to: YEAR_LATER })));
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
  expect((await w.call('GET', CLOCK)).body).toMatchObject({ at: AT, status: 'advancing', target: YEAR_LATER });
  expect((await w.call('POST', `${CLOCK}/cancel`)).body).toMatchObject({ status: 'cancelling' });
  startWork();
  await expect.poll(async () => (await w.call('GET', CLOCK)).body).toMatchObject({ at: AT, status: 'standing' });
  expect((await w.call('POST', `${CLOCK}/cancel`)).status).toBe(409);
  await arrive(w, YEAR_LATER);
  expect((await story(w)).events.filter(({ type }) => type === 'plan.started')).toHaveLength(3);
});

test('an advance whose worker is gone goes on from its last step', async () => {
  const w = await sandbox();
  await schedule(w, STARTS);
  expect((await w.call('POST', `${CLOCK}/advance`, { to: YEAR_LATER })).status).toBe(202);
  // State left by a worker that was killed after one step: the step is there whole, and the job is not done.
  const principal = await w.run(async ({ actor, role, workspace }) => ({ actor, role, workspace }));
  const steps = { workspaceId: w.id, principal, requestId: 'r', attempt: 1, progress: async () => {} };
  const killed = new AbortController();
  const halfWay = HANDLERS['test_clock.advance'] as { inSteps: (given: object, payload: object) => Promise<void> };
  const dying = halfWay.inSteps({ ...steps, signal: killed.signal }, {});
  await expect.poll(async () => (await w.call('GET', CLOCK)).body.done).toBeGreaterThan(0);
  killed.abort(new Error('killed'));
  await dying.catch(() => undefined);
  startWork();
  await expect
    .poll(async () => (await w.call('GET', CLOCK)).body, { timeout: 30_000 })
    .toMatchObject({ at: YEAR_LATER, status: 'standing' });
  expect((await story(w)).events.filter(({ type }) => type === 'plan.started')).toHaveLength(3);
});

test('keys and invitations of a sandbox live by the wall clock, whatever its test clock says', async () => {
  const w = await sandbox();
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const key = await w.call('POST', '/api/v1/api-keys', { name: 'ci', role: 'analyst', expires_at: inAMonth });
  expect(key).toMatchObject({ status: 201, body: { expires_at: inAMonth } });
  expect((await w.call('POST', '/api/v1/invitations', { email: 'mara@acme.example', role: 'analyst' })).status).toBe(201);
  const [invitation] = (await w.call('GET', '/api/v1/invitations')).body.data;
  expect(invitation.expires_at < inAMonth).toBe(true);
});

test('a version that is taken back or moved starts when it is said to, or not at all', async () => {
  const w = await sandbox();
  await schedule(w, STARTS);
  const plans = (await w.call('GET', '/plans')).body.data as { id: string; key: string }[];
  const idOf = (key: string) => plans.find((plan) => plan.key === key)?.id;
  await w.call('POST', `/api/v1/plans/${idOf('gold')}/unschedule`);
  await w.call('POST', `/api/v1/plans/${idOf('silver')}/publish`, { effective_from: '2031-03-01T00:00:00Z' });
  await w.call('PUT', `/plans/${idOf('bronze')}`, upsert({ name: 'Bronze', phases: [phase(fee)] }));
  startWork();
  await arrive(w, YEAR_LATER);
  const started = (await story(w)).events
    .filter(({ type }) => type === 'plan.started')
    .map(({ subject, at }) => [subject, at.toISOString()]);
  expect(started).toEqual([
    ['plan/bronze', '2031-02-01T00:00:00.000Z'],
    ['plan/silver', '2031-03-01T00:00:00.000Z'],
  ]);
});

test('bad instants, roles and live workspaces are refused with the reason', async () => {
  const w = await sandbox();
  const refusal = async (method: string, path: string, body?: unknown, role?: 'analyst') => {
    const { status, body: said } = await w.call(method, path, body, role && { role });
    return [status, said.code];
  };
  expect(await refusal('PUT', CLOCK, { at: AT })).toEqual([409, 'conflict']);
  expect((await refusal('POST', `${CLOCK}/advance`, { to: AT }))[0]).toBe(400);
  expect((await refusal('POST', `${CLOCK}/advance`, { to: '2020-01-01T00:00:00Z' }))[0]).toBe(400);
  expect((await refusal('POST', `${CLOCK}/advance`, { to: '2099-01-01T00:00:00Z' }))[0]).toBe(400);
  expect(await refusal('POST', `${CLOCK}/advance`, { to: YEAR_LATER }, 'analyst')).toEqual([403, 'forbidden']);
  expect(await refusal('POST', `${CLOCK}/release`)).toEqual([409, 'conflict']);
  const live = await testWorkspace();
  expect((await live.call('GET', CLOCK)).status).toBe(404);
  expect((await live.call('PUT', CLOCK, { at: AT })).status).toBe(409);
});

test('a clock that has reached the present is released, and what falls due later is done by the wall clock', async () => {
  const w = await testWorkspace('UTC', { sandbox: true });
  const now = Date.now();
  const iso = (ms: number) => new Date(ms).toISOString();
  expect((await w.call('PUT', CLOCK, { at: iso(now - 86_400_000) })).status).toBe(200);
  await schedule(w, { pro: iso(now + 1_500) });
  startWork();
  expect((await w.call('POST', `${CLOCK}/release`)).body.detail).toContain('behind the present');
  await arrive(w, iso(now - 60_000));
  expect((await w.call('POST', `${CLOCK}/release`)).status).toBe(204);
  expect((await w.call('GET', CLOCK)).status).toBe(404);
  await expect.poll(async () => (await story(w)).events.map(({ type }) => type), { timeout: 20_000 }).toContain('plan.started');
});
