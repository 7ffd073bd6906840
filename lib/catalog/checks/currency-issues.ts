import { isCurrencyCode, isCustomCurrencyCode } from '@/lib/catalog/currency';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { SettlementMode } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { findFiatCurrency } from '@/lib/currency';
import type { Issue, PathStep } from '@/lib/problem';

/** A currency of the workspace's own, and the money it can be turned into today. */
export interface CustomCurrency {
  code: string;
  costBases: readonly { fiatCode: string }[];
}

/** Facts about currencies for checking a plan. */
export interface CurrencyContext {
  customCurrencies?: readonly CustomCurrency[];
  settlementMode?: SettlementMode;
}

/** Returns the issues of the currency of a plan or an add-on; `path` leads to it. */
export function currencyIssues(code: string, path: PathStep[], context: CurrencyContext): Issue[] {
  if (!isCurrencyCode(code)) {
    const message = `"${code}" is not a currency. Choose one of ISO 4217, such as USD, or one of your own.`;
    return [issueOf('currency_invalid', path, message)];
  }
  if (findFiatCurrency(code)) return [];
  const custom = context.customCurrencies?.find((currency) => currency.code === code);
  if (!custom) return [notFound(code, path)];
  if (context.settlementMode === 'credit_only' || custom.costBases.length > 0) return [];
  const message = `${code} is invoiced in money, but nothing says what it is worth. Add a cost basis to ${code}.`;
  return [issueOf('currency_cost_basis_not_found', path, message)];
}

function notFound(code: string, path: PathStep[]): Issue {
  return issueOf('currency_not_found', path, `There is no currency "${code}" here. Create it under Currencies, or choose another.`);
}

/**
 * Returns the issues of the currency that a card sets for itself. Under a plan in money it may be one of the workspace's own, never a second
 * kind of money; under a plan in a currency of one's own there is no override.
 */
export function rateCardCurrencyIssues(
  card: Pick<RateCard, 'currency' | 'price'>,
  planCurrency: string,
  path: PathStep[],
  context: CurrencyContext,
): Issue[] {
  const code = card.currency;
  if (code === undefined) return [];
  const at = [...path, 'currency'];
  if (!isCurrencyCode(code)) return currencyIssues(code, at, context);
  if (code === planCurrency) {
    return [issueOf('rate_card_currency_override_redundant', at, `The plan is already in ${code}. Leave the card's currency empty.`)];
  }
  const issues: Issue[] = [];
  if (isCustomCurrencyCode(planCurrency)) {
    const message = `The plan is in ${planCurrency}, and all its cards with it. Leave the card's currency empty.`;
    issues.push(issueOf('rate_card_currency_override_not_allowed', at, message));
  } else if (findFiatCurrency(code)) {
    const message = `A plan has one kind of money, and this one is in ${planCurrency}. Leave the card's currency empty, or make a plan in ${code}.`;
    issues.push(issueOf('plan_multiple_fiat_currencies', at, message));
  } else {
    const custom = context.customCurrencies?.find((currency) => currency.code === code);
    if (!custom) issues.push(notFound(code, at));
    else if (context.settlementMode !== 'credit_only' && !custom.costBases.some(({ fiatCode }) => fiatCode === planCurrency)) {
      const message = `${code} has no cost basis in ${planCurrency}, so it cannot be invoiced. Add one to ${code}.`;
      issues.push(issueOf('currency_cost_basis_not_found', at, message));
    }
  }
  if (card.price.type === 'free') {
    const message = 'A free card needs no currency. Leave it empty, or set a price.';
    issues.push(issueOf('rate_card_currency_requires_price', at, message));
  }
  return issues;
}
