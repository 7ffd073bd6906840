import { type Currency, getCurrency } from '../currency';
import { ONE, text } from '../decimal';
import type { SpendCommitments } from '../pricing/commitments';
import type { PaymentTerm } from '../pricing/payment-term';
import type { Price } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import type { PriceTier } from '../pricing/tiers';
import type { UnitConfig } from '../pricing/unit-config';

/** Currency of a figure: a code, or a custom currency whole. */
export type CurrencyInput = string | Currency;

export const currencyOf = (input: CurrencyInput): Currency => (typeof input === 'string' ? getCurrency(input) : input);

/** Tier of a figure, its prices written as bare amounts. */
export interface TierInput {
  upToAmount?: string | null;
  flatPrice?: string | null;
  unitPrice?: string | null;
}

/** The tiers as a price has them. */
export function tiersIn(tiers: readonly TierInput[]): PriceTier[] {
  return tiers.map(({ upToAmount, flatPrice, unitPrice }) => ({
    ...(typeof upToAmount === 'string' && { upToAmount }),
    ...(typeof flatPrice === 'string' && { flatPrice: { type: 'flat' as const, amount: flatPrice } }),
    ...(typeof unitPrice === 'string' && { unitPrice: { type: 'unit' as const, amount: unitPrice } }),
  }));
}

/** Price of a figure. Packages and multiples of metered money are prices there; here a unit price with a conversion says the same. */
export type PriceInput = (
  | { type: 'flat'; amount: string; paymentTerm?: PaymentTerm }
  | { type: 'unit'; amount: string }
  | { type: 'tiered'; mode: 'graduated' | 'volume'; tiers: TierInput[] }
  | { type: 'package'; amount: string; quantityPerPackage: string }
  | { type: 'dynamic'; multiplier: string }
) & { commitments?: SpendCommitments };

export interface CardInput {
  name: string;
  price: PriceInput;
  discounts?: { percentage?: number | string | { percentage: number | string }; usage?: string | { quantity: string } };
  unitConfig?: UnitConfig;
}

/** The rate card that a figure's price, discounts and conversion make. */
export function termsOf({ name, price, discounts, unitConfig }: CardInput): PricingTerms {
  const conversion = conversionOf(price) ?? unitConfig;
  const { percentage, usage } = discounts ?? {};
  const percent = typeof percentage === 'object' ? percentage.percentage : percentage;
  const free = typeof usage === 'object' ? usage.quantity : usage;
  return {
    key: 'feature',
    name,
    price: priceOf(price),
    ...(price.type === 'flat' && price.paymentTerm && { paymentTerm: price.paymentTerm }),
    ...(price.commitments && { commitments: price.commitments }),
    ...(conversion && { unitConfig: conversion }),
    ...((percent !== undefined || free !== undefined) && {
      discounts: { ...(percent !== undefined && { percentage: +percent }), ...(free !== undefined && { usage: free }) },
    }),
  };
}

function priceOf(price: PriceInput): Price {
  if (price.type === 'tiered') return { type: price.mode, tiers: tiersIn(price.tiers) };
  if (price.type === 'dynamic') return { type: 'unit', amount: text(ONE) };
  return { type: price.type === 'package' ? 'unit' : price.type, amount: price.amount };
}

function conversionOf(price: PriceInput): UnitConfig | undefined {
  if (price.type === 'dynamic') return { operation: 'multiply', conversionFactor: price.multiplier, rounding: 'none', precision: 0 };
  if (price.type === 'package')
    return { operation: 'divide', conversionFactor: price.quantityPerPackage, rounding: 'ceiling', precision: 0 };
  return undefined;
}
