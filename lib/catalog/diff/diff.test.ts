import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addOnContent, planWithAddOns } from '@/lib/catalog/testing/arbitrary-plan';
import { addOn, fee, ids, plan, sso, tokens, withStandard } from '@/lib/catalog/testing/sample-plan';
import { addOnChanges, type Change, type DiffablePlan, isSame, planChanges } from './diff';
import { applyChanges } from './diff-apply';

const withAddOns = (content = plan): DiffablePlan => ({ ...content, addOns: [] });
const changes = (before: DiffablePlan, after: DiffablePlan) =>
  planChanges(before, after).map(({ path, kind }: Change) => `${kind} ${path.join('.')}`);

describe('differences', () => {
  test('of a plan with itself are none', () => {
    fc.assert(fc.property(planWithAddOns, (a) => planChanges(a, structuredClone(a)).length === 0));
  }, 20_000);

  test('applied to the one plan make the other', () => {
    fc.assert(
      fc.property(planWithAddOns, planWithAddOns, (a, b) => {
        expect(applyChanges(planChanges(a, b), a)).toEqual(b);
      }),
      { numRuns: 200 },
    );
  }, 20_000);

  test('are found exactly where two plans differ', () => {
    fc.assert(fc.property(planWithAddOns, planWithAddOns, (a, b) => (planChanges(a, b).length === 0) === isSame(a, b)));
  }, 20_000);

  test('applied leave the first plan as it was', () => {
    const before = withAddOns();
    const copy = structuredClone(before);
    applyChanges(planChanges(before, withAddOns(withStandard({ rateCards: [] }))), before);
    expect(before).toEqual(copy);
  });

  test('go down to the amount of a tier', () => {
    const tiers = tokens.price.type === 'graduated' ? structuredClone(tokens.price.tiers) : [];
    tiers[2] = { unitPrice: { type: 'unit', amount: '0.0000002' } };
    const cheaper = { ...tokens, price: { type: 'graduated' as const, tiers } };
    expect(changes(withAddOns(), withAddOns(withStandard({ rateCards: [fee, cheaper, sso] })))).toEqual([
      'changed phases.standard.rateCards.tokens.price.tiers.2.unitPrice',
    ]);
  });

  test('tell an inserted tier from a changed one', () => {
    const unit = (amount: string) => ({ unitPrice: { type: 'unit' as const, amount } });
    const card = (...tiers: object[]) => withAddOns(withStandard({ rateCards: [{ ...tokens, price: { type: 'volume', tiers } }] }));
    const before = card({ upToAmount: '10', ...unit('3') }, unit('1'));
    const after = card({ upToAmount: '5', ...unit('4') }, { upToAmount: '10.0', ...unit('3') }, unit('2'));
    const at = 'phases.standard.rateCards.tokens.price.tiers';
    expect(changes(before, after)).toEqual([`changed ${at}.0.upToAmount`, `changed ${at}.1.unitPrice`, `added ${at}.0`]);
    expect(applyChanges(planChanges(before, after), before)).toEqual(after);
    expect(changes(after, before)).toEqual([`removed ${at}.0`, `changed ${at}.1.upToAmount`, `changed ${at}.2.unitPrice`]);
  });

  test('do not mistake a new place for a new card', () => {
    expect(changes(withAddOns(), withAddOns(withStandard({ rateCards: [sso, fee, tokens] })))).toEqual([
      'changed phases.standard.rateCards',
    ]);
  });

  test('take a price of another type as a whole', () => {
    const card = { ...fee, price: { type: 'free' as const } };
    expect(changes(withAddOns(), withAddOns(withStandard({ rateCards: [card, tokens, sso] })))).toEqual([
      'changed phases.standard.rateCards.fee.price',
    ]);
  });

  test('include the add-ons offered', () => {
    const offered = (maxQuantity: number) => ({
      ...withAddOns(),
      addOns: [{ name: 'More', addon: { id: ids.seats }, fromPlanPhase: 'standard', maxQuantity }],
    });
    expect(changes(withAddOns(), offered(3))).toEqual([`added addOns.${ids.seats}`]);
    expect(changes(offered(3), offered(5))).toEqual([`changed addOns.${ids.seats}.maxQuantity`]);
  });

  test('refuse to be applied to something else', () => {
    const change = planChanges(withAddOns(), withAddOns(withStandard({ name: 'Other' })));
    expect(() => applyChanges(change, { ...withAddOns(), phases: [] })).toThrow('there is nothing at phases.standard');
  });
});

test('add-ons are compared in the same way', () => {
  const { currency, instanceType, rateCards } = addOn;
  const before = { currency, instanceType, rateCards };
  const after = { ...before, instanceType: 'single' as const, rateCards: [{ ...fee, price: { type: 'flat' as const, amount: '12' } }] };
  expect(addOnChanges(before, after).map(({ path, kind }) => `${kind} ${path.join('.')}`)).toEqual([
    'changed instanceType',
    'removed rateCards.sso',
    'changed rateCards.fee.price.amount',
  ]);
  expect(applyChanges(addOnChanges(before, after), before)).toEqual(after);
});

test('differences of add-ons applied to the one make the other, and there are none of an add-on and itself', () => {
  fc.assert(
    fc.property(addOnContent, addOnContent, (a, b) => {
      expect(applyChanges(addOnChanges(a, b), a)).toEqual(b);
      expect(addOnChanges(a, structuredClone(a))).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 20_000);
