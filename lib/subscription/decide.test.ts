import { describe, expect, test } from 'vitest';
import { timelineOf } from './fold';
import { addOn, at, codes, day, flat, lifeOf, lived, plan, trialAndStandard, unit, written } from './testing/sample-life';

const base = lifeOf();
const more = addOn('more', [flat('fee', '5')], { fromPhase: 'standard' });

describe('an end', () => {
  test('ends every item, and continuing is as if nothing had happened', () => {
    const canceled = lived(base, ['2026-02-10', { kind: 'cancel', timing: 'next_billing_cycle' }]);
    expect(written(timelineOf(canceled))).toEqual([
      'trial/calls/v0 plan×1 2026-01-01..2026-02-01 0',
      'standard/fee/v0 plan×1 2026-02-01..2026-03-01 10',
      'standard/calls/v0 plan×1 2026-02-01..2026-03-01 0.1',
    ]);
    expect(timelineOf(lived(canceled, ['2026-02-20', { kind: 'continue' }]))).toEqual(timelineOf(base));
  });

  test('lies on a boundary of billing and not in the past, and comes once', () => {
    expect(codes(at(base, '2026-02-10', { kind: 'cancel', timing: day('2026-02-20') }))).toEqual(['subscription_instant_off_boundary']);
    expect(codes(at(base, '2026-02-10', { kind: 'cancel', timing: day('2026-02-01') }))).toEqual(['subscription_instant_in_the_past']);
    const canceled = lived(base, ['2026-02-10', { kind: 'cancel', timing: day('2026-05-01') }]);
    expect(codes(at(canceled, '2026-02-11', { kind: 'cancel' }))).toEqual(['subscription_action_not_allowed']);
    expect(codes(at(canceled, '2026-05-01', { kind: 'continue' }))).toEqual(['subscription_action_not_allowed']);
  });
});

describe('an add-on', () => {
  const bought = lived(base, ['2026-02-10', { kind: 'attach', attachment: 'a', addOn: more, quantity: 2 }]);

  test('extends the card of its key from then on, and leaves no trace of the future when it is given up', () => {
    const given = lived(bought, ['2026-02-20', { kind: 'add_on_quantity', attachment: 'a', quantity: 0 }]);
    expect(written(timelineOf(given))).toEqual([
      'trial/calls/v0 plan×1 2026-01-01..2026-02-01 0',
      'standard/fee/v0 plan×1 2026-02-01..2026-02-10 10',
      'standard/fee/v1 plan×1 2026-02-10..2026-02-20 20',
      'standard/fee/v2 plan×1 2026-02-20..open 10',
      'standard/calls/v0 plan×1 2026-02-01..open 0.1',
    ]);
  });

  test('is bought once, in its phase, in a quantity that is allowed, and on a plan', () => {
    const attach = { kind: 'attach', attachment: 'b', addOn: more, quantity: 1 } as const;
    expect(codes(at(bought, '2026-02-11', attach))).toEqual(['subscription_add_on_already_attached']);
    expect(codes(at(base, '2026-01-11', attach))).toEqual(['subscription_add_on_phase_not_reached']);
    for (const quantity of [0, -1, 1_000_000_000, 1.5])
      expect(codes(at(base, '2026-02-11', { ...attach, quantity }))).toEqual(['subscription_quantity_out_of_range']);
    const custom = lifeOf({ plan: null });
    expect(codes(at(custom, '2026-02-11', attach))).toEqual(['subscription_add_on_needs_a_plan']);
    const misfit = { ...attach, addOn: addOn('bad', [unit('calls', '1')]) };
    expect(codes(at(base, '2026-02-11', misfit))).toEqual(['rate_card_price_type_mismatch']);
  });

  test('keeps on the item that an edit exchanges, and an edit that it does not fit is refused', () => {
    const change = (rateCard: ReturnType<typeof flat>) =>
      ({ kind: 'edit', patches: [{ op: 'change_item', phase: 'standard', item: 'fee', rateCard }] }) as const;
    const edited = lived(bought, ['2026-02-15', { ...change(flat('fee', '8')), patches: [...change(flat('fee', '8')).patches] }]);
    expect(written(timelineOf(edited))).toContain('standard/fee/v2 edit×1 2026-02-15..open 18');
    const wrong = change(flat('fee', '8', { paymentTerm: 'in_arrears' }));
    expect(codes(at(bought, '2026-02-15', { ...wrong, patches: [...wrong.patches] }))).toEqual(['rate_card_price_payment_term_mismatch']);
  });
});

describe('an amendment', () => {
  const next = {
    ...trialAndStandard,
    phases: trialAndStandard.phases.map((phase) =>
      phase.key === 'standard' ? { ...phase, rateCards: [flat('fee', '20'), unit('calls', '0.1', { name: 'API calls' })] } : phase,
    ),
  };
  const amend = { kind: 'amend', plan: plan(2), content: next, addOns: [] } as const;

  test('ends only what changes, and negotiated terms go along', () => {
    const life = lifeOf({ terms: [{ item: 'calls', set: { price: { type: 'unit', amount: '0.05' } } }] });
    expect(written(timelineOf(lived(life, ['2026-02-10', { ...amend, addOns: [] }])))).toEqual([
      'trial/calls/v0 negotiated×1 2026-01-01..2026-02-01 0.05',
      'standard/fee/v0 plan×1 2026-02-01..2026-02-10 10',
      'standard/fee/v1 plan×1 2026-02-10..open 20',
      'standard/calls/v0 negotiated×1 2026-02-01..open 0.05',
    ]);
  });

  test('that is scheduled and taken back has not happened', () => {
    const scheduled = lived(base, ['2026-02-10', { ...amend, addOns: [], timing: 'next_billing_cycle' }]);
    expect(written(timelineOf(scheduled))).toContain('standard/fee/v1 plan×1 2026-03-01..open 20');
    const back = lived(scheduled, ['2026-02-11', { kind: 'withdraw', withdraws: ['act-0'] }]);
    expect(timelineOf(back)).toEqual(timelineOf(base));
    expect(codes(at(scheduled, '2026-03-01', { kind: 'withdraw', withdraws: ['act-0'] }))).toEqual(['subscription_act_took_effect']);
  });
});

test('a pause cuts the time out of what recurs, and seats multiply a flat price from then on', () => {
  const paused = lived(base, ['2026-02-10', { kind: 'pause' }], ['2026-02-20', { kind: 'resume' }]);
  expect(written(timelineOf(paused))).toEqual([
    'trial/calls/v0 plan×1 2026-01-01..2026-02-01 0',
    'standard/fee/v0 plan×1 2026-02-01..2026-02-10 10',
    'standard/fee/v1 plan×1 2026-02-20..open 10',
    'standard/calls/v0 plan×1 2026-02-01..2026-02-10 0.1',
    'standard/calls/v1 plan×1 2026-02-20..open 0.1',
  ]);
  const seated = lived(base, ['2026-02-10', { kind: 'seats', item: 'fee', quantity: 3 }]);
  expect(written(timelineOf(seated))).toContain('standard/fee/v1 plan×3 2026-02-10..open 30');
  expect(codes(at(base, '2026-02-10', { kind: 'seats', item: 'calls', quantity: 3 }))).toEqual(['subscription_item_has_no_seats']);
});
