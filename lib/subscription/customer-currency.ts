import { isCustomCurrencyCode } from '@/lib/catalog/currency';
import type { Issue } from '@/lib/problem';
import type { SubscribedContent } from './life';
import { refusal } from './refusal';

/** Money of a subscription: what its invoices are in, and what the customer's currency is afterwards. Null for none yet. */
export interface CurrencyDecision {
  invoiceCurrency: string | null;
  customerCurrency: string | null;
  issues: Issue[];
}

/**
 * Decides the currencies of a subscription and its customer. A priced plan in money sets the customer's currency when there is none, and must
 * be in it otherwise; a plan in a currency of one's own is invoiced in the customer's; a free plan neither sets nor needs one.
 */
export function customerCurrency(plan: { currency: string; isPriced: boolean }, customer: string | null): CurrencyDecision {
  const { currency, isPriced } = plan;
  const isCustom = isCustomCurrencyCode(currency);
  if (!isPriced) return { invoiceCurrency: isCustom ? customer : currency, customerCurrency: customer, issues: [] };
  if (customer === null) {
    if (!isCustom) return { invoiceCurrency: currency, customerCurrency: currency, issues: [] };
    const message = `The plan is in ${currency}, which is no money. Give the customer a currency to be invoiced in.`;
    return { invoiceCurrency: null, customerCurrency: null, issues: [refusal('subscription_currency_missing', ['customer'], message)] };
  }
  if (isCustom || currency === customer) return { invoiceCurrency: customer, customerCurrency: customer, issues: [] };
  const message = `The plan is in ${currency} and the customer is invoiced in ${customer}. Choose a plan in ${customer}.`;
  return { invoiceCurrency: customer, customerCurrency: customer, issues: [refusal('subscription_currency_mismatch', ['plan'], message)] };
}

/** Has any card of the content a price? */
export const isPricedContent = ({ phases }: Pick<SubscribedContent, 'phases'>): boolean =>
  phases.some(({ rateCards }) => rateCards.some(({ price }) => price.type !== 'free'));
