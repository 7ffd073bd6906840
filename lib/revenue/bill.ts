import type { Currency } from '../currency';
import { type Decimal, decimal, max, sum, ZERO } from '../decimal';
import { isUsageBased } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import { type Rater, rater, wholePeriod } from '../rating/pipe';

/** Metered quantities of one period, by rate card. A card that is not named used nothing. */
export type Quantities = Readonly<Record<string, string>>;

/** A rate card ready to be charged for many periods. */
export interface BillingCard {
  key: string;
  usageBased: boolean;
  /** Total of a whole period in which so much was used. */
  charge(quantity: Decimal): Decimal;
}

/** Reads rate cards once, so that thousands of customers can be charged by them. */
export function billingCards(cards: readonly PricingTerms[], currency: Currency): BillingCard[] {
  return cards.map((card) => {
    const rate: Rater = rater(card, currency);
    return {
      key: card.key,
      usageBased: isUsageBased(card.price),
      charge: (quantity) => sum(rate(wholePeriod(quantity)).map(({ total }) => total)),
    };
  });
}

/** Total of one period, less the credit that is there to pay for it. */
export function billTotal(cards: readonly BillingCard[], quantities: Quantities, credit: Decimal = ZERO): Decimal {
  const total = sum(cards.map((card) => card.charge(decimal(quantities[card.key] ?? '0'))));
  return max(ZERO, total.minus(credit));
}
