import { describe, expect, it } from 'vitest';
import { nextDue, takeTimer } from '@/lib/server/clock/timers';
import { sqlTransaction, transaction } from '@/lib/server/core/db';
import { published } from '@/lib/server/testing/sample-plans';
import { customer, doing, offering, standing, subscribed } from '@/lib/server/testing/sample-subscriptions';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { doTimer } from '@/lib/server/work/timer-handlers';

const statuses = async (all: Promise<{ status: number }>[]) => (await Promise.all(all)).map(({ status }) => status).sort();
const dueIn = (w: TestWorkspace) => transaction({ workspaceId: w.id }, (tx) => nextDue(tx, w.id));
const entries = async (w: TestWorkspace, action: string) => w.run((ctx) => ctx.tx.auditEntry.count({ where: { action } }));

describe('two at once', () => {
  it('a customer gets one subscription, whoever asks twice', async () => {
    const w = await testWorkspace();
    await published(w);
    await customer(w);
    const body = { customer: { key: 'acme' }, plan: { key: 'flat' } };
    expect(await statuses(Array.from({ length: 4 }, () => w.call('POST', '/subscriptions', body)))).toEqual([201, 409, 409, 409]);
    expect(await entries(w, 'subscription.create')).toBe(1);
  });

  it('the same request with one key is done once and answered twice', async () => {
    const w = await testWorkspace();
    await published(w);
    await customer(w);
    const body = { customer: { key: 'acme' }, plan: { key: 'flat' } };
    const headers = { 'idempotency-key': 'once' };
    const both = await Promise.all([1, 2].map(() => w.call('POST', '/subscriptions', body, { headers })));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body).toEqual(both[1]?.body);
  });

  it('of two ends one is refused, and the items are those of the other', async () => {
    const w = await testWorkspace();
    await published(w);
    const id = await subscribed(w);
    const ends = ['immediate', 'next_billing_cycle'].map((timing) => w.call('POST', `/subscriptions/${id}/cancel`, { timing }));
    expect(await statuses(ends)).toEqual([200, 403]);
    expect(await entries(w, 'subscription.cancel')).toBe(1);
  });

  it('of two writers from one copy one is told that theirs is stale', async () => {
    const w = await testWorkspace();
    await published(w);
    const { act } = doing(w, await subscribed(w));
    const saved = [2, 3].map((quantity) => act('seats', { item: 'fee', quantity }, { 'if-match': '"1"' }));
    expect(await statuses(saved)).toEqual([200, 412]);
  });

  it('a subscription is made or its customer deleted, never both', async () => {
    for (let i = 0; i < 4; i++) {
      const w = await testWorkspace();
      await published(w);
      const id = await customer(w);
      const body = { customer: { id }, plan: { key: 'flat' } };
      const [made, gone] = await Promise.all([w.call('POST', '/subscriptions', body), w.call('DELETE', `/customers/${id}`)]);
      expect([`${made.status} ${gone.status}`]).toContainEqual(expect.stringMatching(/^(201 409|400 204|404 204)$/));
    }
  });

  it('an act and the removal of the customer leave a running subscription with its customer', async () => {
    const w = await testWorkspace();
    await published(w);
    const id = await subscribed(w);
    const owner = (await w.call('GET', `/subscriptions/${id}`)).body.customer_id;
    const [acted, gone] = await Promise.all([
      doing(w, id).act('seats', { item: 'fee', quantity: 2 }),
      w.call('DELETE', `/customers/${owner}`),
    ]);
    expect([acted.status, gone.status]).toEqual([200, 409]);
    expect(gone.body).toMatchObject({ used_by: [{ type: 'subscription', id, key: 'acme' }], used_by_total: 1 });
  });

  it('one add-on is bought once', async () => {
    const w = await testWorkspace();
    const { addOn } = await offering(w);
    const id = await subscribed(w);
    const buy = () => w.call('POST', `/subscriptions/${id}/addons`, { addon: { id: addOn }, quantity: 1, timing: 'immediate' });
    expect(await statuses([buy(), buy(), buy()])).toEqual([201, 409, 409]);
  });

  it('a version is sold or its deletion done, never both', async () => {
    const w = await standing('2026-01-01T00:00:00Z');
    const plan = await published(w);
    await customer(w);
    await w.moveTo('2026-01-02T00:00:00Z');
    const [made, archived] = await Promise.all([
      w.call('POST', '/subscriptions', { customer: { key: 'acme' }, plan: { key: 'flat' } }),
      w.call('POST', `/plans/${plan}/archive`),
    ]);
    expect(archived.status).toBe(200);
    const gone = await w.call('DELETE', `/plans/${plan}`);
    expect(gone.status).toBe(made.status === 201 ? 409 : 204);
    if (gone.status === 409) expect(gone.body.detail).toContain('the subscription "Flat" of "acme"');
  });
});

it('the application cannot change the beginning, the acts or what was known of items', async () => {
  const w = await testWorkspace();
  await published(w);
  const id = await subscribed(w);
  await doing(w, id).act('seats', { item: 'fee', quantity: 2 });
  for (const sql of [
    `UPDATE subscriptions SET beginning = '{}' WHERE id = $1`,
    `UPDATE subscriptions SET active_from = now() WHERE id = $1`,
    'DELETE FROM subscriptions WHERE id = $1',
    `UPDATE subscription_acts SET act = '{}' WHERE subscription_id = $1`,
    'DELETE FROM subscription_acts WHERE subscription_id = $1',
    'UPDATE subscription_items SET quantity = 7 WHERE subscription_id = $1',
    'DELETE FROM subscription_items WHERE subscription_id = $1',
  ])
    await expect(sqlTransaction({ workspaceId: w.id }, (client) => client.query(sql, [id]))).rejects.toMatchObject({ code: 'RB003' });
});

it('what begins and ends by itself is told at its instant, and lists move on', async () => {
  const w = await standing('2026-01-01T00:00:00Z');
  const trial = { key: 'trial', name: 'Trial', duration: 'P1M', rate_cards: [{ key: 'fee', name: 'Fee', price: { type: 'free' } }] };
  const paid = {
    key: 'main',
    name: 'Main',
    rate_cards: [{ key: 'fee', name: 'Fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '49' } }],
  };
  await published(w, { phases: [trial, paid] });
  const id = await subscribed(w);
  await doing(w, id).act('cancel', { timing: '2026-03-01T00:00:00Z' });
  const next: string[] = [];
  for (let due = await dueIn(w); due !== undefined; due = await dueIn(w)) {
    const now = due;
    await w.run(
      async (ctx) => {
        const timer = await takeTimer(ctx.tx, w.id, now);
        if (timer) await doTimer(ctx, timer);
        const row = await ctx.tx.subscription.findUniqueOrThrow({ where: { id } });
        next.push(`${now.slice(0, 10)} ${row.nextBillingAt?.toISOString().slice(0, 10)}`);
      },
      { now },
    );
  }
  expect(next).toEqual(['2026-02-01 2026-03-01', '2026-03-01 undefined']);
  const { rows } = await sqlTransaction({ workspaceId: w.id }, (client) =>
    client.query(
      `SELECT type, payload->>'at' AS at, payload->>'phaseKey' AS phase FROM outbox_events WHERE subject = $1 ORDER BY position, id`,
      [`subscription/${id}`],
    ),
  );
  expect(rows.map(({ type, at, phase }) => [type.replace('subscription.', ''), at.slice(0, 10), phase].filter(Boolean).join(' '))).toEqual([
    'created 2026-01-01',
    'started 2026-01-01',
    'phase_started 2026-01-01 trial',
    'canceled 2026-03-01',
    'phase_ended 2026-02-01 trial',
    'phase_started 2026-02-01 main',
    'phase_ended 2026-03-01 main',
    'ended 2026-03-01',
  ]);
});
