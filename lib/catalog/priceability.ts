import type { Issue } from '@/lib/problem';
import type { IssueCode } from './issue-codes';

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
