import { z } from 'zod';
import { compare, type Decimal, isPositive, isZero, max, min, ONE } from '../decimal';
import { type Charge, priceModel } from './charge';
import type { Tier } from './tier';
import { describeTier, PriceTier, readTiers, sortTiers, TIERS_MAX } from './tiers';

/** Each tier's units cost that tier's price. */
export const GraduatedPrice = z
  .strictObject({ type: z.literal('graduated'), tiers: z.array(PriceTier).min(1).max(TIERS_MAX) })
  .meta({ id: 'BillingPriceGraduated' });

/** A tier with its charges, but for the quantity that only usage tells. */
function chargesOf(tier: Tier) {
  const { number, flatPrice, unitPrice } = tier;
  const fee: Charge | null = flatPrice && {
    ref: `graduated-tiered-${number}-flat-price`,
    label: `flat price for tier ${number}`,
    quantity: ONE,
    unitPrice: flatPrice,
    source: { kind: 'tier_fee', tier },
  };
  const ref = `graduated-tiered-${number}-price-usage`;
  const label = `usage price for tier ${number}`;
  const source: Charge['source'] = { kind: 'tier_units', tier };
  const units = unitPrice && ((quantity: Decimal): Charge => ({ ref, label, quantity, unitPrice, source }));
  return { tier, fee, units };
}

export const graduated = priceModel({
  schema: GraduatedPrice,
  usageBased: true,
  charge: (price) => {
    const tiers = readTiers(price.tiers).map(chargesOf);
    return ({ before, through, opens }) => {
      const charges: Charge[] = [];
      for (const { tier, units, fee } of tiers) {
        // Tier 1 is there without usage too: its fee is due and its line shows, so that a month without usage is seen and not missed.
        const untouched = tier.number === 1 && isZero(through);
        if (!untouched && compare(through, tier.above) <= 0) break;
        if (tier.upTo !== null && compare(before, tier.upTo) >= 0) continue;
        const quantity = (tier.upTo === null ? through : min(through, tier.upTo)).minus(max(before, tier.above));
        if (units && (untouched || isPositive(quantity))) charges.push(units(quantity));
        // The fee of a tier is due once, in the part whose usage enters it; that of tier 1 in the part that opens the period.
        const enters = tier.number === 1 ? opens && isZero(before) : compare(before, tier.above) <= 0;
        if (fee && enters) charges.push(fee);
      }
      return charges;
    };
  },
  describe: (price, words) =>
    sortTiers(price.tiers)
      .map((tier, index, all) => {
        const cost = describeTier(tier, words);
        if (all.length === 1) return cost;
        if (tier.upToAmount === undefined) return `then ${cost}`;
        return index === 0 ? `first ${words.units(tier.upToAmount)} ${cost}` : `then ${cost} up to ${words.count(tier.upToAmount)}`;
      })
      .join(', '),
});
