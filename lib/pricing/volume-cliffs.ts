import { compare, type Decimal, decimal, divide, max, min, text, ZERO } from '../decimal';
import { meteredQuantity } from './metered-quantity';
import type { PricingTerms } from './terms';
import type { Tier } from './tier';
import { readTiers } from './tiers';

/** A range of metered quantities, `(above, upTo]`, in which a customer would pay less by using more. */
export interface VolumeCliff {
  /** The tier that is left by using more, counted from 1. */
  tier: number;
  above: string;
  upTo: string;
  /** Cost of the dearest quantity of the range, and of the cheaper quantity above it. Exact, before rounding and percentage discounts. */
  costAtEdge: string;
  costBeyond: string;
}

/**
 * The ranges of a volume price in which using more costs less; none for other prices. Within a tier the cost only rises, so the cheapest
 * way out of a tier is at the very start of a later one; every quantity that costs more than that lies on a cliff.
 */
export function volumeCliffs(card: PricingTerms): VolumeCliff[] {
  if (card.price.type !== 'volume') return [];
  const tiers = readTiers(card.price.tiers);
  const [minimum, maximum] = [card.commitments?.minimumAmount, card.commitments?.maximumAmount].map((amount) => decimal(amount ?? '0'));
  const cheapest = cheapestBeyond(tiers);
  return tiers.flatMap((tier, index) => {
    const later = cheapest[index];
    if (tier.upTo === null || !later) return [];
    // Commitments flatten the curve below and above, and with it the cliff.
    const beyond = max(later, minimum ?? ZERO);
    const atEdge = costOf(tier, tier.upTo);
    if (compare(atEdge, beyond) <= 0 || (maximum?.gt(ZERO) && compare(beyond, maximum) >= 0)) return [];
    const above = tier.unitPrice?.gt(ZERO) ? max(tier.above, divide(beyond.minus(tier.flatPrice ?? ZERO), tier.unitPrice)) : tier.above;
    return [
      {
        tier: tier.number,
        above: text(meteredQuantity(above, card)),
        upTo: text(meteredQuantity(tier.upTo, card)),
        costAtEdge: text(maximum?.gt(ZERO) ? min(atEdge, maximum) : atEdge),
        costBeyond: text(beyond),
      },
    ];
  });
}

/** For each tier, what the cheapest start of a later one costs; undefined for the last. */
function cheapestBeyond(tiers: readonly Tier[]): (Decimal | undefined)[] {
  let cheapest: Decimal | undefined;
  return tiers
    .toReversed()
    .map((tier) => {
      const beyond = cheapest;
      const start = costOf(tier, tier.above);
      cheapest = cheapest ? min(cheapest, start) : start;
      return beyond;
    })
    .reverse();
}

function costOf(tier: Tier, quantity: Decimal): Decimal {
  return (tier.flatPrice ?? ZERO).plus((tier.unitPrice ?? ZERO).times(quantity));
}
