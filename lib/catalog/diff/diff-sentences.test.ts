import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanContent } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { planWithAddOns } from '@/lib/catalog/testing/arbitrary-plan';
import { addOn, fee, ids, plan, sso, tokens } from '@/lib/catalog/testing/sample-plan';
import type { DiffablePlan } from './diff';
import { diffAddOns, diffPlans } from './diff-sentences';
import type { DiffNames } from './diff-words';

const names: DiffNames = {
  featureName: (id) => (id === ids.tokens ? 'Tokens' : id === ids.seats ? 'Seats' : undefined),
  addOnName: () => 'More seats',
  unitOf: (card) => (card.key === 'tokens' ? 'tokens' : undefined),
};
const solo = (...rateCards: RateCard[]): DiffablePlan => ({ ...plan, phases: [{ key: 'a', name: 'Always', rateCards }], addOns: [] });
const said = (before: RateCard, after: RateCard) => diffPlans(solo(before), solo(after), names).map(({ sentence }) => sentence);
const input = { ...tokens, name: 'Input tokens' };
const unit = (amount: string) => ({ unitPrice: { type: 'unit' as const, amount } });
const flat = (amount: string) => ({ flatPrice: { type: 'flat' as const, amount } });
const graduated = (...tiers: object[]): RateCard => ({ ...input, price: { type: 'graduated', tiers } });

describe('a change of price is told as people would', () => {
  test('with small unit prices per million', () => {
    const before = graduated({ upToAmount: '1000000', ...unit('0.0000006') }, unit('0.0000005'));
    const after = graduated({ upToAmount: '1000000', ...unit('0.0000006') }, unit('0.0000004'));
    expect(said(before, after)).toEqual(['Input tokens: price above 1M falls from $0.50 to $0.40 per 1M tokens']);
  });

  test('in the unit that the price is written in', () => {
    const unitConfig = { operation: 'divide' as const, conversionFactor: '1000000', rounding: 'none' as const, precision: 0 };
    const before = { ...graduated({ upToAmount: '1', ...unit('0.6') }, unit('0.50')), unitConfig };
    const after = { ...graduated({ upToAmount: '1', ...unit('0.6') }, unit('0.40')), unitConfig };
    expect(said(before, after)).toEqual(['Input tokens: price above 1M falls from $0.50 to $0.40 per 1M tokens']);
  });

  test.each<[string, RateCard, RateCard]>([
    ['Platform fee: price rises from $49.00 to $59.00', fee, { ...fee, price: { type: 'flat', amount: '59' } }],
    ['Platform fee: price is written 49.00 instead of 49, the same amount', fee, { ...fee, price: { type: 'flat', amount: '49.00' } }],
    [
      'Input tokens: price is now $0.20 per token; it was first 10 tokens $0.20 per token, then $0.10 per token',
      { ...graduated({ upToAmount: '10', ...unit('0.2') }, unit('0.1')), commitments: undefined, discounts: undefined },
      { ...input, price: { type: 'unit', amount: '0.2' }, commitments: undefined, discounts: undefined },
    ],
    ['Input tokens: price for all usage rises from $1.00 to $2.00 per token', graduated(unit('1')), graduated(unit('2'))],
    [
      'Input tokens: price up to 10 was free and is now $2.00 per token',
      graduated({ upToAmount: '10', ...unit('0') }, unit('1')),
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
    ],
    [
      'Input tokens: flat price above 10 added: $5.00',
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
      graduated({ upToAmount: '10', ...unit('2') }, { ...unit('1'), ...flat('5') }),
    ],
    [
      'Input tokens: flat price above 10 removed, it was $5.00',
      graduated({ upToAmount: '10', ...unit('2') }, { ...unit('1'), ...flat('5') }),
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
    ],
    [
      'Input tokens: tier 1 ends at 20; it ended at 10',
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
      graduated({ upToAmount: '20', ...unit('2') }, unit('1')),
    ],
    [
      'Input tokens: from 10 to 1k: tier added at $5.00 plus $1.50 per token',
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
      graduated({ upToAmount: '10', ...unit('2') }, { upToAmount: '1000', ...unit('1.5'), ...flat('5') }, unit('1')),
    ],
    [
      'Input tokens: from 10 to 1k: tier removed',
      graduated({ upToAmount: '10', ...unit('2') }, { upToAmount: '1000', ...unit('1.5') }, unit('1')),
      graduated({ upToAmount: '10', ...unit('2') }, unit('1')),
    ],
    [
      'Input tokens: minimum spend rises from $1.00 to $5.00',
      input,
      { ...input, commitments: { minimumAmount: '5', maximumAmount: '1000' } },
    ],
    ['Input tokens: minimum spend of $1.00 removed, maximum spend of $1,000.00 removed', input, { ...input, commitments: undefined }],
    ['Input tokens: 2k free units instead of 1k', input, { ...input, discounts: { usage: '2000' } }],
    ['Platform fee: discount is 15% instead of 0%', fee, { ...fee, discounts: { percentage: 15 } }],
    ['Platform fee: billed every year instead of every month', fee, { ...fee, billingCadence: 'P1Y' }],
    ['Platform fee: billed once instead of every month', fee, { ...fee, billingCadence: undefined }],
    ['Platform fee: due in arrears instead of in advance', fee, { ...fee, paymentTerm: 'in_arrears' }],
    ['Platform fee is now called "Base fee"', fee, { ...fee, name: 'Base fee' }],
    ['Platform fee: priced in CREDITS instead of USD', fee, { ...fee, currency: 'CREDITS' }],
    ['Input tokens: stands for the feature Seats instead of Tokens', input, { ...input, feature: { id: ids.seats } }],
    [
      'Input tokens: counted per 1,000, rounded up; it was counted as metered',
      input,
      { ...input, unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 } },
    ],
    [
      'Input tokens: entitlement: 20,000,000 included every month, then allowed on; it was 10,000,000 included every month, then allowed on',
      input,
      { ...input, entitlement: { type: 'metered', isSoftLimit: true, limit: 20_000_000, usagePeriod: 'P1M' } },
    ],
    ['Input tokens: entitlement removed', input, { ...input, entitlement: undefined }],
    ['Platform fee: entitlement: included (added)', fee, { ...fee, entitlement: { type: 'boolean' } }],
  ])('%s', (sentence, before, after) => {
    expect(said(before, after)).toEqual([sentence]);
  });
});

describe('a change of the plan', () => {
  const before: DiffablePlan = { ...plan, addOns: [] };
  const tell = (change: Partial<PlanContent & DiffablePlan>) =>
    diffPlans(before, { ...before, ...change }, names).map(({ sentence }) => sentence);
  const [trial, standard] = plan.phases as [PlanContent['phases'][0], PlanContent['phases'][0]];
  const offered = { name: 'More', addon: { id: ids.seats }, fromPlanPhase: 'standard' };

  test.each<[string, Partial<DiffablePlan>]>([
    ['The plan is priced in EUR instead of USD', { currency: 'EUR' }],
    ['The plan is billed every year instead of every month', { billingCadence: 'P1Y' }],
    ['Flat prices are charged in full even in partial periods', { proRatingEnabled: false }],
    ['Phase "Trial" is removed', { phases: [standard] }],
    ['Phase "Trial" goes on for 1 month instead of for 14 days', { phases: [{ ...trial, duration: 'P1M' }, standard] }],
    ['Phase "Trial" is now called "Try it"', { phases: [{ ...trial, name: 'Try it' }, standard] }],
    ['Phases are now in the order Standard, Trial', { phases: [standard, trial] }],
    [
      'Phase "Ramp" is added after "Trial", for 3 months, with 1 rate card',
      { phases: [trial, { key: 'ramp', name: 'Ramp', duration: 'P3M', rateCards: [fee] }, standard] },
    ],
    ['Standard, Platform fee is removed; it was $49.00 per month', { phases: [trial, { ...standard, rateCards: [tokens, sso] }] }],
    ['Trial, Platform fee is added: $49.00 per month', { phases: [{ ...trial, rateCards: [sso, fee] }, standard] }],
    [
      'Standard: rate cards are now in the order Tokens, Platform fee, Single sign-on',
      { phases: [trial, { ...standard, rateCards: [tokens, fee, sso] }] },
    ],
    ['Add-on More seats is offered from phase "standard" on', { addOns: [offered] }],
  ])('%s', (sentence, change) => {
    expect(tell(change)).toEqual([sentence]);
  });

  test('in what add-ons are offered', () => {
    const tellAddOns = (a: DiffablePlan['addOns'], b: DiffablePlan['addOns']) =>
      diffPlans({ ...before, addOns: a }, { ...before, addOns: b }, names).map(({ sentence }) => sentence);
    expect(tellAddOns([offered], [{ ...offered, maxQuantity: 5 }])).toEqual([
      'Add-on More seats is offered up to 5 instead of without a limit',
    ]);
    expect(tellAddOns([offered], [{ ...offered, fromPlanPhase: 'trial' }])).toEqual([
      'Add-on More seats is offered from phase "trial" instead of "standard"',
    ]);
    expect(tellAddOns([offered], [])).toEqual(['Add-on More seats is no longer offered']);
  });
});

test('a change of an add-on is told likewise', () => {
  const { currency, rateCards } = addOn;
  const before = { currency, rateCards, instanceType: 'multiple' as const };
  const after = { ...before, instanceType: 'single' as const, rateCards: [fee] };
  expect(diffAddOns(before, after).map(({ sentence }) => sentence)).toEqual([
    'The add-on is taken once',
    'Single sign-on is removed; it was free, included',
    'Platform fee: price rises from $10.00 to $49.00',
  ]);
});

test('every difference has a sentence, whatever the plans', () => {
  fc.assert(
    fc.property(planWithAddOns, planWithAddOns, (a, b) => {
      for (const { sentence } of diffPlans(a, b)) expect(sentence).toMatch(/^\S.*\S$/);
      for (const { sentence } of diffPlans(a, b)) expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    }),
  );
}, 20_000);
