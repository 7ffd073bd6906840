import { z } from 'zod';
import { compare, type Decimal, decimal, isZero, text, ZERO } from '../decimal';
import type { Words } from './charge';
import { FlatPrice } from './flat';
import { Numeric } from './numeric';
import type { Tier } from './tier';
import { UnitPrice } from './unit';

/** Tiers of one price. */
export const TIERS_MAX = 1_000;

/**
 * A tier covers the quantities above the tier before it, up to and including `upToAmount`; without one it is open-ended. A lower bound is
 * never stored, so tiers can have neither gap nor overlap.
 */
export const PriceTier = z
  .strictObject({ upToAmount: Numeric.optional(), flatPrice: FlatPrice.optional(), unitPrice: UnitPrice.optional() })
  .meta({ id: 'BillingPriceTier' });

export type PriceTier = z.infer<typeof PriceTier>;

/** The tiers in ascending order, the open-ended one last, whatever order they were written in. */
export function sortTiers<T extends { upToAmount?: string }>(tiers: readonly T[]): T[] {
  return [...tiers].sort((a, b) => {
    if (a.upToAmount === undefined) return b.upToAmount === undefined ? 0 : 1;
    if (b.upToAmount === undefined) return -1;
    return decimal(a.upToAmount).cmp(decimal(b.upToAmount));
  });
}

/** The tiers of a price, sorted, with their lower bounds. */
export function readTiers(tiers: readonly PriceTier[]): Tier[] {
  let above = ZERO;
  return sortTiers(tiers).map((tier, index) => {
    const upTo = tier.upToAmount === undefined ? null : decimal(tier.upToAmount);
    const read: Tier = {
      number: index + 1,
      above,
      upTo,
      flatPrice: tier.flatPrice ? decimal(tier.flatPrice.amount) : null,
      unitPrice: tier.unitPrice ? decimal(tier.unitPrice.amount) : null,
    };
    above = upTo ?? above;
    return read;
  });
}

/** The tier a quantity falls in: the first whose upper bound is not below it. An upper bound belongs to its tier. */
export function tierAt(tiers: readonly Tier[], quantity: Decimal): Tier {
  const found = tiers.find((tier) => tier.upTo === null || compare(quantity, tier.upTo) <= 0);
  if (!found) throw new Error(`no tier holds ${text(quantity)}: the last tier is not open-ended`);
  return found;
}

/** A tier's price in words: "$100.00", "$0.002 per token" or "$100.00 plus $0.002 per token"; "free" when it costs nothing. */
export function describeTier(tier: PriceTier, words: Words): string {
  const fee = tier.flatPrice && !isZero(decimal(tier.flatPrice.amount)) ? words.money(tier.flatPrice.amount) : null;
  const each = tier.unitPrice && !isZero(decimal(tier.unitPrice.amount)) ? words.each(tier.unitPrice.amount) : null;
  if (fee && each) return `${fee} plus ${each}`;
  return fee ?? each ?? 'free';
}
