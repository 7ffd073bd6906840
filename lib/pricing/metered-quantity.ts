import { type Decimal, decimal, divide, ONE } from '../decimal';
import { isUsageBased } from './price';
import type { PricingTerms } from './terms';

/** The metered quantity at which a card's price sees so many priced units. Rounding of the conversion is not undone. */
export function meteredQuantity(priced: Decimal, card: PricingTerms): Decimal {
  if (!isUsageBased(card.price)) return priced;
  const converted = priced.plus(decimal(card.discounts?.usage ?? '0'));
  const factor = card.unitConfig ? decimal(card.unitConfig.conversionFactor) : ONE;
  return card.unitConfig?.operation === 'multiply' ? divide(converted, factor) : converted.times(factor);
}
