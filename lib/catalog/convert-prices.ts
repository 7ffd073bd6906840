import { z } from 'zod';
import { Decimal, decimal, divide, isPositive, isZero, round, text } from '@/lib/decimal';
import { Numeric } from '@/lib/pricing/numeric';
import type { Price } from '@/lib/pricing/price';
import type { PriceTier } from '@/lib/pricing/tiers';
import { BillingCurrencyCode } from './currency';
import type { PlanContent } from './plan';
import type { RateCard } from './rate-card';

const Positive = Numeric.regex(/^[0-9.]*[1-9][0-9.]*$/, 'must be more than zero');

/** From one currency's price list to another's. */
export const PriceConversion = z
  .strictObject({
    currency: BillingCurrencyCode.meta({ description: 'The currency of the new price list.' }),
    factor: Positive.meta({ description: 'How much of the new currency one of the old is worth.' }),
    step: Positive.meta({ description: 'Fees and commitments become multiples of this, such as 1 or 0.01.' }),
    unitDigits: z.int().min(1).max(15).meta({ description: 'How many digits of a unit price count, leading zeros aside.' }),
    rounding: z.enum(['nearest', 'up', 'down']).default('nearest'),
  })
  .meta({ id: 'PriceConversion' });
export type PriceConversion = z.infer<typeof PriceConversion>;

const MODES = { nearest: 'half_up', up: 'ceiling', down: 'floor' } as const;

/** A fee, as a multiple of the step; what was not free does not become free. */
function fee(amount: string, { factor, step, rounding }: PriceConversion): string {
  const exact = decimal(amount).times(decimal(factor));
  const size = decimal(step);
  const stepped = divide(exact, size, 0, MODES[rounding]).times(size);
  return text(isZero(stepped) && isPositive(exact) ? size : stepped);
}

/** A unit price, to so many digits from its first one that is not zero: 0.0018379 is 0.00184 to three. */
function unitPrice(amount: string, { factor, unitDigits, rounding }: PriceConversion): string {
  const exact = decimal(amount).times(decimal(factor));
  if (isZero(exact)) return '0';
  const digits = unitDigits - 1 - exact.e;
  if (digits >= 0) return text(round(exact, digits, MODES[rounding]));
  const size = new Decimal('10').pow(-digits);
  return text(divide(exact, size, 0, MODES[rounding]).times(size));
}

function convertTier(tier: PriceTier, by: PriceConversion): PriceTier {
  return {
    ...tier,
    ...(tier.unitPrice && { unitPrice: { ...tier.unitPrice, amount: unitPrice(tier.unitPrice.amount, by) } }),
    ...(tier.flatPrice && { flatPrice: { ...tier.flatPrice, amount: fee(tier.flatPrice.amount, by) } }),
  };
}

function convertPrice(price: Price, by: PriceConversion): Price {
  switch (price.type) {
    case 'free':
      return price;
    case 'flat':
      return { ...price, amount: fee(price.amount, by) };
    case 'unit':
      return { ...price, amount: unitPrice(price.amount, by) };
    case 'graduated':
    case 'volume':
      return { ...price, tiers: price.tiers.map((tier) => convertTier(tier, by)) };
  }
}

/** A card in a currency of its own is left as it is, but does not name the currency that the whole plan is in now. */
function convertCard(card: RateCard, by: PriceConversion): RateCard {
  if (card.currency !== undefined) {
    if (card.currency !== by.currency) return card;
    const { currency: _, ...rest } = card;
    return rest;
  }
  const { minimumAmount, maximumAmount } = card.commitments ?? {};
  return {
    ...card,
    price: convertPrice(card.price, by),
    ...(card.commitments && {
      commitments: {
        ...(minimumAmount !== undefined && { minimumAmount: fee(minimumAmount, by) }),
        ...(maximumAmount !== undefined && { maximumAmount: fee(maximumAmount, by) }),
      },
    }),
  };
}

/**
 * A plan's content in another currency: every fee, commitment and unit price times the factor, then rounded: fees and commitments to
 * multiples of `step`, unit prices to `unitDigits` digits. Quantities (tier bounds, free units, limits) and percentages stay. What cost
 * something still does, and a minimum stays at or below its maximum.
 */
export function convertPrices(content: PlanContent, by: PriceConversion): PlanContent {
  return {
    ...content,
    currency: by.currency,
    phases: content.phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map((card) => convertCard(card, by)) })),
  };
}
