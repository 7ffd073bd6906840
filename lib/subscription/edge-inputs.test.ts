import { expect, test } from 'vitest';
import { foldLife, timelineOf } from './fold';
import type { ActRequest, EditPatch } from './life';
import { periodAt, rhythmOf } from './period';
import { refusalStatus } from './refusal';
import { type StartRequest, startLife } from './start';
import { addOn, at, codes, day, flat, lifeOf, lived, plan, trialAndStandard, unit, written } from './testing/sample-life';

const edit = (...patches: EditPatch[]): ActRequest => ({ kind: 'edit', patches });
const begin = (more: Partial<StartRequest>) =>
  startLife(
    { plan: plan(), content: trialAndStandard, settlementMode: 'credit_then_invoice', costBasisMode: 'dynamic', ...more },
    { now: day('2026-01-01'), timeZone: 'UTC', planStatus: 'active' },
  );

test('a number of seats is asked for within bounds, of a card that has them, from the beginning on', () => {
  for (const quantity of [0, -1, 1_000_000_000, 1.5]) {
    const decision = begin({ seats: [{ item: 'fee', quantity }] });
    expect([codes(decision), decision.issues[0]?.path]).toEqual([['subscription_quantity_out_of_range'], ['seats', 0, 'quantity']]);
  }
  expect(codes(begin({ seats: [{ item: 'calls', quantity: 2 }] }))).toEqual(['subscription_item_has_no_seats']);
  expect(codes(begin({ end: day('2026-01-01') }))).toEqual(['subscription_instant_in_the_past']);
  expect(written(begin({ seats: [{ item: 'fee', quantity: 3 }] }).timeline ?? { items: [] })[1]).toBe(
    'standard/fee/v0 plan×3 2026-02-01..open 30',
  );
});

test('a period of billing keeps the wall clock over the change to summer time, and the end of January is found again', () => {
  const life = lifeOf({ start: '2026-01-30T23:00:00Z', anchor: '2026-01-30T23:00:00Z', timeZone: 'Europe/Berlin' });
  const ends = ['2026-02-10', '2026-03-10', '2026-04-10'].map((date) => periodAt(timelineOf(life), rhythmOf(life), day(date))?.to);
  expect(ends).toEqual(['2026-02-27T23:00:00Z', '2026-03-30T22:00:00Z', '2026-04-29T22:00:00Z']);
  const canceled = at(life, '2026-03-10', { kind: 'cancel', timing: 'next_billing_cycle' });
  expect(canceled.timeline.end).toBe('2026-03-30T22:00:00Z');
  expect(codes(at(life, '2026-03-10', { kind: 'cancel', timing: '2026-03-30T23:00:00Z' }))).toEqual(['subscription_instant_off_boundary']);
});

test('nothing is done to a subscription that has ended, was deleted, or has not begun', () => {
  const ended = lived(lifeOf(), ['2026-02-10', { kind: 'cancel' }]);
  const requests: ActRequest[] = [
    { kind: 'cancel' },
    { kind: 'continue' },
    { kind: 'pause' },
    edit({ op: 'unschedule_edit' }),
    { kind: 'attach', attachment: 'a', addOn: addOn('x', [flat('x', '1')]), quantity: 1 },
  ];
  for (const request of requests) {
    const cases = [
      at(ended, '2026-02-10', request),
      at(lifeOf(), '2025-12-31', request),
      at(lifeOf(), '2026-02-10', request, { isDeleted: true }),
    ];
    for (const decision of cases) {
      expect([codes(decision), refusalStatus(decision.issues)]).toEqual([['subscription_action_not_allowed'], 403]);
      expect(decision.changes).toEqual([]);
    }
  }
});

test('an edit that takes away what a scheduled one needs is refused, and names it', () => {
  const scheduled = lived(lifeOf(), [
    '2026-02-10',
    { kind: 'edit', timing: 'next_billing_cycle', patches: [{ op: 'remove_item', phase: 'standard', item: 'fee' }] },
  ]);
  const decision = at(scheduled, '2026-02-11', edit({ op: 'remove_item', phase: 'standard', item: 'fee' }));
  expect([codes(decision), decision.issues[0]?.attributes]).toEqual([
    ['subscription_scheduled_act_in_the_way'],
    { act: 'act-0', reason: 'subscription_item_not_found' },
  ]);
  const freed = lived(scheduled, ['2026-02-11', edit({ op: 'unschedule_edit' })]);
  expect(timelineOf(freed)).toEqual(timelineOf(lifeOf()));
});

test('an item is added within its phase, whatever way its times are written', () => {
  const add = (activeFrom: string, activeTo?: string): EditPatch => ({
    op: 'add_item',
    phase: 'standard',
    rateCard: flat('extra', '1'),
    activeFrom,
    ...(activeTo && { activeTo }),
  });
  const life = lived(lifeOf(), ['2026-02-10', edit(add('2026-02-20T02:00:00.500+02:00', '2026-02-25T00:00:00Z'))]);
  expect(written(timelineOf(life))).toContain('standard/extra/v0 edit×1 2026-02-20..2026-02-25 1');
  expect(codes(at(lifeOf(), '2026-02-10', edit(add(day('2026-02-09')))))).toEqual(['subscription_item_in_the_past']);
  expect(codes(at(lifeOf(), '2026-01-10', edit(add(day('2026-01-20')))))).toEqual(['subscription_item_outside_its_phase']);
  expect(codes(at(lifeOf(), '2026-02-10', edit(add(day('2026-02-20'), day('2026-02-20')))))).toEqual([
    'subscription_item_outside_its_phase',
  ]);
});

test('a phase keeps an item, and the past keeps its phases', () => {
  const nothing = edit({ op: 'remove_item', phase: 'standard', item: 'fee' }, { op: 'remove_item', phase: 'standard', item: 'calls' });
  expect(codes(at(lifeOf(), '2026-01-10', nothing))).toEqual(['subscription_phase_has_no_items']);
  const stretch = (extendBy: string): ActRequest => edit({ op: 'stretch_phase', phase: 'trial', extendBy });
  expect(codes(at(lifeOf(), '2026-01-10', stretch('-P1M')))).toEqual(['subscription_phase_too_short']);
  expect(codes(at(lifeOf(), '2026-01-10', stretch('-P25D')))).toEqual(['subscription_phase_too_short']);
  expect(at(lifeOf(), '2026-01-10', stretch('-P10D')).timeline.phases[1]?.from).toBe(day('2026-01-22'));
  expect(codes(at(lifeOf(), '2026-02-10', stretch('P1D')))).toEqual(['subscription_phase_in_the_past']);
});

test('an amendment goes on in a phase that the version has, and keeps what was agreed and edited', () => {
  const content = { ...trialAndStandard, phases: [{ key: 'only', name: 'Only', rateCards: [flat('fee', '30'), unit('calls', '0.2')] }] };
  const amend: ActRequest = { kind: 'amend', plan: plan(2), content, addOns: [] };
  expect(codes(at(lifeOf(), '2026-02-10', amend))).toEqual(['subscription_phase_not_in_version']);
  const terms = [{ item: 'calls', phase: 'standard', set: { price: { type: 'unit' as const, amount: '0.05' } } }];
  const moved = at(lifeOf({ terms }), '2026-02-10', { ...amend, phase: 'only' });
  expect(codes(moved)).toEqual(['subscription_negotiated_term_not_applied']);
  expect(written(moved.timeline).slice(1)).toEqual([
    'standard/fee/v0 plan×1 2026-02-01..2026-02-10 10',
    'standard/calls/v0 negotiated×1 2026-02-01..2026-02-10 0.05',
    'only/fee/v0 plan×1 2026-02-10..open 30',
    'only/calls/v0 plan×1 2026-02-10..open 0.2',
  ]);
  expect(foldLife(moved.life).course.terms).toEqual(terms);
  const weekly: ActRequest = { ...amend, content: { ...content, billingCadence: 'P1W' } };
  expect(codes(at(lifeOf(), '2026-02-10', weekly))).toEqual(['subscription_version_cadence_mismatch']);
});

test('a negotiated term is shown as such from its instant on, and ends with an empty one', () => {
  const agreed: ActRequest = { kind: 'negotiate', terms: [{ item: 'fee', set: { discounts: { percentage: 10 } } }] };
  const life = lived(lifeOf(), ['2026-02-10', agreed], ['2026-02-20', { kind: 'negotiate', terms: [{ item: 'fee', set: {} }] }]);
  expect(written(timelineOf(life)).filter((line) => line.includes('/fee/'))).toEqual([
    'standard/fee/v0 plan×1 2026-02-01..2026-02-10 10',
    'standard/fee/v1 negotiated×1 2026-02-10..2026-02-20 10',
    'standard/fee/v2 plan×1 2026-02-20..open 10',
  ]);
  const nowhere: ActRequest = { kind: 'negotiate', terms: [{ item: 'gone', set: { discounts: null } }] };
  expect(codes(at(lifeOf(), '2026-02-10', nowhere))).toEqual(['subscription_negotiated_term_not_applied']);
});

test('to resume early takes the place of the resumption that was planned, and a pause that is taken back takes its own along', () => {
  const paused = lived(lifeOf(), ['2026-02-10', { kind: 'pause' }], ['2026-02-10', { kind: 'resume', timing: day('2026-03-10') }]);
  const early = lived(paused, ['2026-02-20', { kind: 'resume' }], ['2026-02-25', { kind: 'pause' }]);
  expect(timelineOf(early).pauses).toEqual([
    { from: day('2026-02-10'), to: day('2026-02-20') },
    { from: day('2026-02-25'), to: '9999-12-31T23:59:59Z' },
  ]);
  const planned = lived(
    lifeOf(),
    ['2026-02-10', { kind: 'pause', timing: day('2026-02-20') }],
    ['2026-02-10', { kind: 'resume', timing: day('2026-03-10') }],
  );
  expect(timelineOf(planned).pauses).toEqual([{ from: day('2026-02-20'), to: day('2026-03-10') }]);
  const back = lived(planned, ['2026-02-11', { kind: 'withdraw', withdraws: ['act-0'] }]);
  expect(timelineOf(back)).toEqual(timelineOf(lifeOf()));
});

test('an add-on that is to end is not bought again before it does', () => {
  const extra = { kind: 'attach', attachment: 'a', addOn: addOn('extra', [flat('fee', '5')]), quantity: 1 } as const;
  const ending = lived(
    lifeOf(),
    ['2026-02-10', extra],
    ['2026-02-11', { kind: 'add_on_quantity', attachment: 'a', quantity: 0, timing: 'next_billing_cycle' }],
  );
  expect(codes(at(ending, '2026-02-12', { ...extra, attachment: 'b' }))).toEqual(['subscription_add_on_already_attached']);
  expect(codes(at(ending, '2026-03-01', { ...extra, attachment: 'b' }))).toEqual([]);
});
