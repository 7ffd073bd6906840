import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInstants, END_OF_TIME } from '../time';
import type { PlannedCard, PlannedPhase } from './planned';
import { type DatedChange, plannedTimeline } from './planned-timeline';
import type { DatedAddOn, Timeline } from './timeline';

const day = (date: string) => `${date}T00:00:00Z`;
const flat = (key: string, amount: string, more: Partial<PlannedCard> = {}): PlannedCard => ({
  key,
  name: key,
  billingCadence: 'P1M',
  price: { type: 'flat', amount },
  ...more,
});
const one = (...rateCards: PlannedCard[]): PlannedPhase[] => [{ key: 'main', rateCards }];
const base = { start: day('2026-04-01'), end: null, timeZone: 'UTC' };
const seats = (...quantities: [string, number][]): DatedAddOn => ({
  key: 'seats',
  rateCards: [flat('fee', '5')],
  quantities: quantities.map(([date, quantity]) => ({ from: day(date), quantity })),
});

/** Each item as "id source×quantity from..to amount". */
const written = ({ items }: Timeline) =>
  items.map(({ itemId, source, quantity, from, to, rateCard: { price } }) => {
    const until = to === END_OF_TIME ? 'open' : to.slice(0, 10);
    return `${itemId} ${source}×${quantity} ${from.slice(0, 10)}..${until} ${price.type === 'flat' ? price.amount : price.type}`;
  });

describe('an add-on', () => {
  test('splits the card it extends where its quantity changes, and leaves no trace when it is given up', () => {
    const addOns = [seats(['2026-04-16', 1], ['2026-05-01', 3], ['2026-06-01', 0])];
    expect(written(plannedTimeline({ ...base, phases: one(flat('fee', '10')), addOns }))).toEqual([
      'main/fee/v0 plan×1 2026-04-01..2026-04-16 10',
      'main/fee/v1 plan×1 2026-04-16..2026-05-01 15',
      'main/fee/v2 plan×1 2026-05-01..2026-06-01 25',
      'main/fee/v3 plan×1 2026-06-01..open 10',
    ]);
    const kept = [seats(['2026-04-01', 1], ['2026-05-01', 1])];
    expect(written(plannedTimeline({ ...base, phases: one(flat('fee', '10')), addOns: kept }))).toEqual([
      'main/fee/v0 plan×1 2026-04-01..open 15',
    ]);
  });

  test('brings the card that the plan lacks, and two of them add up', () => {
    const addOns = [seats(['2026-04-01', 2]), { ...seats(['2026-05-01', 1]), key: 'more' }];
    expect(written(plannedTimeline({ ...base, phases: one(), addOns }))).toEqual([
      'main/fee/v0 add-on×2 2026-04-01..2026-05-01 10',
      'main/fee/v1 add-on×3 2026-05-01..open 15',
    ]);
  });

  test('fills the gap that a change leaves', () => {
    const changes: DatedChange[] = [
      { at: day('2026-04-10'), remove: 'fee' },
      { at: day('2026-04-20'), put: flat('fee', '20') },
    ];
    const addOns = [seats(['2026-04-05', 1], ['2026-04-25', 0])];
    expect(written(plannedTimeline({ ...base, phases: one(flat('fee', '10')), changes, addOns }))).toEqual([
      'main/fee/v0 plan×1 2026-04-01..2026-04-05 10',
      'main/fee/v1 plan×1 2026-04-05..2026-04-10 15',
      'main/fee/v2 add-on×1 2026-04-10..2026-04-20 5',
      'main/fee/v3 edit×1 2026-04-20..2026-04-25 25',
      'main/fee/v4 edit×1 2026-04-25..open 20',
    ]);
  });

  test('with a one-time card charges each that is bought once, over all phases', () => {
    const setup = flat('setup', '100', { billingCadence: undefined });
    const phases = [{ key: 'trial', duration: 'P1M', rateCards: [setup] }, ...one()];
    const addOns: DatedAddOn[] = [
      {
        key: 'help',
        rateCards: [setup],
        quantities: [['2026-04-10', 1] as const, ['2026-06-01', 3] as const].map(([d, quantity]) => ({ from: day(d), quantity })),
      },
    ];
    expect(written(plannedTimeline({ ...base, phases, addOns }))).toEqual([
      'trial/setup/v0 plan×1 2026-04-01..2026-05-01 100',
      'trial/setup+help/v0 add-on×1 2026-04-10..2026-05-01 100',
      'main/setup+help/v0 add-on×2 2026-06-01..open 200',
    ]);
  });

  test('counts from its phase on', () => {
    const phases = [{ key: 'trial', duration: 'P1M', rateCards: [] }, ...one(flat('fee', '10'))];
    const addOns = [{ ...seats(['2026-04-01', 1]), fromPhase: 'main' }];
    expect(written(plannedTimeline({ ...base, phases, addOns }))).toEqual(['main/fee/v0 plan×1 2026-05-01..open 15']);
  });
});

test('a customer who leaves has no items afterwards, and one who starts in a later phase none of the earlier', () => {
  const phases = [{ key: 'trial', duration: 'P1M', rateCards: [flat('fee', '0')] }, ...one(flat('fee', '10'))];
  expect(written(plannedTimeline({ ...base, phases, end: day('2026-05-15') }))).toEqual([
    'trial/fee/v0 plan×1 2026-04-01..2026-05-01 0',
    'main/fee/v0 plan×1 2026-05-01..2026-05-15 10',
  ]);
  expect(written(plannedTimeline({ ...base, phases, startingPhase: 'main' }))).toEqual(['main/fee/v0 plan×1 2026-04-01..open 10']);
  expect(() => plannedTimeline({ ...base, phases, startingPhase: 'gone' })).toThrow('no phase gone');
});

test('Items of one key lie in their phase, do not overlap, and cover it without gaps while nothing is removed; ids are unique.', () => {
  const at = fc.integer({ min: 0, max: 200 }).map((n) => new Date(Date.UTC(2026, 3, 1 + n)).toISOString().replace('.000', ''));
  const key = fc.constantFrom('a', 'b', 'c');
  const amount = fc.integer({ min: 0, max: 99 }).map(String);
  const changes = fc.array(fc.tuple(at, key, amount), { maxLength: 6 });
  const addOn = fc
    .tuple(
      key,
      amount,
      fc.uniqueArray(at, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
    )

    .map(
      ([card, price, dates, counts]): Omit<DatedAddOn, 'key'> => ({
        rateCards: [flat(card, price)],
        quantities: [...dates].sort().map((from, j) => ({ from, quantity: counts[j] ?? 0 })),
      }),
    );
  const cards = fc.uniqueArray(key, { minLength: 1 }).map((keys) => keys.map((k) => flat(k, '7')));
  const phases = fc
    .array(cards, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((rateCards, i): PlannedPhase => ({ key: `p${i}`, rateCards, ...(i < all.length - 1 && { duration: 'P1M' }) })));
  fc.assert(
    fc.property(phases, changes, fc.array(addOn, { maxLength: 3 }), fc.option(at), (plan, puts, bought, end) => {
      fc.pre(end === null || compareInstants(end, base.start) > 0);
      const timeline = plannedTimeline({
        ...base,
        phases: plan,
        end,
        changes: puts.map(([when, k, price]) => ({ at: when, put: flat(k, price) })),
        addOns: bought.map((given, i) => ({ ...given, key: `add-on-${i}` })),
      });
      const ids = timeline.items.map(({ itemId }) => itemId);
      expect(new Set(ids).size).toBe(ids.length);
      for (const phase of timeline.phases) {
        const here = timeline.items.filter((item) => item.phase === phase.key);
        for (const item of here) {
          expect(compareInstants(item.from, item.to)).toBeLessThan(0);
          expect(compareInstants(phase.from, item.from)).toBeLessThanOrEqual(0);
          expect(compareInstants(item.to, phase.to)).toBeLessThanOrEqual(0);
        }
        for (const { key: own } of plan.find((p) => p.key === phase.key)?.rateCards ?? []) {
          const versions = here.filter(({ rateCard }) => rateCard.key === own);
          expect([versions[0]?.from, versions.at(-1)?.to]).toEqual([phase.from, phase.to]);
          expect(versions.slice(1).map(({ from }) => from)).toEqual(versions.slice(0, -1).map(({ to }) => to));
        }
      }
    }),
    { numRuns: 150 },
  );
});
