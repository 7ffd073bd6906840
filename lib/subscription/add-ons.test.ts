import { expect, test } from 'vitest';
import { type AddOnPurchase, withAddOns } from './add-ons';
import type { PlannedCard } from './planned';

const flat = (amount: string) => ({ type: 'flat', amount }) as const;
const seats: PlannedCard = {
  key: 'seats',
  name: 'Seats',
  billingCadence: 'P1M',
  price: flat('10'),
  entitlement: { type: 'metered', isSoftLimit: false, limit: 5 },
};
const tokens: PlannedCard = {
  key: 'tokens',
  name: 'Tokens',
  feature: { id: 'tokens' },
  price: { type: 'unit', amount: '0.1' },
  discounts: { usage: '100' },
};
const content = {
  currency: 'USD',
  billingCadence: 'P1M',
  phases: [
    { key: 'trial', duration: 'P1M', rateCards: [seats] },
    { key: 'standard', rateCards: [seats, tokens] },
  ],
};
const pack: AddOnPurchase = {
  quantity: 1,
  rateCards: [
    { key: 'seats', name: 'More seats', price: flat('8.5'), entitlement: { type: 'metered', isSoftLimit: false, limit: 2 } },
    { key: 'tokens', name: 'More tokens', price: { type: 'free' }, discounts: { usage: '50.5' } },
    { key: 'support', name: 'Support', price: flat('30'), billingCadence: 'P1M' },
  ],
};

const cardsOf = (purchases: AddOnPurchase[], phase = 1) => withAddOns(content, purchases).phases[phase]?.rateCards as PlannedCard[];

test('three of an add-on add three times its price, limit and free units, and bring its own card three times', () => {
  const [withSeats, withTokens, support] = cardsOf([{ ...pack, quantity: 3 }]);
  expect(withSeats).toMatchObject({ name: 'Seats', price: flat('35.5'), entitlement: { limit: 11 } });
  expect(withTokens).toMatchObject({ name: 'Tokens', price: { type: 'unit', amount: '0.1' }, discounts: { usage: '251.5' } });
  expect(support).toMatchObject({ name: 'Support', price: flat('90') });
});

test('n of an add-on are the same as n single ones', () => {
  for (const quantity of [1, 2, 7]) {
    expect(cardsOf([{ ...pack, quantity }])).toEqual(cardsOf(Array.from({ length: quantity }, () => pack)));
  }
});

test('none of an add-on changes nothing', () => {
  expect(cardsOf([{ ...pack, quantity: 0 }])).toEqual(content.phases[1]?.rateCards);
});

test('an add-on counts from its phase on', () => {
  expect(cardsOf([{ ...pack, fromPhase: 'standard' }], 0)).toEqual([seats]);
  expect(cardsOf([{ ...pack, fromPhase: 'standard' }], 1)).toHaveLength(3);
  expect(() => cardsOf([{ ...pack, fromPhase: 'gone' }])).toThrow('no phase gone');
});

test('an add-on can put a price on what the plan includes, and a limit where the plan leaves it open', () => {
  const open: PlannedCard = {
    key: 'seats',
    name: 'Seats',
    price: { type: 'free' },
    entitlement: { type: 'metered', isSoftLimit: false },
  };
  const included = { ...content, phases: [{ key: 'standard', rateCards: [open] }] };
  const extended = withAddOns(included, [{ ...pack, quantity: 2 }]);
  expect(extended.phases[0]?.rateCards[0]).toEqual({ ...open, price: flat('17'), entitlement: { ...open.entitlement, limit: 4 } });
});
