import { describe, expect, it } from 'vitest';
import { draft, fee, phase, published } from '@/lib/server/testing/sample-plans';
import { customer, doing, nextVersion, OWN, standing, subscribed } from '@/lib/server/testing/sample-subscriptions';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { getSubscriptionState } from './state';

const JAN = '2026-01-01T00:00:00Z';

describe('a beginning is refused', () => {
  it.each([
    [{ customer: {}, plan: { key: 'flat' } }, 400, 'customer'],
    [{ customer: { key: 'acme' }, plan: {} }, 400, 'plan'],
    [{ customer: { key: 'nobody' }, plan: { key: 'flat' } }, 404, null],
    [{ customer: { key: 'acme' }, plan: { key: 'nothing' } }, 404, null],
    [{ customer: { key: 'acme' }, plan: { key: 'flat', version: 9 } }, 404, null],
    [{ customer: { key: 'acme' }, plan: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }, 404, null],
    [{ customer: { key: 'acme' }, plan: { key: 'drafted' } }, 400, 'plan'],
    [{ customer: { key: 'acme' }, plan: { key: 'flat', version: 1 } }, 400, 'plan'],
    [{ customer: { key: 'acme' }, plan: { key: 'euro' } }, 400, 'plan'],
    [{ customer: { key: 'acme' }, plan: { key: 'flat' }, start: '2025-12-01T00:00:00Z' }, 400, 'start'],
    [{ customer: { key: 'acme' }, plan: { key: 'flat' }, starting_phase: 'none' }, 400, 'starting_phase'],
    [{ customer: { key: 'acme' }, plan: { key: 'flat' }, seats: [{ item: 'none', quantity: 2 }] }, 400, 'seats[0].item'],
    [{ customer: { key: 'acme' }, plan: { key: 'flat' }, seats: [{ item: 'fee', quantity: 0 }] }, 400, 'seats[0].quantity'],
    [{ customer: { key: 'acme' } }, 400, 'plan'],
    [
      { customer: { key: 'acme' }, plan: { key: 'flat' }, custom_plan: { currency: 'USD', billing_cadence: 'P1M', phases: [phase(fee)] } },
      400,
      'custom_plan',
    ],
    [
      { customer: { key: 'acme' }, custom_plan: { currency: 'USD', billing_cadence: 'P1M', phases: [phase()] } },
      400,
      'custom_plan.phases[0].rate_cards',
    ],
    [
      { customer: { key: 'acme' }, plan: { key: 'flat' }, cost_basis_mode: 'pinned', settlement_mode: 'credit_only' },
      400,
      'cost_basis_mode',
    ],
    [
      { customer: { key: 'acme' }, plan: { key: 'flat' }, addons: [{ addon: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, quantity: 1 }] },
      400,
      'addons[0].addon',
    ],
  ])('%j', async (body, status, field) => {
    const w = await standing(JAN);
    const first = await published(w);
    await w.moveTo('2026-01-02T00:00:00Z');
    await nextVersion(w, first, '60'); // version 1 is archived
    await draft(w, { key: 'drafted' });
    await published(w, { key: 'euro', currency: 'EUR' });
    await customer(w, 'acme', { currency: 'USD' });
    for (const query of ['', '?preview=true']) {
      const refused = await w.call('POST', `${OWN}${query}`, body);
      expect(refused.status).toBe(status);
      const named = [...(refused.body.invalid_parameters ?? []), ...(refused.body.issues ?? [])].map((p: { field: string }) =>
        p.field.replace('$.', ''),
      );
      if (field !== null) expect(named).toContain(field.replace(/\[(\d+)\]/g, named.some((n) => n.includes('[')) ? '[$1]' : '.$1'));
    }
    expect((await w.call('GET', '/subscriptions')).body.meta.page.total).toBe(0);
  });

  it('for a customer who was deleted, and a version that was', async () => {
    const w = await standing(JAN);
    const plan = await published(w);
    const id = await customer(w);
    await w.call('DELETE', `/customers/${id}`);
    expect(await w.call('POST', '/subscriptions', { customer: { id }, plan: { key: 'flat' } })).toMatchObject({
      status: 400,
      body: { code: 'resource_deleted' },
    });
    await customer(w);
    await w.moveTo('2026-01-02T00:00:00Z');
    await w.call('POST', `/plans/${plan}/archive`);
    expect((await w.call('DELETE', `/plans/${plan}`)).status).toBe(204);
    expect(await w.call('POST', '/subscriptions', { customer: { key: 'acme' }, plan: { id: plan } })).toMatchObject({
      status: 400,
      body: { code: 'resource_deleted' },
    });
  });

  it('while there is another one, which is named; where several are allowed, only when both sell the same', async () => {
    const w = await standing(JAN);
    await published(w);
    await published(w, { key: 'other', phases: [phase({ ...fee, key: 'other' })] });
    const id = await subscribed(w);
    const second = { customer: { key: 'acme' }, plan: { key: 'other' } };
    const refused = await w.call('POST', '/subscriptions', second);
    expect(refused).toMatchObject({
      status: 409,
      body: { issues: [{ code: 'only_single_subscription_allowed_per_customer_at_a_time', attributes: { subscription: id } }] },
    });
    const workspace = `/api/v1/workspaces/${w.id}`;
    expect((await w.call('PATCH', workspace, { many_subscriptions: true })).body.many_subscriptions).toBe(true);
    expect((await w.call('POST', '/subscriptions', second)).status).toBe(201);
    expect(await w.call('POST', '/subscriptions', { ...second, plan: { key: 'flat' } })).toMatchObject({
      status: 409,
      body: { issues: [{ code: 'only_single_subscription_item_allowed_at_a_time', attributes: { subscription: id } }] },
    });
    expect(await w.call('PATCH', workspace, { many_subscriptions: false })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('acme') },
    });
  });
});

describe('an act is refused', () => {
  it('from an older copy, a preview too', async () => {
    const w = await standing(JAN);
    await published(w);
    const id = await subscribed(w);
    const { act } = doing(w, id);
    expect((await act('seats', { item: 'fee', quantity: 2 }, { 'if-match': '"1"' })).status).toBe(200);
    const stale = { headers: { 'if-match': '"1"' } };
    for (const query of ['', '?preview=true'])
      expect(await w.call('POST', `${OWN}/${id}/seats${query}`, { item: 'fee', quantity: 3 }, stale)).toMatchObject({
        status: 412,
        body: { current_revision: 2, current: { id } },
      });
  });

  it('on a subscription that ended, and for one of another customer’s add-ons', async () => {
    const w = await standing(JAN);
    await published(w);
    const id = await subscribed(w);
    const { act } = doing(w, id);
    await act('cancel', { timing: 'immediate' });
    const nobody = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const refusals = [
      await act('change', { plan: { key: 'flat' } }),
      await act('pause'),
      await act('continue'),
      await act('seats', { item: 'fee', quantity: 2 }),
      await act('migrate'),
      await act('edit', { patches: [{ op: 'remove_item', phase: 'main', item: 'fee' }] }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 403]);
    expect((await act(`addons/${nobody}/quantity`, { quantity: 1 })).status).toBe(404);
    expect((await w.call('DELETE', `${OWN}/${id}/scheduled-changes/${nobody}`)).status).toBe(404);
    expect((await w.call('GET', `${OWN}/${nobody}`)).status).toBe(404);
  });

  it.each([
    [{ version: 1 }, 400, 'subscription_version_not_higher'],
    [{ version: 3 }, 400, 'subscription_version_not_published'],
    [{ version: 9 }, 404, null],
  ])('a migration to %j', async (body, status, code) => {
    const w = await standing(JAN);
    const plan = await published(w);
    const id = await subscribed(w);
    await w.moveTo('2026-01-02T00:00:00Z');
    const second = await nextVersion(w, plan, '60');
    await w.call('POST', `/api/v1/plans/${second}/next`);
    const refused = await doing(w, id).act('migrate', body);
    expect(refused.status).toBe(status);
    if (code) expect(refused.body.issues).toMatchObject([{ code, field: '$.version' }]);
  });

  it('by whoever may only read', async () => {
    const w = await standing(JAN);
    await published(w);
    const id = await subscribed(w);
    for (const role of ['analyst', 'support'] as const) {
      expect((await w.call('POST', `/subscriptions/${id}/cancel`, {}, { role })).status).toBe(403);
      expect((await w.call('GET', `${OWN}/${id}`, undefined, { role })).status).toBe(200);
    }
  });
});

describe('time', () => {
  it('periods from the 31st end with shorter months and find the day again', async () => {
    const w = await standing('2026-01-31T00:00:00Z');
    await published(w);
    const id = await subscribed(w);
    const periods: unknown[] = [];
    for (const at of ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z']) {
      await w.moveTo(at);
      periods.push((await w.call('GET', `/subscriptions/${id}`)).body.current_period);
    }
    expect(periods).toEqual([
      { from: '2026-01-31T00:00:00Z', to: '2026-02-28T00:00:00Z' },
      { from: '2026-02-28T00:00:00Z', to: '2026-03-31T00:00:00Z' },
      { from: '2026-03-31T00:00:00Z', to: '2026-04-30T00:00:00Z' },
    ]);
  });

  it('of a zone with summer time counts by its own midnights', async () => {
    const w = await testWorkspace('Europe/Berlin');
    await published(w);
    await customer(w);
    const start = '2027-02-28T23:00:00Z';
    const made = await w.call('POST', OWN, { customer: { key: 'acme' }, plan: { key: 'flat' }, start });
    const { id } = made.body.state.subscription;
    const shown = await w.run(async (ctx) => getSubscriptionState(ctx, id), { now: '2027-03-15T00:00:00.000Z' });
    expect(shown.subscription.currentPeriod).toEqual({ from: start, to: '2027-03-31T22:00:00Z' });
  });

  it('two acts at one instant are one after the other, and neither is lost', async () => {
    const w = await standing(JAN);
    await published(w);
    const id = await subscribed(w);
    const { act, state } = doing(w, id);
    expect((await act('seats', { item: 'fee', quantity: 2 })).status).toBe(200);
    expect((await act('seats', { item: 'fee', quantity: 5 })).status).toBe(200);
    expect((await state()).timeline.items).toMatchObject([{ quantity: 5, from: JAN }]);
    expect((await w.call('GET', `${OWN}/${id}/history`)).body.data).toHaveLength(3);
  });
});
