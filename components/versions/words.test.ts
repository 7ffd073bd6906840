import { describe, expect, test } from 'vitest';
import { conflictPlace, conflictValue } from '@/components/draft/conflict-words';
import { mergePlans } from '@/components/draft/merge';
import { issuesBelow, marksByPart, partOf } from '@/components/draft/part-issues';
import { openDraft } from '@/components/draft/plan-draft';
import { startingQuantity } from '@/components/draft/quantities';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { critical, warning } from '@/lib/problem';
import { entitlementWords } from './entitlement-words';
import { isPriceable, priceWords } from './price-words';

const card = (more: Partial<RateCard> = {}): RateCard => ({
  key: 'tokens',
  name: 'Tokens',
  billingCadence: 'P1M',
  price: { type: 'unit', amount: '0.002' },
  ...more,
});
const plan = (...rateCards: RateCard[]): CreatePlanRequest => ({
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [{ key: 'main', name: 'Main', rateCards }],
});

describe('a price in words', () => {
  test('begins like a sentence', () => {
    const tiers = [
      { upToAmount: '10', unitPrice: { type: 'unit' as const, amount: '0' } },
      { unitPrice: { type: 'unit' as const, amount: '1' } },
    ];
    expect(priceWords(card({ price: { type: 'graduated', tiers } }), 'USD', 'seats')).toBe('First 10 seats free, then $1.00 per seat');
  });

  test('is not said while a number in it cannot be read, or usage has no price somewhere', () => {
    expect(priceWords(card({ price: { type: 'unit', amount: '0.' } }), 'USD', 'tokens')).toBeNull();
    expect(priceWords(card({ discounts: { usage: 'x' } }), 'USD', 'tokens')).toBeNull();
    expect(isPriceable(card({ price: { type: 'volume', tiers: [{ upToAmount: '5', flatPrice: { type: 'flat', amount: '1' } }] } }))).toBe(
      false,
    );
    const nothing = { operation: 'divide' as const, conversionFactor: '0', rounding: 'none' as const, precision: 0 };
    expect(isPriceable(card({ unitConfig: nothing }))).toBe(false);
  });
});

test('an entitlement is said in a few words', () => {
  const metered = { type: 'metered' as const, limit: 1_500_000, isSoftLimit: false };
  expect(entitlementWords(card({ entitlement: metered }))).toBe('1.5M / month');
  expect(entitlementWords(card({ entitlement: { ...metered, isSoftLimit: true, usagePeriod: 'P1W' } }))).toBe('1.5M / week, soft');
  expect(entitlementWords(card({ entitlement: { type: 'boolean' } }))).toBe('Included');
  expect(entitlementWords(card())).toBeNull();
});

test('the first quantity shows something of the price', () => {
  const perThousand = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'none' as const, precision: 0 };
  expect(startingQuantity(card({ unitConfig: perThousand }))).toBe('100000');
  const tiers = [
    { upToAmount: '300', unitPrice: { type: 'unit' as const, amount: '0' } },
    { unitPrice: { type: 'unit' as const, amount: '1' } },
  ];
  expect(startingQuantity(card({ unitConfig: perThousand, price: { type: 'graduated', tiers } }))).toBe('300000');
  expect(startingQuantity(card({ price: { type: 'flat', amount: '1' } }))).toBe('0');
});

describe('issues', () => {
  const { plan: draft } = openDraft(plan(card(), card({ key: 'seats' })));
  const [phase] = draft.phases;
  const seats = phase?.rateCards[1]?.uid ?? 0;
  const issues = [
    critical(['name'], 'resource_name_empty', 'Enter a name.'),
    warning(['phases', 0, 'rateCards', 1, 'price', 'amount'], 'price_negative', 'No.'),
    warning(['phases', 0, 'rateCards', 1, 'feature'], 'usage_based_price_with_no_feature', 'No.'),
    warning(['phases', 0, 'rateCards'], 'plan_phase_has_no_rate_cards', 'No.'),
  ];

  test('are counted at the part in whose form they stand', () => {
    const marks = marksByPart(draft, issues);
    expect(marks.get(0)).toEqual({ critical: 1, warning: 0 });
    expect(marks.get(seats)).toEqual({ critical: 0, warning: 2 });
    expect(marks.get(phase?.uid ?? 0)).toEqual({ critical: 0, warning: 1 });
    expect(partOf(draft, ['phases', 0, 'rateCards', 9, 'name'])).toEqual({ kind: 'phase', uid: phase?.uid });
  });

  test('are found by the rest of their path', () => {
    const at = issuesBelow(issues, ['phases', 0, 'rateCards', 1]);
    expect(at('price.amount')?.code).toBe('price_negative');
    expect(at('name')).toBeUndefined();
  });
});

test('a conflict is told with its place and both sides in words', () => {
  const priced = (amount: string) => plan(card({ price: { type: 'flat', amount } }));
  const { conflicts } = mergePlans(priced('49'), priced('55'), priced('59'));
  const [conflict] = conflicts;
  if (!conflict) expect.fail();
  expect(conflictPlace(conflict)).toBe('Main, Tokens: price');
  expect([conflict.mine, conflict.theirs].map((value) => conflictValue(conflict, value, 'USD', []))).toEqual([
    '$55.00 per month',
    '$59.00 per month',
  ]);
});
