import { z } from 'zod';
import { max, min, ONE, ZERO } from '../decimal';
import { type Charge, priceModel } from './charge';
import type { Tier } from './tier';
import { describeTier, PriceTier, readTiers, sortTiers } from './tiers';

/** Each tier's units cost that tier's price. */
export const GraduatedPrice = z
  .strictObject({ type: z.literal('graduated'), tiers: z.array(PriceTier).min(1) })
  .meta({ id: 'BillingPriceGraduated' });

const units = (tier: Tier, quantity: Charge['quantity'], unitPrice: Charge['unitPrice']): Charge => ({
  ref: `graduated-tiered-${tier.number}-price-usage`,
  label: `usage price for tier ${tier.number}`,
  quantity,
  unitPrice,
  source: { kind: 'tier_units', tier },
});

const fee = (tier: Tier, unitPrice: Charge['unitPrice']): Charge => ({
  ref: `graduated-tiered-${tier.number}-flat-price`,
  label: `flat price for tier ${tier.number}`,
  quantity: ONE,
  unitPrice,
  source: { kind: 'tier_fee', tier },
});

export const graduated = priceModel({
  schema: GraduatedPrice,
  usageBased: true,
  charge: (price) => {
    const tiers = readTiers(price.tiers);
    return ({ before, through, opens }) => {
      const charges: Charge[] = [];
      for (const tier of tiers) {
        // Tier 1 is there without usage too: its fee is due and its line shows, so that a month without usage is seen and not missed.
        const untouched = tier.number === 1 && through.eq(ZERO);
        if (!untouched && through.lte(tier.above)) break;
        if (tier.upTo !== null && before.gte(tier.upTo)) continue;
        const quantity = (tier.upTo === null ? through : min(through, tier.upTo)).minus(max(before, tier.above));
        if (tier.unitPrice && (untouched || quantity.gt(ZERO))) charges.push(units(tier, quantity, tier.unitPrice));
        // The fee of a tier is due once, in the part whose usage enters it; that of tier 1 in the part that opens the period.
        const enters = tier.number === 1 ? opens && before.eq(ZERO) : before.lte(tier.above);
        if (tier.flatPrice && enters) charges.push(fee(tier, tier.flatPrice));
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
