import { describe, expect, test } from 'vitest';
import { rateCardIssues } from '@/lib/catalog/checks/rate-card-issues';
import { RateCard } from '@/lib/catalog/rate-card';
import { asKind, CARD_KINDS, kindOf, newCard } from './card-template';

const unit = (amount: string) => ({ type: 'unit' as const, amount });
const kinds = CARD_KINDS.map(({ kind }) => kind);
const WAITING = ['usage_based_price_with_no_feature', 'entitlement_template_with_no_feature'];

describe.each(kinds)('a card of the kind %s', (kind) => {
  test('opens again as what it was made as', () => {
    expect(kindOf(newCard(kind, 'P1M'))).toBe(kind);
  });

  test('lacks at most its feature', () => {
    const made = RateCard.parse(newCard(kind, 'P1M'));
    const codes = rateCardIssues(made, 'USD', [], { features: [], meters: [] }).map(({ code }) => code);
    expect(codes.filter((code) => !WAITING.includes(code))).toEqual([]);
  });

  test.each(kinds)('can become %s', (other) => {
    expect(kindOf(asKind(newCard(kind, 'P1M'), other, 'P1M'))).toBe(other);
  });
});

describe('when a card becomes another kind', () => {
  const card: RateCard = {
    key: 'tokens',
    name: 'Tokens',
    billingCadence: 'P1M',
    paymentTerm: 'in_arrears',
    price: unit('0.002'),
    unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'none', precision: 0 },
    discounts: { usage: '500', percentage: 10 },
    commitments: { minimumAmount: '5', maximumAmount: '100' },
  };

  test('its price, free units, discount and bounds stay', () => {
    expect(asKind(card, 'graduated', 'P1M')).toEqual({
      ...card,
      price: { type: 'graduated', tiers: [{ upToAmount: '1000', unitPrice: unit('0.002') }, { unitPrice: unit('0.002') }] },
    });
    expect(asKind(asKind(card, 'volume', 'P1M'), 'included_overage', 'P1M')).toEqual(card);
  });

  test('what a flat fee cannot have is gone', () => {
    const fee = asKind(card, 'flat_fee', 'P1M');
    expect([fee.unitConfig, fee.commitments, fee.discounts, fee.paymentTerm]).toEqual([
      undefined,
      undefined,
      { percentage: 10 },
      'in_advance',
    ]);
  });

  test('a one-time fee that becomes usage is billed in the rhythm of the plan', () => {
    const { billingCadence: _once, ...once } = newCard('flat_fee', 'P1M');
    expect(asKind(once, 'per_unit', 'P3M').billingCadence).toBe('P3M');
  });
});
