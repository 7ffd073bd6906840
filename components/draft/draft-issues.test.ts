import { describe, expect, test } from 'vitest';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { warning } from '@/lib/problem';
import { draftIssues, pathName, pathOf, withServerIssues } from './draft-issues';
import { openDraft } from './plan-draft';

const plan: CreatePlanRequest = {
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [
    { key: 'main', name: 'Main', rateCards: [{ key: 'fee', name: 'Fee', billingCadence: 'P1M', price: { type: 'flat', amount: '49' } }] },
  ],
};
const context = { features: [], meters: [] };
const check = (changed: Partial<CreatePlanRequest>) =>
  draftIssues(openDraft({ ...plan, ...changed }).plan, context).map(({ path, severity }) => `${severity} ${pathName(path)}`);
const withCard = (card: object) => ({
  phases: plan.phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map((old) => ({ ...old, ...card })) })),
});

describe('a plan as it is typed', () => {
  test('in order, it has no issue', () => {
    expect(check({})).toEqual([]);
  });

  test('says each fault once, at its place', () => {
    expect(check(withCard({ key: 'My Fee', name: '', price: { type: 'flat', amount: '4,x' } }))).toEqual([
      'critical phases.0.rateCards.0.key',
      'critical phases.0.rateCards.0.name',
      'critical phases.0.rateCards.0.price.amount',
    ]);
  });

  test('is told of its own fields before those of its phases and cards', () => {
    expect(check({ name: '', ...withCard({ name: '' }) })).toEqual(['critical name', 'critical phases.0.rateCards.0.name']);
  });

  test('is not blamed for features that are not loaded yet', () => {
    const card = { ...plan.phases[0]?.rateCards[0], feature: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } };
    expect(draftIssues(openDraft({ ...plan, ...withCard(card) }).plan, undefined)).toEqual([]);
  });
});

test('a path on the wire is read back', () => {
  expect(pathOf('$.phases[0].rate_cards[12].price.tiers[1].up_to_amount')).toEqual([
    'phases',
    0,
    'rateCards',
    12,
    'price',
    'tiers',
    1,
    'upToAmount',
  ]);
});

test('of the issues of the server only those are added that cannot be seen here', () => {
  const own = [warning(['phases'], 'plan_with_no_phases', 'Add a phase.')];
  const told = [
    validationErrorOf(warning(['phases', 0], 'plan_has_incompatible_addon', 'No.')),
    validationErrorOf(warning(['phases'], 'old', 'Old.')),
  ];
  expect(withServerIssues(own, told)).toEqual([...own, warning(['phases', 0], 'plan_has_incompatible_addon', 'No.')]);
});
