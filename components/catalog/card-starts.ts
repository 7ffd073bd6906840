import type { RateCard } from '@/lib/catalog/rate-card';

/** A rate card to begin with: what people call it, and what it is made of. */
export interface CardStart {
  name: string;
  hint: string;
  /** `cadence` is the plan's. */
  card: (cadence: string) => RateCard;
}

const unit = (amount: string) => ({ type: 'unit' as const, amount });
const perThousand = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'none' as const, precision: 0 };
const usage = (key: string, name: string, more: Omit<RateCard, 'key' | 'name'>) => (billingCadence: string) => ({
  key,
  name,
  billingCadence,
  paymentTerm: 'in_arrears' as const,
  ...more,
});

/** Beginnings by the names people use, from the simplest on. */
export const CARD_STARTS: readonly CardStart[] = [
  {
    name: 'Flat fee',
    hint: 'The same amount each period, such as a platform fee.',
    card: (billingCadence) => ({
      key: 'flat_fee',
      name: 'Flat fee',
      billingCadence,
      paymentTerm: 'in_advance',
      price: { type: 'flat', amount: '0' },
    }),
  },
  {
    name: 'One-time fee',
    hint: 'Once, when the phase starts: set-up, onboarding.',
    card: () => ({ key: 'setup_fee', name: 'Setup fee', paymentTerm: 'in_advance', price: { type: 'flat', amount: '0' } }),
  },
  { name: 'Per unit', hint: 'One price for each unit used.', card: usage('usage', 'Usage', { price: unit('0') }) },
  { name: 'Per seat', hint: 'One price for each seat in the period.', card: usage('seats', 'Seats', { price: unit('0') }) },
  {
    name: 'Included and overage',
    hint: 'So many units free, then a price for each.',
    card: usage('usage', 'Usage', { price: unit('0'), discounts: { usage: '1000' } }),
  },
  {
    name: 'Package',
    hint: 'A price per started pack of units.',
    card: usage('packages', 'Packages', { price: unit('0'), unitConfig: { ...perThousand, rounding: 'ceiling' } }),
  },
  {
    name: 'Graduated tiers',
    hint: 'Each tier’s units cost that tier’s price.',
    card: usage('usage', 'Usage', {
      price: { type: 'graduated', tiers: [{ upToAmount: '1000', unitPrice: unit('0') }, { unitPrice: unit('0') }] },
    }),
  },
  {
    name: 'Volume tiers',
    hint: 'All units cost the price of the tier that the total reaches.',
    card: usage('usage', 'Usage', {
      price: { type: 'volume', tiers: [{ upToAmount: '1000', unitPrice: unit('0') }, { unitPrice: unit('0') }] },
    }),
  },
  {
    name: 'Percentage of an amount',
    hint: 'The meter counts money; a share of it is charged.',
    card: usage('fee', 'Transaction fee', {
      price: unit('1'),
      unitConfig: { operation: 'multiply', conversionFactor: '0.029', rounding: 'none', precision: 0 },
    }),
  },
  {
    name: 'Minimum commitment',
    hint: 'By usage, but at least so much per period.',
    card: usage('usage', 'Usage', { price: unit('0'), commitments: { minimumAmount: '100' } }),
  },
  {
    name: 'Free',
    hint: 'No charge; for what it entitles to.',
    card: (billingCadence) => ({ key: 'included', name: 'Included', billingCadence, paymentTerm: 'in_arrears', price: { type: 'free' } }),
  },
];
