import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanContent } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { planWithAddOns } from '@/lib/catalog/testing/arbitrary-plan';
import { context, fee, ids, plan, tokens, withCard } from '@/lib/catalog/testing/sample-plan';
import { planIssues } from './issues';
import { type LintContext, lintPlan } from './lint';

const unit = (amount: string) => ({ unitPrice: { type: 'unit' as const, amount } });
const flat = (amount: string) => ({ flatPrice: { type: 'flat' as const, amount } });
const graduated = (...tiers: object[]): RateCard => ({
  ...tokens,
  commitments: undefined,
  discounts: undefined,
  price: { type: 'graduated', tiers },
});
const volume = (...tiers: object[]): RateCard => ({ ...graduated(), price: { type: 'volume', tiers } });
const lint = (card: RateCard, more: LintContext = {}) =>
  lintPlan(withCard(card), more)
    .filter(({ path }) => path[1] === 1 && path[3] === 0)
    .map((finding) => ({ ...finding, path: finding.path.slice(4) }));
const codes = (card: RateCard, more: LintContext = {}) => lint(card, more).map(({ code }) => code);

test('an ordinary plan has no findings', () => {
  expect(lintPlan(plan, { features: [{ id: ids.tokens, unitCost: { type: 'manual', amount: '0.0000002' } }] })).toEqual([]);
});

test('a finding says which card of which phase', () => {
  const [finding] = lintPlan(withCard({ ...tokens, entitlement: undefined }));
  expect(finding?.path).toEqual(['phases', 1, 'rateCards', 0, 'entitlement']);
});

describe('tiers', () => {
  test('a volume price in which using more costs less says where, and can charge each tier for its own units', () => {
    const card = volume({ upToAmount: '15', ...unit('10') }, unit('5'));
    const [finding] = lint(card);
    expect(finding).toMatchObject({
      code: 'volume_cliff',
      path: ['price', 'tiers', 0],
      attributes: { above: '7.5', upTo: '15', costAtEdge: '150', costBeyond: '75' },
    });
    expect(finding?.message).toMatch(/^Using more costs less: 15 cost \$150\.00, and a little more than that costs \$75\.00\./);
    expect(finding?.fix?.rateCard.price.type).toBe('graduated');
  });

  test('behind the maximum spend are never paid', () => {
    const card = { ...graduated({ upToAmount: '100', ...unit('1') }, unit('0.5')), commitments: { maximumAmount: '100' } };
    const [finding] = lint(card);
    expect(finding).toMatchObject({ code: 'tier_beyond_maximum', path: ['price', 'tiers', 1] });
    expect(finding?.fix?.rateCard.price).toEqual({ type: 'graduated', tiers: [unit('1')] });
    expect(codes({ ...card, commitments: { maximumAmount: '100.01' } })).toEqual([]);
  });

  test('that cost the same can be joined', () => {
    const [finding] = lint(
      graduated({ upToAmount: '100', ...unit('1'), ...flat('5') }, { upToAmount: '200', ...unit('1.0') }, unit('0.5')),
    );
    expect(finding).toMatchObject({ code: 'tier_same_as_before', path: ['price', 'tiers', 1] });
    expect(finding?.fix?.rateCard.price).toEqual({
      type: 'graduated',
      tiers: [{ upToAmount: '200', ...unit('1.0'), ...flat('5') }, unit('0.5')],
    });
  });

  test('with the same flat price are not the same when each is due', () => {
    expect(codes(graduated({ upToAmount: '100', ...flat('5') }, flat('5')))).toEqual([]);
    expect(codes(volume({ upToAmount: '100', ...flat('5') }, flat('5')))).toEqual(['tier_same_as_before']);
  });

  test('that get dearer may be swapped, but free units before a price are meant', () => {
    expect(codes(graduated({ upToAmount: '100', ...unit('1') }, unit('2')))).toEqual(['tier_price_rises']);
    expect(codes(graduated({ upToAmount: '100', ...unit('0') }, unit('2')))).toEqual([]);
  });

  test('that get dearer can be charged as the tier before, and so can those behind them', () => {
    const card = graduated({ upToAmount: '100', ...unit('1') }, { upToAmount: '200', ...unit('5'), ...flat('2') }, unit('3'));
    const [finding] = lint(card);
    expect(finding?.fix?.label).toBe('Charge no more than tier 1');
    expect(finding?.fix?.rateCard.price).toEqual({
      type: 'graduated',
      tiers: [{ upToAmount: '100', ...unit('1') }, { upToAmount: '200', ...unit('1'), ...flat('2') }, unit('1')],
    });
    expect(finding?.fix && codes(finding.fix.rateCard)).not.toContain('tier_price_rises');
  });
});

describe('cost', () => {
  const costs = (amount: string): LintContext => ({ features: [{ id: ids.tokens, unitCost: { type: 'manual', amount } }] });

  test('above the price of a tier is found, in metered units', () => {
    const unitConfig = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'none' as const, precision: 0 };
    const card = { ...graduated({ upToAmount: '10', ...unit('0') }, { upToAmount: '50', ...unit('3') }, unit('2')), unitConfig };
    expect(lint(card, costs('0.0025'))).toMatchObject([{ code: 'price_below_cost', path: ['price', 'tiers', 2, 'unitPrice'] }]);
    expect(codes(card, costs('0.002'))).toEqual([]);
    expect(lint(card, costs('0.0025'))[0]?.message).toBe(
      'Tier 3 sells a unit for $0.002, and it costs $0.0025 to provide. Raise the price, or check the unit cost.',
    );
  });

  test('is what the price can be raised to, in the units that are billed', () => {
    const per = (operation: 'divide' | 'multiply', conversionFactor: string) => ({
      unitConfig: { operation, conversionFactor, rounding: 'none' as const, precision: 0 },
    });
    const card = { ...graduated({ upToAmount: '50', ...unit('3') }, unit('2')), ...per('divide', '1000') };
    const [finding] = lint(card, costs('0.0025'));
    expect(finding?.fix?.label).toBe('Raise it to the cost, $2.50');
    expect(finding?.fix?.rateCard.price).toEqual({ type: 'graduated', tiers: [{ upToAmount: '50', ...unit('3') }, unit('2.5')] });
    for (const config of [per('multiply', '3'), per('divide', '3'), {}]) {
      const sold: RateCard = { ...graduated(), ...config, price: { type: 'unit', amount: '0.1' } };
      const [raised] = lint(sold, costs('1'));
      expect(raised?.fix && codes(raised.fix.rateCard, costs('1'))).toEqual([]);
    }
  });

  test('above a tier that has a flat price alone is told, and what to charge is left to people', () => {
    const [finding] = lint(graduated({ upToAmount: '50', ...unit('3') }, flat('2')), costs('1'));
    expect([finding?.code, finding?.fix]).toEqual(['price_below_cost', undefined]);
  });

  test('of an LLM is known when model and token type are', () => {
    const pricing = { inputPerToken: '0.000003', outputPerToken: '0.000015' };
    const llm = { type: 'llm' as const, provider: 'p', model: 'm', tokenType: 'response' as const, pricing };
    const card: RateCard = { ...graduated(), price: { type: 'unit', amount: '0.00001' } };
    expect(codes(card, { features: [{ id: ids.tokens, unitCost: llm }] })).toEqual(['price_below_cost']);
    expect(codes(card, { features: [{ id: ids.tokens, unitCost: { ...llm, tokenType: 'request' } }] })).toEqual([]);
    expect(codes(card, { features: [{ id: ids.tokens, unitCost: { ...llm, tokenType: undefined, tokenTypeProperty: 'kind' } }] })).toEqual(
      [],
    );
  });

  test('in dollars says nothing about prices in other money', () => {
    const card: RateCard = { ...graduated(), price: { type: 'unit', amount: '0.001' }, currency: 'CREDITS' };
    expect(codes(card, costs('1'))).toEqual([]);
  });
});

describe('entitlements', () => {
  test('without which a feature is paid for and not had', () => {
    expect(codes({ ...tokens, entitlement: undefined })).toEqual(['price_without_entitlement']);
    expect(codes({ ...fee, entitlement: undefined })).toEqual([]);
  });

  test('that go on for free above their limit', () => {
    const card: RateCard = { ...graduated(), price: { type: 'free' }, entitlement: { type: 'metered', isSoftLimit: true, limit: 10 } };
    expect(codes(card)).toEqual(['entitlement_without_price']);
    expect(codes({ ...card, entitlement: { type: 'metered', isSoftLimit: false, limit: 10 } })).toEqual([]);
  });

  test('that end before anything is paid', () => {
    const card: RateCard = { ...tokens, discounts: { usage: '1000' }, entitlement: { type: 'metered', isSoftLimit: false, limit: 1000 } };
    expect(codes(card)).toEqual(['limit_below_free_units']);
    expect(codes({ ...card, entitlement: { type: 'metered', isSoftLimit: false, limit: 1001 } })).toEqual([]);
  });
});

describe('a year dearer than twelve months', () => {
  const yearly = (amount: string): RateCard => ({ ...fee, billingCadence: 'P1Y', price: { type: 'flat', amount } });
  const monthly: PlanContent = withCard(fee);

  test('is found beside the monthly plan', () => {
    const [finding] = lint(yearly('600'), { siblings: [monthly] });
    expect(finding).toMatchObject({ code: 'longer_cadence_dearer', attributes: { apart: '588' } });
    expect(finding?.message).toContain('12 months at once cost $600.00, and 12 times $49.00 cost $588.00.');
    expect(finding?.fix?.rateCard.price).toEqual({ type: 'flat', amount: '588' });
  });

  test('is not when it costs as much or less, or is in other money', () => {
    expect(codes(yearly('588'), { siblings: [monthly] })).toEqual([]);
    expect(codes(yearly('600'), { siblings: [{ ...monthly, currency: 'EUR' }] })).toEqual([]);
    expect(codes(fee, { siblings: [withCard(yearly('600'))] })).toEqual([]);
  });
});

test('a discount of everything, usage in advance and a price finer than money are said', () => {
  expect(codes({ ...fee, discounts: { percentage: 100 } })).toEqual(['discount_of_everything']);
  expect(codes({ ...tokens, paymentTerm: 'in_advance' })).toEqual(['usage_in_advance']);
  const [finding] = lint({ ...fee, price: { type: 'flat', amount: '49.995' } });
  expect([finding?.code, finding?.fix?.label]).toEqual(['price_finer_than_currency', 'Charge $50.00']);
});

describe('a grant that nothing burns', () => {
  const meter = { id: ids.meter };
  const counted = { features: [{ id: ids.tokens, meter }], meters: [meter] };
  const uncounted = { features: [{ id: ids.tokens }], meters: [meter] };
  const archived = { features: [{ id: ids.tokens, meter }], meters: [{ ...meter, deletedAt: '2026-01-01T00:00:00Z' }] };
  const prepaid: RateCard = {
    name: 'Tokens',
    key: 'tokens',
    feature: { id: ids.tokens },
    billingCadence: 'P1M',
    price: { type: 'flat', amount: '20' },
    paymentTerm: 'in_advance',
    entitlement: { type: 'metered', isSoftLimit: false, limit: 25_000 },
  };

  test('is prepaid use of a feature that no meter counts, and can become an entitlement without a limit', () => {
    const [finding] = lint(prepaid, uncounted);
    expect(finding).toMatchObject({ code: 'grant_never_burned', path: ['entitlement', 'limit'] });
    expect(finding?.message).toMatch(/^The grant of 25,000 is never used up: no meter counts the use of this feature\./);
    expect(finding?.fix).toEqual({ label: 'Entitle without a limit', rateCard: { ...prepaid, entitlement: { type: 'boolean' } } });
    expect(codes(finding?.fix?.rateCard ?? prepaid, uncounted)).toEqual([]);
    expect(codes(prepaid, archived)).toEqual(['grant_never_burned']);
  });

  test('is not one whose use is counted, nor one of which that is not known', () => {
    expect(codes(prepaid, counted)).toEqual([]);
    expect(codes(prepaid, { features: uncounted.features })).toEqual([]);
    expect(codes({ ...prepaid, entitlement: { type: 'boolean' } }, uncounted)).toEqual([]);
  });

  test('is also free units of a price that does not depend on usage; they can be removed, and a percentage beside them stays', () => {
    const [finding] = lint({ ...prepaid, discounts: { usage: '1000' } }, counted);
    expect(finding).toMatchObject({ code: 'grant_never_burned', path: ['discounts', 'usage'] });
    expect(finding?.message).toMatch(/^The 1,000 free units are never used up/);
    expect(finding?.fix).toEqual({ label: 'Remove the free units', rateCard: prepaid });
    const both = lint({ ...prepaid, discounts: { percentage: 10, usage: '1000' } }, counted)[0];
    expect(both?.fix?.rateCard.discounts).toEqual({ percentage: 10 });
  });
});

test('limits that JSON writes with an exponent are compared digit by digit', () => {
  const card: RateCard = { ...tokens, discounts: { usage: '1' }, entitlement: { type: 'metered', isSoftLimit: false, limit: 1e-7 } };
  const [finding] = lint(card).filter(({ code }) => code === 'limit_below_free_units');
  expect(finding?.message).toMatch(/^Use is refused at 0\.0000001,/);
  expect(codes({ ...card, entitlement: { type: 'metered', isSoftLimit: false, limit: 1e21 } })).toEqual([]);
});

test('a fix removes what it fixes and brings no critical issue', () => {
  fc.assert(
    fc.property(planWithAddOns, (content) => {
      for (const finding of lintPlan(content, context)) {
        if (!finding.fix) continue;
        const [, i, , j, ...rest] = finding.path;
        const fixed = structuredClone(content);
        const cards = fixed.phases[Number(i)]?.rateCards ?? [];
        cards[Number(j)] = finding.fix.rateCard;
        const again = lintPlan(fixed, context).filter(({ code, path }) => code === finding.code && path[1] === i && path[3] === j);
        const before = lintPlan(content, context).filter(({ code, path }) => code === finding.code && path[1] === i && path[3] === j);
        expect([rest.length > 0, again.length < before.length]).toEqual([true, true]);
        const critical = (plan: PlanContent) => planIssues(plan, context).filter(({ severity }) => severity === 'critical').length;
        expect(critical(fixed)).toBeLessThanOrEqual(critical(content));
      }
    }),
    { numRuns: 60 },
  );
}, 20_000);
