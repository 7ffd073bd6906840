import { critical, type Issue, type PathStep, warning } from '@/lib/problem';

// Severity is a property of the code, and stands here once. Critical: cannot be saved. Warning: saved with the draft, not published.

/** Codes of the reference. */
const reference = {
  addon_has_no_rate_cards: 'warning',
  addon_invalid_instance_type: 'critical',
  addon_invalid_ratecard_price_for_multi_instance: 'warning',
  addon_invalid_status: 'critical',
  addon_invalid_status_for_publish: 'critical',
  addon_key_empty: 'critical',
  addon_name_empty: 'warning',
  addon_rate_card_unit_config_mismatch: 'warning',
  billing_cadence_invalid_value: 'warning',
  currency_cost_basis_not_found: 'warning',
  currency_invalid: 'critical',
  currency_not_found: 'critical',
  effective_period_from_after_to: 'warning',
  effective_period_from_not_set: 'warning',
  entitlement_template_invalid_json_config: 'critical',
  entitlement_template_issue_after_reset_required: 'warning',
  entitlement_template_negative_usage_period: 'warning',
  entitlement_template_usage_period_less_then_an_hour: 'warning',
  entitlement_template_with_no_feature: 'warning',
  percentage_discount_invalid_value: 'critical',
  plan_addon_currency_mismatch: 'warning',
  plan_addon_incompatible_status: 'warning',
  plan_addon_max_quantity_must_be_set: 'warning',
  plan_addon_max_quantity_must_not_be_set: 'warning',
  plan_addon_unknown_plan_phase_key: 'warning',
  plan_billing_cadence_invalid: 'critical',
  plan_billing_cadence_not_compatible: 'warning',
  plan_has_incompatible_addon: 'warning',
  plan_has_last_phase_with_duration: 'warning',
  plan_has_non_last_phase_with_no_duration: 'warning',
  plan_invalid_status: 'critical',
  plan_multiple_fiat_currencies: 'warning',
  plan_phase_duplicated_key: 'critical',
  plan_phase_duration_less_then_an_hour: 'warning',
  plan_phase_has_no_rate_cards: 'warning',
  plan_phase_with_negative_duration: 'warning',
  plan_with_no_phases: 'warning',
  rate_card_billing_cadence_mismatch: 'warning',
  rate_card_billing_cadence_unaligned: 'warning',
  rate_card_currency_override_not_allowed: 'warning',
  rate_card_currency_override_redundant: 'warning',
  rate_card_currency_requires_price: 'warning',
  rate_card_duplicated_key: 'critical',
  rate_card_entitlement_template_type_mismatch: 'warning',
  rate_card_feature_archived: 'critical',
  rate_card_feature_id_mismatch: 'warning',
  rate_card_feature_key_mismatch: 'warning',
  rate_card_feature_not_found: 'critical',
  rate_card_key_feature_key_mismatch: 'critical',
  rate_card_metered_entitlement_template_usage_period_mismatch: 'warning',
  rate_card_multiple_billing_cadence: 'warning',
  rate_card_only_flat_price_allowed: 'warning',
  rate_card_percentage_discount_not_allowed: 'warning',
  rate_card_price_payment_term_mismatch: 'warning',
  rate_card_price_type_mismatch: 'warning',
  rate_card_static_entitlement_template_not_allowed: 'warning',
  resource_key_empty: 'critical',
  resource_name_empty: 'critical',
  unit_config_requires_usage_based_price: 'warning',
  usage_based_price_with_feature_and_no_meter: 'warning',
  usage_based_price_with_no_feature: 'warning',
  usage_discount_negative_quantity: 'warning',
  usage_discount_with_flat_price: 'warning',
} as const;

/** Codes of our own: what the reference leaves unchecked, and limits. */
const own = {
  addon_draft_exists: 'critical',
  addon_too_many_rate_cards: 'critical',
  commitment_negative: 'critical',
  commitment_minimum_above_maximum: 'critical',
  commitment_requires_usage_based_price: 'warning',
  discount_requires_price: 'warning',
  effective_from_in_the_past: 'critical',
  effective_period_gap: 'critical',
  effective_period_overlap: 'critical',
  number_invalid: 'critical',
  number_out_of_range: 'critical',
  plan_addon_duplicated: 'critical',
  plan_draft_exists: 'critical',
  plan_phase_too_many_rate_cards: 'critical',
  plan_too_many_phases: 'critical',
  price_negative: 'critical',
  price_tier_bound_not_positive: 'critical',
  price_tier_open_ended_not_last: 'critical',
  price_tier_without_price: 'critical',
  price_tiers_not_ascending: 'critical',
  price_tiers_not_open_ended: 'critical',
  price_too_many_tiers: 'critical',
  rate_card_tax_code_not_found: 'critical',
  unit_config_factor_not_positive: 'critical',
  unit_config_precision_out_of_range: 'critical',
  unit_config_precision_without_rounding: 'warning',
  usage_based_price_with_no_billing_cadence: 'warning',
} as const;

/** Every code that a check of the catalog can give, with its severity. */
export const ISSUE_SEVERITIES = { ...reference, ...own };
export type IssueCode = keyof typeof ISSUE_SEVERITIES;

/** An issue of a known code, whose severity the code decides. The message is a sentence that says what to do. */
export function issueOf(code: IssueCode, path: PathStep[], message: string, attributes?: Record<string, unknown>): Issue {
  return (ISSUE_SEVERITIES[code] === 'critical' ? critical : warning)(path, code, message, attributes);
}

/** Does the issue keep the thing from being saved, even as a draft? */
export function isCritical(issue: Pick<Issue, 'severity'>): boolean {
  return issue.severity === 'critical';
}
