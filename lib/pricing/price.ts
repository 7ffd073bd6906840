import { z } from 'zod';
import { defaultPaymentTerm, type PaymentTerm } from './payment-term';
import { type PriceType, registry } from './registry';
import type { PriceTier } from './tiers';

type Schema = (typeof registry)[PriceType]['schema'];

/** Prices a number of units. */
export const Price = z
  .discriminatedUnion('type', Object.values(registry).map((model) => model.schema) as [Schema, ...Schema[]])
  .meta({ id: 'BillingPrice' });

export type Price = z.infer<typeof Price>;
export type { PriceType };

/** True when the price depends on metered usage and so needs a feature with a meter. */
export function isUsageBased(price: Price): boolean {
  return registry[price.type].usageBased;
}

/** The tiers of a price; none for a price without. */
export function tiersOf(price: Price): PriceTier[] {
  return 'tiers' in price ? price.tiers : [];
}

/**
 * The term a card is billed on. Usage is only known afterwards, so it is always in arrears; a flat price follows the card and is due in
 * advance when the card says nothing.
 */
export function paymentTermOf(card: { price: Price; paymentTerm?: PaymentTerm }): PaymentTerm {
  const usual = defaultPaymentTerm(card.price.type);
  return card.price.type === 'flat' ? (card.paymentTerm ?? usual) : usual;
}
