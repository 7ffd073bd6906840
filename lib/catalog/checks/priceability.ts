import type { IssueCode } from '@/lib/catalog/issue-codes';
import type { PlanContent } from '@/lib/catalog/plan';
import { critical, type Issue } from '@/lib/problem';

/** Warnings that leave a draft without an answer to "what would this cost?". Any other warning can wait for publishing. */
const BLOCKING: ReadonlySet<string> = new Set<IssueCode>([
  'billing_cadence_invalid_value',
  'plan_has_non_last_phase_with_no_duration',
  'plan_phase_with_negative_duration',
  'plan_with_no_phases',
  'rate_card_currency_override_not_allowed',
  'usage_based_price_with_feature_and_no_meter',
  'usage_based_price_with_no_feature',
]);

/** Of a plan's issues, those because of which it cannot be priced; empty when a preview of it is exact. */
export function priceabilityIssues(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'critical' || BLOCKING.has(issue.code));
}

/**
 * The cards of a plan that are priced in another currency than the plan. They can be sold, but what they cost in the plan's money follows
 * from the cost basis of the day, which an invoice of one currency does not show: adding their amounts to the others would be wrong.
 */
export function foreignCardIssues({ currency, phases }: Pick<PlanContent, 'currency' | 'phases'>): Issue[] {
  return phases.flatMap((phase, i) =>
    phase.rateCards.flatMap((card, j) => {
      if (card.currency === undefined || card.currency === currency) return [];
      const message = `The card "${card.key}" is priced in ${card.currency} and the plan in ${currency}. A calculation in one currency cannot add the two.`;
      return [critical(['phases', i, 'rateCards', j, 'currency'], 'rate_card_currency_not_priced', message)];
    }),
  );
}
