// Invariants of the acts on a subscription, over random lives.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareInstants, END_OF_TIME, fromEpochSeconds, type Instant, intersect } from '../time';
import { decide } from './decide';
import { foldLife, timelineOf } from './fold';
import { itemChanges } from './item-changes';
import type { ActRequest, CarriedAddOn, Life, NegotiatedTerm, SubscribedContent } from './life';
import { addOn, day, flat, lifeOf, plan, trialAndStandard, unit } from './testing/sample-life';
import type { Timeline } from './timeline';
import { neighbourIssues } from './uniqueness';

const seats = addOn('seats', [flat('fee', '5'), flat('extra', '1')]);
const next: SubscribedContent = {
  ...trialAndStandard,
  phases: [
    { key: 'trial', name: 'Trial', duration: 'P1M', rateCards: [unit('calls', '0'), flat('setup', '50', { billingCadence: undefined })] },
    { key: 'standard', name: 'Standard', rateCards: [flat('fee', '12'), unit('calls', '0.1'), flat('support', '3')] },
  ],
};

const timing = fc.constantFrom('immediate' as const, 'next_billing_cycle' as const);
const phase = fc.constantFrom('trial', 'standard', 'standard', 'standard');
const item = fc.constantFrom('fee', 'fee', 'calls', 'support', 'other');
const patch = fc.oneof(
  fc.record({ op: fc.constant('add_item' as const), phase, rateCard: fc.constantFrom(flat('other', '7'), flat('support', '2')) }),
  fc.record({ op: fc.constant('change_item' as const), phase, item: fc.constant('fee'), rateCard: fc.constant(flat('fee', '8')) }),
  fc.record({ op: fc.constant('remove_item' as const), phase, item }),
  fc.record({ op: fc.constant('stretch_phase' as const), phase, extendBy: fc.constantFrom('P10D', '-P3D', 'P1M') }),
  fc.record({ op: fc.constant('unschedule_edit' as const) }),
);
const request: fc.Arbitrary<ActRequest> = fc.oneof(
  fc.record({ kind: fc.constant('cancel' as const), timing: fc.constant('next_billing_cycle' as const) }),
  fc.constant<ActRequest>({ kind: 'continue' }),
  fc.constant<ActRequest>({ kind: 'continue' }),
  {
    arbitrary: fc.record({ kind: fc.constant('edit' as const), timing, patches: fc.array(patch, { minLength: 1, maxLength: 2 }) }),
    weight: 5,
  },
  fc.record({
    kind: fc.constant('attach' as const),
    timing,
    attachment: fc.constant('a'),
    addOn: fc.constant(seats),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('add_on_quantity' as const),
    timing,
    attachment: fc.constant('a'),
    quantity: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const), timing }),
  fc.record({ kind: fc.constant('seats' as const), timing, item, quantity: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    kind: fc.constant('amend' as const),
    timing,
    plan: fc.constant(plan(2)),
    content: fc.constantFrom(next, trialAndStandard),
    addOns: fc.constant<CarriedAddOn[]>([]),
  }),
  fc.record({
    kind: fc.constant('negotiate' as const),
    timing,
    terms: fc.constantFrom<NegotiatedTerm[]>(
      [{ item: 'fee', set: { price: { type: 'flat', amount: '9' } } }],
      [{ item: 'fee', set: {} }],
      [{ item: 'calls', phase: 'standard', set: { price: { type: 'unit', amount: '0.05' } } }],
    ),
  }),
);
/** Acts with the days that pass before each. */
const acts = fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), request), { maxLength: 12 });
const begin = fc.constantFrom(day('2026-01-01'), day('2026-01-31'), '2026-03-29T01:30:00Z');
const zone = fc.constantFrom('UTC', 'Europe/Berlin');
const lives = fc.record({ start: begin, timeZone: zone, acts });

const DAY = 86_400;
const later = (instant: Instant, days: number): Instant => fromEpochSeconds(Date.parse(instant) / 1000 + days * DAY);

interface Step {
  life: Life;
  now: Instant;
}

/** Lives through the acts; those that are refused are left out. `each` sees the life before and after every act. */
function live({ start, timeZone, acts: asked }: { start: Instant; timeZone: string; acts: [number, ActRequest][] }, each?: Watcher): Step {
  let now = start;
  let life = lifeOf({ start, anchor: start, timeZone });
  for (const [days, wanted] of asked) {
    now = later(now, days);
    const decision = decide(life, wanted, { now, id: `act-${life.acts.length}` });
    each?.(life, decision.life, now);
    life = decision.life;
  }
  return { life, now };
}
type Watcher = (before: Life, after: Life, now: Instant) => void;

/** The part of a timeline before an instant. */
const pastOf = ({ items }: Timeline, now: Instant) =>
  items.flatMap((one) => {
    const part = intersect(one, { from: '0000-01-01T00:00:00Z', to: now });
    return part ? [{ ...one, ...part }] : [];
  });

const runs = { numRuns: 150 };

test('The past never changes, and whatever began keeps its number and its terms.', () => {
  fc.assert(
    fc.property(lives, (given) => {
      live(given, (before, after, now) => expect(pastOf(timelineOf(after), now)).toEqual(pastOf(timelineOf(before), now)));
    }),
    runs,
  );
});

test('Items of one lane do not overlap, lie in their phase, and phases cover the life without gaps.', () => {
  fc.assert(
    fc.property(lives, (given) => {
      const { phases, items, start, end } = timelineOf(live(given).life);
      if (end !== null && compareInstants(end, start) <= 0) return;
      expect([phases[0]?.from, phases.at(-1)?.to]).toEqual([start, end ?? END_OF_TIME]);
      expect(phases.slice(1).map(({ from }) => from)).toEqual(phases.slice(0, -1).map(({ to }) => to));
      expect(new Set(items.map(({ itemId }) => itemId)).size).toBe(items.length);
      for (const [i, one] of items.entries()) {
        const around = phases.find(({ key }) => key === one.phase);
        expect(around && intersect(one, around)).toEqual({ from: one.from, to: one.to });
        const lane = one.itemId.replace(/\/v\d+$/, '');
        for (const other of items.slice(i + 1)) if (other.itemId.startsWith(`${lane}/v`)) expect(intersect(one, other)).toBeNull();
      }
    }),
    runs,
  );
});

test('A plan without gaps leaves none, as long as nothing is removed or paused.', () => {
  fc.assert(
    fc.property(lives, ({ acts: asked, ...given }) => {
      const kept = asked.filter(
        ([, { kind, ...rest }]) =>
          kind !== 'pause' && kind !== 'amend' && !('patches' in rest && rest.patches?.some(({ op }) => op === 'remove_item')),
      );
      const { phases, items } = timelineOf(live({ ...given, acts: kept }).life);
      for (const { key, from, to } of phases) {
        const fees = items.filter(({ itemId }) => itemId.startsWith(`${key}/calls/`));
        if (from !== to) expect([fees[0]?.from, fees.at(-1)?.to]).toEqual([from, to]);
        expect(fees.slice(1).map((one) => one.from)).toEqual(fees.slice(0, -1).map((one) => one.to));
      }
    }),
    runs,
  );
});

test('To cancel and to continue is nothing, and so is any act that is taken back before it takes effect.', () => {
  fc.assert(
    fc.property(lives, request, (given, wanted) => {
      const { life, now } = live(given);
      const scheduled = decide(life, { ...wanted, timing: 'next_billing_cycle' } as ActRequest, { now, id: 'x' });
      if (scheduled.life === life || scheduled.at === null || compareInstants(scheduled.at, now) <= 0) return;
      if (scheduled.life.acts.at(-1)?.withdraws) return;
      const back: ActRequest = wanted.kind === 'cancel' ? { kind: 'continue' } : { kind: 'withdraw', withdraws: ['x'] };
      const undone = decide(scheduled.life, back, { now, id: 'y' });
      expect(undone.issues.filter(({ severity }) => severity === 'critical')).toEqual([]);
      expect(undone.timeline).toEqual(timelineOf(life));
    }),
    runs,
  );
});

test('An edit in two at one instant is the edit in one, and a pause that is resumed at once is none.', () => {
  fc.assert(
    fc.property(lives, patch, patch, (given, first, second) => {
      const { life, now } = live(given);
      const edit = (patches: (typeof first)[]): ActRequest => ({ kind: 'edit', patches });
      const whole = decide(life, edit([first, second]), { now, id: 'x' });
      const half = decide(life, edit([first]), { now, id: 'x' });
      if (whole.life === life || half.life === life) return;
      expect(decide(half.life, edit([second]), { now, id: 'y' }).timeline).toEqual(whole.timeline);
      const paused = decide(life, { kind: 'pause' }, { now, id: 'x' });
      if (paused.life === life) return;
      expect(decide(paused.life, { kind: 'resume' }, { now, id: 'y' }).timeline.items).toEqual(timelineOf(life).items);
    }),
    runs,
  );
});

test('Items that are kept, ended or extended, with those that are new, are all there is afterwards.', () => {
  fc.assert(
    fc.property(lives, (given) => {
      live(given, (before, after) => {
        const [old, then] = [timelineOf(before), timelineOf(after)];
        const changes = itemChanges(old, then);
        expect(changes.flatMap((change) => ('after' in change ? [change.after] : []))).toEqual(then.items);
        expect(changes.flatMap((change) => ('before' in change ? [change.before.itemId] : [])).toSorted()).toEqual(
          old.items.map(({ itemId }) => itemId).toSorted(),
        );
        for (const change of changes)
          if ('before' in change && 'after' in change) expect(change.after.rateCard).toEqual(change.before.rateCard);
      });
    }),
    runs,
  );
});

test('A life that was decided folds without anything critical, and its shadow is no neighbour of it.', () => {
  fc.assert(
    fc.property(lives, (given) => {
      const { life } = live(given);
      const { timeline, issues } = foldLife(life);
      expect(issues.filter(({ issue }) => issue.severity === 'critical')).toEqual([]);
      const collides = neighbourIssues(timeline, [{ id: 'x', name: 'x', timeline }], 'one_item_per_feature').length > 0;
      expect(collides).toBe(timeline.items.some(({ rateCard }) => rateCard.price.type !== 'free'));
    }),
    runs,
  );
});

test('Where a customer may have several subscriptions, no feature is sold or granted by two of them at a time.', () => {
  const support: SubscribedContent = {
    ...trialAndStandard,
    phases: [{ key: 'main', name: 'Main', rateCards: [flat('support', '3'), unit('calls', '0', { price: { type: 'free' } })] }],
  };
  const rule = 'one_item_per_feature' as const;
  fc.assert(
    fc.property(lives, acts, (given, others) => {
      const { timeline } = foldLife(live(given).life);
      const beside = [{ id: 'first', name: 'First', timeline }];
      let now = given.start;
      let life = lifeOf({ content: support, start: now, anchor: now });
      if (neighbourIssues(timelineOf(life), beside, rule).length > 0) return;
      for (const [days, wanted] of others) {
        now = later(now, days);
        life = decide(life, wanted, { now, id: `act-${life.acts.length}`, others: beside, rule }).life;
      }
      const sold = ({ items }: Timeline) => items.filter(({ rateCard }) => rateCard.price.type !== 'free' || rateCard.entitlement);
      for (const own of sold(timelineOf(life)))
        for (const theirs of sold(timeline))
          if (own.rateCard.key === theirs.rateCard.key || (own.rateCard.feature && own.rateCard.feature.id === theirs.rateCard.feature?.id))
            expect(intersect(own, theirs)).toBeNull();
    }),
    runs,
  );
});
