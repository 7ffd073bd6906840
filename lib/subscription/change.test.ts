import { describe, expect, test } from 'vitest';
import { type ChangeFacts, changePlan, restoreLife, successorOf } from './change';
import { customerCurrency, isPricedContent } from './customer-currency';
import { timelineOf } from './fold';
import { Life } from './life';
import { migrationIssues } from './migrate';
import { periodAt, rhythmOf } from './period';
import { refusalStatus } from './refusal';
import { type StartFacts, type StartRequest, startLife } from './start';
import { statusOf } from './status';
import { addOn, at, codes, day, flat, lifeOf, lived, plan, trialAndStandard, unit, written } from './testing/sample-life';

const facts: StartFacts = { now: day('2026-01-01'), timeZone: 'UTC', planStatus: 'active' };
const request: StartRequest = {
  plan: plan(),
  content: trialAndStandard,
  settlementMode: 'credit_then_invoice',
  costBasisMode: 'dynamic',
};

describe('a beginning', () => {
  test('is at most two minutes in the past, on a version that is active, in a phase that it has', () => {
    expect(startLife({ ...request, timing: '2025-12-31T23:58:00Z' }, facts).life?.start.start).toBe('2025-12-31T23:58:00Z');
    const cases: [Partial<StartRequest>, Partial<StartFacts>, string][] = [
      [{ timing: '2025-12-31T23:57:59Z' }, {}, 'subscription_instant_in_the_past'],
      [{ timing: 'next_billing_cycle' }, {}, 'subscription_timing_not_supported'],
      [{}, { planStatus: 'archived' }, 'subscription_plan_not_active'],
      [{ startingPhase: 'gone' }, {}, 'subscription_phase_not_found'],
    ];
    for (const [asked, found, code] of cases) {
      const decision = startLife({ ...request, ...asked }, { ...facts, ...found });
      expect([decision.life, codes(decision), refusalStatus(decision.issues)]).toEqual([null, [code], 400]);
    }
  });

  test('stands beside others only as the rule allows, and names the one that it collides with', () => {
    const others = [{ id: 'x', name: 'Pro', timeline: timelineOf(lifeOf()) }];
    const one = startLife(request, { ...facts, others });
    expect([codes(one), refusalStatus(one.issues)]).toEqual([['only_single_subscription_allowed_per_customer_at_a_time'], 409]);
    expect(one.issues[0]?.attributes).toMatchObject({ subscription: 'x' });
    const several = { ...facts, others, rule: 'one_item_per_feature' } as const;
    expect(codes(startLife(request, several))).toEqual(['only_single_subscription_item_allowed_at_a_time']);
    const support = { ...trialAndStandard, phases: [{ key: 'main', name: 'Main', rateCards: [flat('support', '5')] }] };
    expect(codes(startLife({ ...request, content: support }, several))).toEqual([]);
  });

  test('makes a life that is stored and read as it is', () => {
    const content = { ...trialAndStandard, phases: [{ key: 'main', name: 'Main', rateCards: [flat('support', '5')] }] };
    const life = lived(lifeOf({ content }), ['2026-01-10', { kind: 'seats', item: 'support', quantity: 2 }]);
    expect(Life.parse(JSON.parse(JSON.stringify(life)))).toEqual(life);
  });
});

describe('a change of plan', () => {
  const extra = addOn('extra', [flat('seats', '5')]);
  const life = lived(lifeOf(), ['2026-01-10', { kind: 'attach', attachment: 'a', addOn: extra, quantity: 2 }]);
  const team = { ...trialAndStandard, phases: [{ key: 'main', name: 'Main', rateCards: [flat('fee', '30'), unit('calls', '0.2')] }] };
  const next = { ...request, plan: { id: 'team-1', key: 'team', version: 1, name: 'Team' }, content: team };
  const change: ChangeFacts = {
    now: day('2026-02-10'),
    id: 'act-9',
    planStatus: 'active',
    currentId: 'current',
    nextId: 'next',
    ids: ['b'],
  };

  test('ends one subscription where the other begins, with the same anchor, and says what becomes of the add-ons', () => {
    const offered = [{ ...extra, fromPhase: 'main', maxQuantity: 1 }];
    const decision = changePlan(life, { timing: 'next_billing_cycle', next, offered }, change);
    expect([decision.current.timeline.end, successorOf(decision.current.life)]).toEqual([day('2026-03-01'), 'next']);
    expect(decision.next.life?.start).toMatchObject({ start: day('2026-03-01'), anchor: day('2026-01-01'), predecessor: 'current' });
    expect(written(decision.next.timeline ?? { items: [] })).toEqual([
      'main/fee/v0 plan×1 2026-03-01..open 30',
      'main/calls/v0 plan×1 2026-03-01..open 0.2',
      'main/seats/v0 add-on×1 2026-03-01..open 5',
    ]);
    expect(codes(decision)).toEqual(['subscription_add_on_rederived']);
    const dropped = changePlan(life, { timing: 'immediate', next, offered: [] }, change);
    expect(dropped.addOns.map(({ outcome }) => outcome)).toEqual(['dropped']);
  });

  test('that has not taken effect is undone by restoring', () => {
    const { current } = changePlan(life, { timing: 'next_billing_cycle', next, offered: [] }, change);
    const successors = [{ id: 'next', start: day('2026-03-01') }];
    const restored = restoreLife(current.life, successors, { now: day('2026-02-20'), id: 'act-10' });
    expect([restored.deleted, codes(restored), successorOf(restored.life)]).toEqual([['next'], [], null]);
    expect(restored.timeline).toEqual(timelineOf(life));
    const late = restoreLife(current.life, successors, { now: day('2026-03-01'), id: 'act-10' });
    expect(codes(late)).toEqual(['subscription_successor_started']);
    const several = restoreLife(current.life, successors, { now: day('2026-02-20'), id: 'act-10', rule: 'one_item_per_feature' });
    expect(refusalStatus(several.issues)).toBe(403);
  });

  test('to a plan that is not sold changes nothing', () => {
    const refused = changePlan(life, { timing: 'immediate', next, offered: [] }, { ...change, planStatus: 'draft' });
    expect([codes(refused), refused.current.timeline.end]).toEqual([['subscription_plan_not_active'], null]);
  });
});

test('a status is derived from the two ends, and the billing period from the anchor', () => {
  const timeline = timelineOf(
    lived(lifeOf({ anchor: day('2026-01-31') }), ['2026-02-10', { kind: 'cancel', timing: 'next_billing_cycle' }]),
  );
  expect(timeline.end).toBe(day('2026-02-28'));
  expect(['2025-12-31', '2026-02-10', '2026-02-28'].map((date) => statusOf(timeline, day(date)))).toEqual([
    'scheduled',
    'canceled',
    'inactive',
  ]);
  const open = lifeOf({ anchor: day('2026-01-31') });
  expect(periodAt(timelineOf(open), rhythmOf(open), day('2026-03-01'))).toEqual({ from: day('2026-02-28'), to: day('2026-03-31') });
  expect(periodAt(timeline, rhythmOf(open), day('2026-02-28'))).toBeNull();
});

test('a migration goes to a later version of the same plan that is or was sold', () => {
  const to = (version: number, status: 'active' | 'archived' | 'draft') => migrationIssues(plan(1), plan(version), status).length;
  expect([to(2, 'active'), to(2, 'archived'), to(2, 'draft'), to(1, 'active')]).toEqual([0, 0, 1, 1]);
  expect(migrationIssues(plan(1), { key: 'team', version: 2 }, 'active')).toHaveLength(1);
});

test('a priced plan sets the currency of its customer, or agrees with it', () => {
  const priced = { currency: 'EUR', isPriced: isPricedContent(trialAndStandard) };
  expect(customerCurrency(priced, null)).toMatchObject({ customerCurrency: 'EUR', issues: [] });
  expect(customerCurrency(priced, 'USD').issues).toHaveLength(1);
  expect(customerCurrency({ ...priced, isPriced: false }, 'USD')).toMatchObject({ customerCurrency: 'USD', issues: [] });
  expect(customerCurrency({ ...priced, currency: 'CREDITS' }, 'USD')).toMatchObject({ invoiceCurrency: 'USD', issues: [] });
  expect(customerCurrency({ ...priced, currency: 'CREDITS' }, null).issues).toHaveLength(1);
});

test('two changes at one instant count in the order in which they were made', () => {
  const life = lived(
    lifeOf(),
    ['2026-02-10', { kind: 'seats', item: 'fee', quantity: 3 }],
    ['2026-02-10', { kind: 'seats', item: 'fee', quantity: 2 }],
  );
  expect(written(timelineOf(life))).toContain('standard/fee/v1 plan×2 2026-02-10..open 20');
  expect(codes(at(life, '2026-02-11', { kind: 'resume' }))).toEqual(['subscription_not_paused']);
});
