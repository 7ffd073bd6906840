import { expect, test } from 'vitest';
import type { RateCard } from '@/lib/catalog/rate-card';
import { planSummary } from './plan-summary';

const fee: RateCard = { key: 'fee', name: 'Fee', billingCadence: 'P1M', price: { type: 'flat', amount: '49' } };
const usage = (name: string): RateCard => ({ key: name, name, billingCadence: 'P1M', price: { type: 'unit', amount: '1' } });
const say = (...rateCards: RateCard[]) =>
  planSummary({ currency: 'USD', billingCadence: 'P1M', proRatingEnabled: true, phases: [{ key: 'main', name: 'Main', rateCards }] });

test('a plan is told by its fees and what it charges by usage', () => {
  expect(say(fee)).toBe('$49.00 per month');
  expect(say(fee, usage('Tokens'))).toBe('$49.00 per month, plus usage of Tokens');
  expect(say(fee, usage('A'), usage('B'), usage('C'))).toBe('$49.00 per month, plus usage of A, B and C');
  expect(say(usage('A'), usage('B'), usage('C'), usage('D'))).toBe('Usage of A, B and 2 more');
});

test('a plan that costs nothing, and one without prices, say so', () => {
  expect(say({ key: 'f', name: 'F', price: { type: 'free' } })).toBe('Free');
  expect(say()).toBe('No prices yet');
});
