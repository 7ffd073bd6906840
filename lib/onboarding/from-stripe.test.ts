import { expect, it } from 'vitest';
import { fromStripe } from './from-stripe';

const NOW = '2026-11-10T00:00:00Z';
const seconds = (instant: string) => Date.parse(instant) / 1000;

const customer = {
  object: 'customer',
  id: 'cus_1',
  name: 'Acme',
  email: 'pay@acme.example',
  currency: 'usd',
  address: { country: 'DE', line1: null },
};
const seat = { object: 'product', id: 'prod_seat', name: 'Pro' };
const tokens = { object: 'product', id: 'prod_tok', name: 'Tokens' };
const monthly = { interval: 'month', interval_count: 1 };
const seatPrice = {
  object: 'price',
  id: 'price_seat',
  product: 'prod_seat',
  currency: 'usd',
  unit_amount: 1999,
  recurring: { ...monthly, usage_type: 'licensed' },
};
const tokenPrice = {
  ...{ object: 'price', id: 'price_tok', product: 'prod_tok', currency: 'usd', tiers_mode: 'graduated' },
  tiers: [
    { up_to: 1000, unit_amount_decimal: '0', flat_amount: null },
    { up_to: null, unit_amount_decimal: '0.25', flat_amount: 500 },
  ],
  recurring: { ...monthly, usage_type: 'metered', meter: 'mtr_1' },
};
const meter = {
  ...{ object: 'billing.meter', id: 'mtr_1', display_name: 'Tokens used', event_name: 'tokens' },
  default_aggregation: { formula: 'sum' },
  value_settings: { event_payload_key: 'count' },
};
const subscription = (rest: object = {}) => ({
  ...{ object: 'subscription', id: 'sub_1', customer: 'cus_1', status: 'active' },
  billing_cycle_anchor: seconds('2026-01-15T00:00:00Z'),
  current_period_end: seconds('2026-11-15T00:00:00Z'),
  items: {
    data: [
      { id: 'si_1', quantity: 12, price: 'price_seat' },
      { id: 'si_2', price: 'price_tok' },
    ],
  },
  ...rest,
});
const ALL = [customer, seat, tokens, seatPrice, tokenPrice, meter];
const carry = (...objects: object[]) =>
  fromStripe(
    objects.map((value, i) => ({ line: i + 1, value })),
    NOW,
    'UTC',
  );

it('carries a customer, seats and tiers over usage, and takes over when the running period ends', () => {
  const company = carry(...ALL, subscription());
  expect(company.notes).toEqual([]);
  expect(company.customers).toEqual([
    { key: 'cus_1', name: 'Acme', primaryEmail: 'pay@acme.example', currency: 'USD', billingAddress: { country: 'DE' } },
  ]);
  expect(company.catalog.meters).toMatchObject([{ key: 'tokens', eventType: 'tokens', aggregation: 'sum', valueProperty: '$.count' }]);
  expect(company.catalog.plans).toMatchObject([{ key: 'pro_tokens', name: 'Pro + Tokens', currency: 'USD', billingCadence: 'P1M' }]);
  const [fee, usage] = company.catalog.plans[0]?.phases[0]?.rateCards ?? [];
  expect(fee).toMatchObject({ key: 'pro', price: { type: 'flat', amount: '19.99' }, paymentTerm: 'in_advance' });
  expect(usage?.price).toEqual({
    type: 'graduated',
    tiers: [
      { upToAmount: '1000', unitPrice: { type: 'unit', amount: '0' } },
      { unitPrice: { type: 'unit', amount: '0.0025' }, flatPrice: { type: 'flat', amount: '5' } },
    ],
  });
  expect(company.subscriptions).toEqual([
    {
      ...{ reference: 'sub_1', customer: 'cus_1', plan: 'pro_tokens', start: '2026-11-15T00:00:00Z', anchor: '2026-01-15T00:00:00Z' },
      ...{ seats: [{ item: 'pro', quantity: 12 }], negotiated: [] },
    },
  ]);
});

it('makes one plan of the prices that are sold together, however many subscribe', () => {
  const company = carry(
    ...ALL,
    subscription(),
    subscription({ id: 'sub_2' }),
    subscription({ id: 'sub_3', items: { data: [{ id: 'x', price: 'price_seat' }] } }),
  );
  expect(company.catalog.plans.map(({ key }) => key)).toEqual(['pro_tokens', 'pro']);
  expect(company.subscriptions.map(({ plan }) => plan)).toEqual(['pro_tokens', 'pro_tokens', 'pro']);
});

it("reads amounts in the currency's own smallest unit", () => {
  const yen = { ...seatPrice, id: 'price_jpy', currency: 'jpy', unit_amount: 1500 };
  const company = carry(customer, seat, yen, subscription({ items: { data: [{ id: 'x', price: 'price_jpy' }] } }));
  expect(company.catalog.plans[0]).toMatchObject({ currency: 'JPY', phases: [{ rateCards: [{ price: { amount: '1500' } }] }] });
});

it('begins with the next period of the anchor when the export is old', () => {
  const company = carry(
    ...ALL,
    subscription({ billing_cycle_anchor: seconds('2026-01-31T00:00:00Z'), current_period_end: seconds('2026-09-30T00:00:00Z') }),
  );
  expect(company.subscriptions[0]?.start).toBe('2026-11-30T00:00:00Z');
});

it('says what is lost and what changes, with the line', () => {
  const company = carry(
    ...ALL,
    subscription({ id: 'ended', status: 'canceled' }),
    subscription({ id: 'ending', cancel_at_period_end: true }),
    subscription({ id: 'nobody', customer: 'cus_9' }),
    subscription({ id: 'coupon', discount: { coupon: { id: 'WELCOME', percent_off: 25, duration: 'once' } } }),
    { object: 'invoice', id: 'in_1' },
    { object: 'price', id: 'broken' },
  );
  expect(company.subscriptions.map(({ reference }) => reference)).toEqual(['coupon']);
  const told = company.notes.map(({ line, subject, effect }) => `${line} ${subject} ${effect}`);
  expect(told).toEqual([
    '11 invoice in_1 lost',
    '12 price broken lost',
    '7 subscription ended lost',
    '8 subscription ending lost',
    '9 subscription nobody lost',
    '10 subscription coupon changed',
  ]);
});

it('keeps a coupon that lasts for ever as a negotiated percentage', () => {
  const company = carry(...ALL, subscription({ discount: { coupon: { id: 'FRIEND', percent_off: 20, duration: 'forever' } } }));
  expect(company.subscriptions[0]?.negotiated).toEqual(
    ['pro', 'tokens'].map((item) => ({ item, set: { discounts: { percentage: 20 } }, reason: 'Coupon FRIEND of Stripe' })),
  );
});

it('refuses tiers over seats and says how to sell them', () => {
  const tiered = { ...tokenPrice, id: 'price_tiers', recurring: { ...monthly, usage_type: 'licensed' } };
  const company = carry(customer, tokens, tiered, subscription({ items: { data: [{ id: 'x', price: 'price_tiers' }] } }));
  expect(company.subscriptions).toEqual([]);
  expect(company.notes[0]?.message).toContain('Tiers over a number of seats');
});
