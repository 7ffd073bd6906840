import { z } from 'zod';
import { isZero, ONE } from '../decimal';
import { type Charge, priceModel } from './charge';
import { describeTier, PriceTier, readTiers, sortTiers, TIERS_MAX, tierAt } from './tiers';

/** The whole quantity costs the price of the one tier it reaches. */
export const VolumePrice = z
  .strictObject({ type: z.literal('volume'), tiers: z.array(PriceTier).min(1).max(TIERS_MAX) })
  .meta({ id: 'BillingPriceVolume' });

export const volume = priceModel({
  schema: VolumePrice,
  usageBased: true,
  charge: (price) => {
    const tiers = readTiers(price.tiers);
    return ({ through, closes, cumulative }) => {
      // The tier is known only when all usage is, so a part alone has nothing to charge before the last.
      if (!closes && !cumulative) return [];
      const tier = tierAt(tiers, through);
      const charges: Charge[] = [];
      if (tier.flatPrice) {
        const label = `flat price for tier ${tier.number}`;
        charges.push({ ref: 'volume-flat-price', label, quantity: ONE, unitPrice: tier.flatPrice, source: { kind: 'tier_fee', tier } });
      }
      if (tier.unitPrice && !isZero(through)) {
        const label = `unit price for tier ${tier.number}`;
        charges.push({
          ref: 'volume-tiered-price',
          label,
          quantity: through,
          unitPrice: tier.unitPrice,
          source: { kind: 'tier_all', tier },
        });
      }
      return charges;
    };
  },
  describe: (price, words) => {
    const tiers = sortTiers(price.tiers);
    if (tiers.length === 1 && tiers[0]) return describeTier(tiers[0], words);
    const each = tiers.map((tier, index) => {
      const cost = describeTier(tier, words);
      const last = tiers[index - 1]?.upToAmount;
      return tier.upToAmount === undefined ? `${cost} above ${words.count(last ?? '0')}` : `${cost} up to ${words.count(tier.upToAmount)}`;
    });
    return `all usage at ${each.join(', ')}`;
  },
});
