import { expect, test } from 'vitest';
import { ids, plan } from '@/lib/catalog/testing/sample-plan';
import { nextDraft } from './next-draft';

const stored = {
  id: ids.tokens,
  status: 'active',
  key: 'pro',
  name: 'Pro',
  description: 'For teams',
  labels: { tier: 'mid' },
  ...plan,
  addOns: [
    { id: ids.sso, createdAt: '2026-01-01T00:00:00Z', name: 'More', addon: { id: ids.seats }, fromPlanPhase: 'standard', maxQuantity: 3 },
  ],
};

test('the next draft copies everything that is versioned, the add-ons included, and nothing that is not', () => {
  const { draft } = nextDraft(stored, [{ id: ids.tokens, version: 4, effectiveFrom: '2026-01-01T00:00:00Z' }]);
  expect(draft).toEqual({
    key: 'pro',
    name: 'Pro',
    description: 'For teams',
    labels: { tier: 'mid' },
    version: 5,
    ...plan,
    addOns: [{ name: 'More', addon: { id: ids.seats }, fromPlanPhase: 'standard', maxQuantity: 3 }],
  });
});

test('changing the next draft leaves its source alone', () => {
  const { draft } = nextDraft(stored, []);
  draft?.phases.pop();
  expect(stored.phases).toHaveLength(2);
});

test('there is no next draft while there is a draft', () => {
  const { draft, issues } = nextDraft(stored, [{ id: ids.tokens, version: 1 }]);
  expect([draft, issues.map(({ code }) => code)]).toEqual([null, ['plan_draft_exists']]);
});
