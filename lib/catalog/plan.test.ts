import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DateTime, Duration, Labels } from '@/lib/fields';
import { MeteringEvent } from '@/lib/metering/event';
import { AddOnPagePaginatedResponse, CreateAddOnRequest } from './add-on';
import { isCurrencyCode, isCustomCurrencyCode } from './currency';
import { CreatePlanRequest, contentOf, withPaymentTerms } from './plan';
import { CreatePlanAddOnRequest, PlanAddOnPagePaginatedResponse } from './plan-add-on';
import { isRecurring, RateCard, withPaymentTerm } from './rate-card';
import { CreateTaxCodeRequest, TaxCodePagePaginatedResponse } from './tax-code';
import { validationErrorOf } from './validation-error';

const ID = '01KAR2K6T0ZZZZZZZZZZZZZZZZ';
const fee = { name: 'Platform fee', key: 'fee', billingCadence: 'P1M', price: { type: 'flat', amount: '49' } };
const request = {
  name: 'Pro',
  key: 'pro',
  currency: 'USD',
  billingCadence: 'P1M',
  phases: [{ name: 'Forever', key: 'forever', rateCards: [fee] }],
};

describe('a plan request', () => {
  test('prorates unless it says otherwise', () => {
    expect(CreatePlanRequest.parse(request).proRatingEnabled).toBe(true);
  });

  test('refuses fields nobody knows, at any depth', () => {
    expect(CreatePlanRequest.safeParse({ ...request, alignment: {} }).success).toBe(false);
    const phases = [{ name: 'P', key: 'p', rateCards: [{ ...fee, type: 'flat_fee' }] }];
    expect(CreatePlanRequest.safeParse({ ...request, phases }).success).toBe(false);
  });

  test('keeps every digit of decimals, in their one spelling', () => {
    const parsed = RateCard.parse({ ...fee, price: { type: 'unit', amount: '0.00250' } });
    expect(parsed.price).toEqual({ type: 'unit', amount: '0.0025' });
  });

  test.each(['Pro', 'pro-plan', '_pro', 'pro_', 'pro__plan', '', 'a'.repeat(65)])('refuses the key "%s"', (key) => {
    expect(CreatePlanRequest.safeParse({ ...request, key }).success).toBe(false);
  });

  test.each(['pro', 'pro_plan_2', '2024', 'a'.repeat(64)])('takes the key "%s"', (key) => {
    expect(CreatePlanRequest.safeParse({ ...request, key }).success).toBe(true);
  });

  test('reports every fault of a price at its place', () => {
    const price = { type: 'graduated', tiers: [{ upToAmount: 1000, unitPrice: { type: 'unit', amount: '1e3' } }] };
    const { error } = CreatePlanRequest.safeParse({ ...request, phases: [{ name: 'P', key: 'p', rateCards: [{ ...fee, price }] }] });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'phases.0.rateCards.0.price.tiers.0.upToAmount',
      'phases.0.rateCards.0.price.tiers.0.unitPrice.amount',
    ]);
  });
});

describe('a payment term', () => {
  const card = (type: 'flat' | 'unit', paymentTerm?: 'in_advance' | 'in_arrears') =>
    withPaymentTerm(RateCard.parse({ ...fee, price: { type, amount: '1' }, paymentTerm })).paymentTerm;

  test('is in advance for flat prices and in arrears for usage, unless the card says otherwise', () => {
    expect([card('flat'), card('unit'), card('flat', 'in_arrears'), card('unit', 'in_advance')]).toEqual([
      'in_advance',
      'in_arrears',
      'in_arrears',
      'in_advance',
    ]);
  });

  test('is written out on every card that is stored', () => {
    const plan = withPaymentTerms(contentOf(CreatePlanRequest.parse(request)));
    expect(plan.phases[0]?.rateCards[0]?.paymentTerm).toBe('in_advance');
  });
});

test('a card without a cadence is charged once, a free one never', () => {
  const price = { type: 'flat' as const, amount: '1' };
  expect([
    isRecurring({ price, billingCadence: 'P1M' }),
    isRecurring({ price }),
    isRecurring({ price: { type: 'free' }, billingCadence: 'P1M' }),
  ]).toEqual([true, false, false]);
});

test('three letters are money that exists, longer codes are currencies of one’s own', () => {
  expect(['USD', 'XYZ', 'CREDITS', 'A|BC', 'us'].map(isCurrencyCode)).toEqual([true, false, true, false, false]);
  expect(['USD', 'CREDITS', 'A|BC'].map(isCustomCurrencyCode)).toEqual([false, true, false]);
});

test('instants need a zone and must exist', () => {
  const cases = ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00+02:00', '2026-11-01T00:00:00', '2026-02-30T00:00:00Z', '2026-11-01'];
  expect(cases.map((text) => DateTime.safeParse(text).success)).toEqual([true, true, false, false, false]);
});

test('durations are ISO 8601', () => {
  expect(['P1M', 'PT12H', 'P1Y6M', '1M', 'P1X', 'P-1M'].map((text) => Duration.safeParse(text).success)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('at most fifty labels', () => {
  const labels = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`label${i}`, 'x']));
  expect([Labels.safeParse(labels(50)).success, Labels.safeParse(labels(51)).success]).toEqual([true, false]);
});

test('an issue on the wire names its field as the wire does', () => {
  const issue = {
    path: ['phases', 0, 'rateCards', 2, 'price'],
    code: 'some_code',
    message: 'Say so.',
    severity: 'warning' as const,
    attributes: { a: 1 },
  };
  expect(validationErrorOf(issue)).toEqual({
    code: 'some_code',
    message: 'Say so.',
    field: '$.phases[0].rate_cards[2].price',
    attributes: { severity: 'warning', a: 1 },
  });
});

test('every named shape can be written as JSON Schema', () => {
  const requests = [CreatePlanRequest, CreateAddOnRequest, CreatePlanAddOnRequest, CreateTaxCodeRequest, MeteringEvent];
  const pages = [AddOnPagePaginatedResponse, PlanAddOnPagePaginatedResponse, TaxCodePagePaginatedResponse];
  for (const schema of [...requests, ...pages]) {
    expect(z.toJSONSchema(schema, { io: 'input' })).toHaveProperty('$ref');
  }
});

test('an event needs an id, a source, a type and a subject, and may leave out time and data', () => {
  const event = { id: '1', source: 'gateway', specversion: '1.0', type: 'llm.request', subject: 'acme' };
  expect(MeteringEvent.safeParse(event).success).toBe(true);
  for (const field of ['id', 'source', 'type', 'subject']) expect(MeteringEvent.safeParse({ ...event, [field]: '' }).success).toBe(false);
  expect(MeteringEvent.safeParse({ ...event, data: [1] }).success).toBe(false);
  expect(MeteringEvent.safeParse({ ...event, data: { tokens: '12' }, time: null }).success).toBe(true);
});

test('an assignment without a quantity has no limit, and never a limit of none', () => {
  const assignment = { name: 'Seats', addon: { id: ID }, fromPlanPhase: 'forever' };
  expect(CreatePlanAddOnRequest.safeParse(assignment).success).toBe(true);
  expect(CreatePlanAddOnRequest.safeParse({ ...assignment, maxQuantity: 0 }).success).toBe(false);
});
