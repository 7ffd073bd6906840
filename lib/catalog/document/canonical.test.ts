import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSame } from '@/lib/catalog/diff/diff';
import { planWithAddOns } from '@/lib/catalog/testing/arbitrary-plan';
import { plan, tokens } from '@/lib/catalog/testing/sample-plan';
import { canonicalPlan, canonicalText } from './canonical';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

test('two plans have the same text exactly when they say the same', () => {
  fc.assert(
    fc.property(planWithAddOns, planWithAddOns, (a, b) => {
      expect(canonicalText(reversed(a))).toBe(canonicalText(a));
      expect(canonicalText(a) === canonicalText(b)).toBe(isSame(a, b));
    }),
  );
});

test('what is canonical stays so', () => {
  fc.assert(
    fc.property(planWithAddOns, (a) => {
      const once = canonicalPlan(a);
      expect(once).toEqual(a);
      expect(JSON.stringify(canonicalPlan(once))).toBe(JSON.stringify(once));
    }),
  );
});

test('decimals stay as they are written, and what is not versioned is left out', () => {
  const stored = {
    ...plan,
    id: 'x',
    status: 'draft',
    addOns: [],
    phases: [{ key: 'a', name: 'A', rateCards: [{ ...tokens, discounts: { usage: '1000.00' } }] }],
  };
  const text = JSON.stringify(canonicalPlan(stored));
  expect(text).toContain('"usage":"1000.00"');
  expect(text).not.toContain('status');
  expect(
    text.startsWith(
      '{"currency":"USD","billingCadence":"P1M","proRatingEnabled":true,"phases":[{"key":"a","name":"A","rateCards":[{"key":"tokens"',
    ),
  ).toBe(true);
});
