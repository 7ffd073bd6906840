import { displayCurrency } from '@/lib/catalog/currency';
import type { RateCard } from '@/lib/catalog/rate-card';
import { describePrice } from '@/lib/pricing/describe';
import { Numeric } from '@/lib/pricing/numeric';
import { Price } from '@/lib/pricing/price';
import { UnitConfig } from '@/lib/pricing/unit-config';

const readable = (text: string | undefined) => text === undefined || Numeric.safeParse(text).success;

/** True when every number of the card's price can be read, so that it can be put in words and counted. */
export function isPriceable({ price, unitConfig, discounts, commitments }: RateCard): boolean {
  if (!Price.safeParse(price).success) return false;
  if (
    unitConfig &&
    !(UnitConfig.safeParse(unitConfig).success && /[1-9]/.test(unitConfig.conversionFactor) && !unitConfig.conversionFactor.startsWith('-'))
  )
    return false;
  if (![discounts?.usage, commitments?.minimumAmount, commitments?.maximumAmount].every(readable)) return false;
  if (price.type !== 'graduated' && price.type !== 'volume') return true;
  // Exactly the last tier is open-ended; anything else has no price somewhere.
  return price.tiers.every((tier, i) => (tier.upToAmount === undefined) === (i === price.tiers.length - 1));
}

/** The card's price as a sentence of its own; null while a number in it cannot be read. */
export function priceWords(card: RateCard, currency: string, unit: string): string | null {
  if (!isPriceable(card)) return null;
  const phrase = describePrice(card, displayCurrency(currency), unit);
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
