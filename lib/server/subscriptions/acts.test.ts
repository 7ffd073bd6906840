import { describe, expect, it } from 'vitest';
import { published } from '@/lib/server/testing/sample-plans';
import { customer, doing, nextVersion, OWN, offering, standing, subscribed } from '@/lib/server/testing/sample-subscriptions';

const JAN = '2026-01-01T00:00:00Z';
const MID = '2026-01-16T12:00:00Z';
const FEB = '2026-02-01T00:00:00Z';

async function flatFromJanuary() {
  const w = await standing(JAN);
  const plan = await published(w);
  const id = await subscribed(w);
  await w.moveTo(MID);
  return { w, plan, id, ...doing(w, id) };
}

describe('an end', () => {
  it('at once gives back what was paid in advance, as the preview says, and is final', async () => {
    const { w, id, ask, act } = await flatFromJanuary();
    const preview = await ask('cancel', { timing: 'immediate' });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        applied: false,
        effective_at: MID,
        state: { subscription: { active_to: MID, status: 'inactive' } },
        consequences: { invoice_now: { total: '-24.50', lines: [{ kind: 'credit', item_key: 'fee', total: '-24.50' }] } },
      },
    });
    expect((await w.call('GET', `/subscriptions/${id}`)).body.status).toBe('active');
    const done = await act('cancel', { timing: 'immediate' });
    expect(done.body.state).toEqual({ ...preview.body.state, revision: done.body.state.revision });
    const again = await w.call('POST', `/subscriptions/${id}/cancel`, {});
    expect(again).toMatchObject({
      status: 403,
      body: { code: 'action_not_allowed', issues: [{ code: 'subscription_action_not_allowed' }] },
    });
  });

  it('at the end of the period gives nothing back, and is taken back as if nothing had happened', async () => {
    const { w, id, act, state } = await flatFromJanuary();
    const before = (await state()).timeline;
    const done = await act('cancel', { timing: 'next_billing_cycle' });
    expect(done.body.state.subscription).toMatchObject({ status: 'canceled', active_to: FEB });
    expect(done.body.state.scheduled_changes).toMatchObject([{ kind: 'cancel', at: FEB }]);
    const listed = await w.call('GET', `${OWN}?filter[scheduled]=true`);
    expect(listed.body.data).toMatchObject([
      { id, status: 'canceled', scheduled_change: { kind: 'cancel', at: '2026-02-01T00:00:00.000Z' } },
    ]);
    const back = await w.call('POST', `/subscriptions/${id}/unschedule-cancelation`);
    expect(back).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await state()).timeline).toEqual(before);
    expect((await state()).scheduled_changes).toEqual([]);
  });

  it.each([
    ['2026-01-20T00:00:00Z', 'subscription_instant_off_boundary'],
    ['2025-12-01T00:00:00Z', 'subscription_instant_in_the_past'],
  ])('at %s is refused as %s', async (timing, code) => {
    const { w, id } = await flatFromJanuary();
    const refused = await w.call('POST', `/subscriptions/${id}/cancel`, { timing });
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ code, field: '$.timing' }] } });
  });
});

describe('a change', () => {
  it('ends one subscription and begins another at the same instant, each knowing the other', async () => {
    const { w, id, ask } = await flatFromJanuary();
    const dear = {
      key: 'dear',
      phases: [
        {
          key: 'main',
          name: 'Main',
          rate_cards: [{ key: 'fee', name: 'Fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '98' } }],
        },
      ],
    };
    await published(w, dear);
    const preview = await ask('change', { plan: { key: 'dear' }, timing: 'immediate' });
    expect(preview.body.consequences.invoice_now).toMatchObject({ total: '24.50' });
    const body = { customer: {}, plan: { key: 'dear' }, timing: 'immediate' };
    const { status, body: done } = await w.call('POST', `/subscriptions/${id}/change`, body);
    expect(status).toBe(200);
    expect(done.current).toMatchObject({ id, active_to: MID, status: 'inactive' });
    expect(done.next).toMatchObject({
      active_from: MID,
      billing_anchor: JAN,
      status: 'active',
      plan: { key: 'dear' },
      current_period: { from: MID, to: FEB },
    });
    expect(await doing(w, id).state()).toMatchObject({ next_id: done.next.id });
    expect(await doing(w, done.next.id).state()).toMatchObject({ previous_id: id });
  });

  it('that is scheduled is undone by a restore, which deletes what was to follow', async () => {
    const { w, id, act, state } = await flatFromJanuary();
    await published(w, { key: 'other' });
    const before = (await state()).timeline;
    const { body: done } = await act('change', { plan: { key: 'other' } });
    expect(done.next.subscription).toMatchObject({ status: 'scheduled', active_from: FEB });
    const restored = await act('restore');
    expect(restored).toMatchObject({ status: 200, body: { state: { subscription: { status: 'active' } } } });
    expect((await state()).timeline).toEqual(before);
    expect((await w.call('GET', `/subscriptions/${done.next.subscription.id}`)).body).toMatchObject({ deleted_at: expect.any(String) });
    expect(
      (await w.call('GET', `/subscriptions?filter[customer_id]=${done.state.customer.id}`)).body.data.map((s: { id: string }) => s.id),
    ).toEqual([id]);
  });
});

describe('terms of one customer', () => {
  it('are kept through a migration to another version, and shown as such', async () => {
    const { w, plan, id, act, ask, state } = await flatFromJanuary();
    const terms = [{ item: 'fee', set: { price: { type: 'flat', amount: '40' } }, reason: 'Loyal' }];
    expect((await act('negotiated-terms', { terms, timing: 'next_billing_cycle' })).status).toBe(200);
    await nextVersion(w, plan, '60');
    const preview = await ask('migrate', { timing: 'next_billing_cycle' });
    expect(preview.body.state.plan).toMatchObject({ version: 2 });
    const moved = await act('migrate', {});
    expect(moved).toMatchObject({ status: 200, body: { state: { plan: { version: 2 }, subscription: { id, plan: { version: 2 } } } } });
    expect((await state()).negotiated).toMatchObject([{ item: 'fee', applied: true, sentence: expect.stringContaining('Loyal') }]);
    const amounts = (await state()).timeline.items.map((item: { from: string; rate_card: { price: { amount: string } } }) => [
      item.from,
      item.rate_card.price.amount,
    ]);
    expect(amounts).toEqual([
      [JAN, '49'],
      [MID, '60'],
      [FEB, '40'],
    ]);
  });
});

describe('add-ons', () => {
  it('are bought, more of them later, and given up', async () => {
    const w = await standing(JAN);
    const { addOn } = await offering(w);
    const id = await subscribed(w);
    const made = await w.call('POST', `/subscriptions/${id}/addons`, { addon: { id: addOn }, quantity: 1, timing: 'next_billing_cycle' });
    expect(made).toMatchObject({ status: 201, body: { quantity: 0, active_from: FEB, timeline: [{ quantity: 1, active_from: FEB }] } });
    expect(made.body.rate_cards).toMatchObject([{ rate_card: { key: 'seats' }, affected_subscription_item_ids: [expect.any(String)] }]);
    await w.moveTo('2026-02-15T00:00:00Z');
    const { act } = doing(w, id);
    expect((await act(`addons/${made.body.id}/quantity`, { quantity: 3 })).status).toBe(200);
    expect((await w.call('GET', `/subscriptions/${id}/addons/${made.body.id}`)).body).toMatchObject({
      quantity: 3,
      timeline: [{ quantity: 1 }, { quantity: 3 }],
    });
    expect((await w.call('GET', `/subscriptions/${id}/addons?sort=created_at desc`)).body.meta.page.total).toBe(1);
    expect(await act(`addons/${made.body.id}/quantity`, { quantity: 6 })).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'subscription_quantity_out_of_range', field: '$.quantity' }] },
    });
    expect((await act(`addons/${made.body.id}/quantity`, { quantity: 0 })).status).toBe(200);
    const again = await w.call('POST', `/subscriptions/${id}/addons`, { addon: { id: addOn }, quantity: 1, timing: 'immediate' });
    expect(again.status).toBe(201);
  });

  it.each([
    [{ quantity: 0 }, 400, 'quantity'],
    [{ quantity: -1 }, 400, 'quantity'],
    [{ quantity: 6 }, 400, 'quantity'],
    [{ quantity: 1_000_000_000 }, 400, 'quantity'],
  ])('%j are refused', async (more, status, field) => {
    const w = await standing(JAN);
    const { addOn } = await offering(w);
    const id = await subscribed(w);
    const refused = await w.call('POST', `/subscriptions/${id}/addons`, { addon: { id: addOn }, timing: 'immediate', ...more });
    expect(refused.status).toBe(status);
    const named = [...(refused.body.invalid_parameters ?? []), ...(refused.body.issues ?? [])].map((p: { field: string }) =>
      p.field.replace('$.', ''),
    );
    expect(named).toContain(field);
  });

  it('that the version does not offer are refused, and a second purchase is a conflict', async () => {
    const w = await standing(JAN);
    const { addOn } = await offering(w);
    await published(w, { key: 'bare' });
    const bare = await subscribed(w, 'bare', 'bare');
    const body = { addon: { id: addOn }, quantity: 1, timing: 'immediate' };
    expect(await w.call('POST', `/subscriptions/${bare}/addons`, body)).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'subscription_add_on_not_offered', field: '$.addon' }] },
    });
    const id = await subscribed(w);
    expect((await w.call('POST', `/subscriptions/${id}/addons`, body)).status).toBe(201);
    expect(await w.call('POST', `/subscriptions/${id}/addons`, body)).toMatchObject({
      status: 409,
      body: { issues: [{ code: 'subscription_add_on_already_attached' }] },
    });
  });
});

describe('a pause', () => {
  it('stops what is served until it is resumed, and is one thing to take back', async () => {
    const { act, ask, state, w, id } = await flatFromJanuary();
    const preview = await ask('pause', { timing: 'immediate', resume_at: '2026-03-01T00:00:00Z' });
    expect(preview.body.consequences.invoice_now.total).toBe('-24.50');
    const paused = await act('pause', { timing: 'next_billing_cycle', resume_at: '2026-03-01T00:00:00Z' });
    expect(paused.body.state.timeline.pauses).toEqual([{ from: FEB, to: '2026-03-01T00:00:00Z' }]);
    const [change] = paused.body.state.scheduled_changes;
    const taken = await w.call('DELETE', `${OWN}/${id}/scheduled-changes/${change.id}`);
    expect(taken).toMatchObject({ status: 200, body: { state: { scheduled_changes: [] } } });
    expect((await state()).timeline.pauses).toEqual([]);
    expect((await act('pause')).body.state.paused).toBe(true);
    expect((await act('pause')).status).toBe(403);
    await w.moveTo('2026-01-20T00:00:00Z');
    expect((await act('resume')).body.state.paused).toBe(false);
  });
});

describe('seats and edits', () => {
  it('more seats are charged for the rest of the period, as the preview says', async () => {
    const { ask, act } = await flatFromJanuary();
    const preview = await ask('seats', { item: 'fee', quantity: 3 });
    expect(preview.body.consequences.invoice_now).toMatchObject({ total: '49.00' });
    expect(preview.body.consequences.next_invoice).toMatchObject({ at: FEB, total: '147.00' });
    expect((await act('seats', { item: 'fee', quantity: 3 })).status).toBe(200);
    expect(await act('seats', { item: 'none', quantity: 3 })).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'subscription_item_not_found', field: '$.item' }] },
    });
  });

  it('an item is exchanged, and one that is not in order is refused where it is wrong', async () => {
    const { act, state } = await flatFromJanuary();
    const card = { key: 'fee', name: 'Fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } };
    const done = await act('edit', { patches: [{ op: 'change_item', phase: 'main', item: 'fee', rate_card: card }] });
    expect(done.status).toBe(200);
    expect((await state()).timeline.items).toMatchObject([
      { source: 'plan', to: MID },
      { source: 'edit', from: MID },
    ]);
    const wrong = { ...card, key: 'u', price: { type: 'unit', amount: '1' } };
    expect(await act('edit', { patches: [{ op: 'add_item', phase: 'main', rate_card: wrong }] })).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'usage_based_price_with_no_feature', field: '$.patches[0].rate_card.feature' }] },
    });
    expect(await act('edit', { patches: [{ op: 'remove_item', phase: 'main', item: 'none' }] })).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'subscription_item_not_found', field: '$.patches[0].item' }] },
    });
    expect(
      (await act('edit', { timing: '2026-02-10T00:00:00Z', patches: [{ op: 'remove_item', phase: 'main', item: 'fee' }] })).status,
    ).toBe(400);
  });
});

it('history says who did what and when, with what it changed and what was taken back', async () => {
  const { w, id, act } = await flatFromJanuary();
  await act('seats', { item: 'fee', quantity: 2, note: 'They grow' });
  const { body: ended } = await act('cancel', {});
  await w.call('DELETE', `${OWN}/${id}/scheduled-changes/${ended.state.scheduled_changes[0].id}`);
  const { body } = await w.call('GET', `${OWN}/${id}/history`);
  expect(body.data.map((entry: { kind: string }) => entry.kind)).toEqual(['continue', 'cancel', 'seats', 'create']);
  expect(body.data[1]).toMatchObject({ withdrawn: { actor_name: expect.any(String) } });
  expect(body.data[2]).toMatchObject({ note: 'They grow', changes: [{ kind: 'ended' }, { kind: 'new' }] });
  expect(body.data[3]).toMatchObject({ actor: { type: 'api_key' }, changes: [{ kind: 'new', key: 'fee' }] });
});

it('a scheduled subscription is deleted and nothing else; one that runs is not', async () => {
  const w = await standing(JAN);
  await published(w);
  await customer(w);
  const made = await w.call('POST', OWN, { customer: { key: 'acme' }, plan: { key: 'flat' }, start: FEB });
  const { id } = made.body.state.subscription;
  expect(made.body.state.subscription.status).toBe('scheduled');
  expect(made.body.state.subscription.current_period).toBeUndefined();
  expect((await w.call('POST', `/subscriptions/${id}/cancel`, {})).status).toBe(403);
  expect((await w.call('DELETE', `${OWN}/${id}`)).status).toBe(200);
  expect(await w.call('POST', `/subscriptions/${id}/cancel`, {})).toMatchObject({ status: 400, body: { code: 'resource_deleted' } });
  const again = await w.call('POST', OWN, { customer: { key: 'acme' }, plan: { key: 'flat' } });
  expect(again.status).toBe(200);
  expect((await w.call('DELETE', `${OWN}/${again.body.state.subscription.id}`)).status).toBe(403);
});
