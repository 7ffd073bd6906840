import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { mergePlans } from './merge';

const card = (key: string, amount = '1'): RateCard => ({ key, name: key, billingCadence: 'P1M', price: { type: 'unit', amount } });
const planOf = (cards: RateCard[], more: Partial<CreatePlanRequest> = {}): CreatePlanRequest => ({
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [{ key: 'main', name: 'Main', rateCards: cards }],
  ...more,
});
const base = planOf([card('a'), card('b')]);
const keys = (plan: CreatePlanRequest) => plan.phases[0]?.rateCards.map(({ key }) => key);

describe('merging', () => {
  test('changes in different places are both kept', () => {
    const mine = planOf([card('a', '2'), card('b')]);
    const theirs = planOf([card('a'), { ...card('b'), name: 'Bytes' }], { description: 'For teams' });
    const { merged, conflicts } = mergePlans(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(merged).toEqual(planOf([card('a', '2'), { ...card('b'), name: 'Bytes' }], { description: 'For teams' }));
  });

  test('different fields of one card are no conflict', () => {
    const { merged, conflicts } = mergePlans(base, planOf([card('a', '2'), card('b')]), planOf([{ ...card('a'), name: 'A' }, card('b')]));
    expect(conflicts).toEqual([]);
    expect(merged.phases[0]?.rateCards[0]).toEqual({ ...card('a', '2'), name: 'A' });
  });

  test('one field changed by both is a conflict that a choice decides', () => {
    const [mine, theirs] = [planOf([card('a', '2'), card('b')]), planOf([card('a', '3'), card('b')])];
    const { merged, conflicts } = mergePlans(base, mine, theirs);
    expect(conflicts).toMatchObject([
      { where: { phase: 'Main', card: 'a', field: 'price' }, mine: { amount: '2' }, theirs: { amount: '3' } },
    ]);
    expect(merged).toEqual(mine);
    expect(mergePlans(base, mine, theirs, { [conflicts[0]?.id ?? '']: 'theirs' }).merged).toEqual(theirs);
  });

  test('cards that either side added are both there, each after its neighbour', () => {
    const { merged } = mergePlans(base, planOf([card('a'), card('mine'), card('b')]), planOf([card('theirs'), card('a'), card('b')]));
    expect(keys(merged)).toEqual(['theirs', 'a', 'mine', 'b']);
  });

  test('a card that one side removed is gone', () => {
    expect(keys(mergePlans(base, planOf([card('a')]), base).merged)).toEqual(['a']);
    expect(keys(mergePlans(base, base, planOf([card('a')])).merged)).toEqual(['a']);
  });

  test('a card that one side removed and the other changed is a conflict', () => {
    const [mine, theirs] = [planOf([card('a')]), planOf([card('a'), card('b', '9')])];
    const { merged, conflicts } = mergePlans(base, mine, theirs);
    expect(conflicts).toMatchObject([{ where: { card: 'b', field: 'rateCards' }, mine: undefined }]);
    expect(keys(merged)).toEqual(['a']);
    expect(mergePlans(base, mine, theirs, { [conflicts[0]?.id ?? '']: 'theirs' }).merged).toEqual(theirs);
  });

  test('an order that only they changed is taken', () => {
    expect(keys(mergePlans(base, planOf([card('a', '2'), card('b')]), planOf([card('b'), card('a')])).merged)).toEqual(['b', 'a']);
  });

  test('a field that one side removed stays removed', () => {
    const described = planOf([card('a')], { description: 'Old' });
    expect(mergePlans(described, planOf([card('a')]), described).merged.description).toBeUndefined();
    expect(mergePlans(described, described, planOf([card('a')])).merged.description).toBeUndefined();
  });
});

const cards = fc.uniqueArray(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), amount: fc.constantFrom('1', '2', '3') }), {
  selector: ({ key }) => key,
});
const plans = fc.record({ name: fc.constantFrom('Pro', 'Plus'), list: cards }).map(({ name, list }) =>
  planOf(
    list.map(({ key, amount }) => card(key, amount)),
    { name },
  ),
);

describe('of any three plans', () => {
  test('when one side changed nothing, the merge is the other side, without conflict', () => {
    fc.assert(
      fc.property(plans, plans, (old, changed) => {
        expect(mergePlans(old, changed, old)).toEqual({ merged: changed, conflicts: [] });
        expect(mergePlans(old, old, changed)).toEqual({ merged: changed, conflicts: [] });
      }),
    );
  });

  test('when both sides did the same, that is the merge', () => {
    fc.assert(
      fc.property(plans, plans, (old, changed) => {
        expect(mergePlans(old, changed, changed)).toEqual({ merged: changed, conflicts: [] });
      }),
    );
  });

  test('every value in the merge comes from one of the sides, and no conflict is left out', () => {
    fc.assert(
      fc.property(plans, plans, plans, (old, mine, theirs) => {
        const { merged, conflicts } = mergePlans(old, mine, theirs);
        const all = Object.fromEntries(conflicts.map(({ id }) => [id, 'theirs' as const]));
        const flipped = mergePlans(old, mine, theirs, all).merged;
        const priceOf = (plan: CreatePlanRequest, key: string) => plan.phases[0]?.rateCards.find((c) => c.key === key)?.price;
        for (const { key, price } of merged.phases[0]?.rateCards ?? [])
          expect([priceOf(mine, key), priceOf(theirs, key)]).toContainEqual(price);
        if (conflicts.length === 0) expect(flipped).toEqual(merged);
        else expect(flipped).not.toEqual(merged);
      }),
    );
  });
});
