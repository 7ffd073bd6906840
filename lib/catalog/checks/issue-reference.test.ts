import { describe, expect, test } from 'vitest';
import { ISSUE_SEVERITIES, type IssueCode } from '@/lib/catalog/issue-codes';
import { cases } from '@/lib/catalog/testing/issue-cases';

/** Every validation code of the reference by name, with its severity there. */
const REFERENCE: Record<string, 'critical' | 'warning'> = {
  plan_addon_incompatible_status: 'warning',
  plan_addon_max_quantity_must_be_set: 'warning',
  plan_addon_max_quantity_must_not_be_set: 'warning',
  plan_addon_currency_mismatch: 'warning',
  plan_addon_unknown_plan_phase_key: 'warning',
  rate_card_key_mismatch: 'warning',
  rate_card_price_type_mismatch: 'warning',
  rate_card_price_payment_term_mismatch: 'warning',
  rate_card_only_flat_price_allowed: 'warning',
  rate_card_feature_not_found: 'critical',
  rate_card_feature_archived: 'critical',
  rate_card_feature_mismatch: 'critical',
  rate_card_feature_id_mismatch: 'warning',
  rate_card_feature_key_mismatch: 'warning',
  rate_card_billing_cadence_mismatch: 'warning',
  addon_rate_card_unit_config_mismatch: 'warning',
  rate_card_entitlement_template_type_mismatch: 'warning',
  rate_card_static_entitlement_template_not_allowed: 'warning',
  rate_card_metered_entitlement_template_usage_period_mismatch: 'warning',
  rate_card_percentage_discount_not_allowed: 'warning',
  rate_card_duplicated_key: 'critical',
  entitlement_template_with_no_feature: 'warning',
  effective_period_from_after_to: 'warning',
  effective_period_from_not_set: 'warning',
  currency_invalid: 'critical',
  rate_card_currency_override_not_allowed: 'warning',
  rate_card_currency_override_redundant: 'warning',
  rate_card_currency_requires_price: 'warning',
  plan_multiple_fiat_currencies: 'warning',
  currency_not_found: 'critical',
  currency_cost_basis_not_found: 'warning',
  entitlement_template_invalid_issue_after_reset_with_priority: 'warning',
  entitlement_template_issue_after_reset_required: 'warning',
  entitlement_template_negative_usage_period: 'warning',
  entitlement_template_usage_period_less_then_an_hour: 'warning',
  entitlement_template_invalid_json_config: 'critical',
  rate_card_key_feature_key_mismatch: 'critical',
  percentage_discount_invalid_value: 'critical',
  usage_discount_negative_quantity: 'warning',
  usage_discount_with_flat_price: 'warning',
  billing_cadence_invalid_value: 'warning',
  rate_card_multiple_billing_cadence: 'warning',
  rate_card_billing_cadence_unaligned: 'warning',
  usage_based_price_with_no_feature: 'warning',
  unit_config_requires_usage_based_price: 'warning',
  unit_config_not_representable: 'critical',
  rate_card_currency_not_representable: 'critical',
  currency_not_representable: 'critical',
  usage_based_price_with_feature_and_no_meter: 'warning',
  addon_key_empty: 'critical',
  addon_name_empty: 'warning',
  addon_invalid_instance_type: 'critical',
  addon_invalid_status: 'critical',
  addon_invalid_status_for_publish: 'critical',
  addon_invalid_ratecard_price_for_multi_instance: 'warning',
  addon_has_no_rate_cards: 'warning',
  resource_key_empty: 'critical',
  resource_name_empty: 'critical',
  resource_namespace_empty: 'critical',
  resource_id_empty: 'critical',
  deprecated_unaligned_subscription: 'warning',
  plan_billing_cadence_invalid: 'critical',
  plan_phase_with_negative_duration: 'warning',
  plan_phase_duration_less_then_an_hour: 'warning',
  plan_phase_duplicated_key: 'critical',
  plan_invalid_status: 'critical',
  plan_with_no_phases: 'warning',
  plan_has_non_last_phase_with_no_duration: 'warning',
  plan_has_last_phase_with_duration: 'warning',
  plan_phase_has_no_rate_cards: 'warning',
  plan_has_incompatible_addon: 'warning',
  plan_billing_cadence_not_compatible: 'warning',
};

/** Codes of things that cannot be written here, with the reason. */
const IMPOSSIBLE: Record<string, string> = {
  rate_card_key_mismatch: 'cards are paired by their key, so that the keys of a pair agree',
  rate_card_feature_mismatch: 'a card names its feature by id alone; the key is compared as rate_card_key_feature_key_mismatch',
  entitlement_template_invalid_issue_after_reset_with_priority: 'an entitlement of this contract has no priority',
  unit_config_not_representable: 'an answer of the older API, which is not served',
  rate_card_currency_not_representable: 'an answer of the older API, which is not served',
  currency_not_representable: 'an answer of the older API, which is not served',
  resource_namespace_empty: 'the workspace is that of the caller, and never written',
  resource_id_empty: 'an id is a ULID, or there is nothing at the path',
  deprecated_unaligned_subscription: 'every plan is aligned',
};

describe('the codes of the reference', () => {
  const tested = new Set<string>(cases.map(([, code]) => code));
  test.each(Object.entries(REFERENCE).filter(([code]) => !(code in IMPOSSIBLE)))('%s is produced, as %s', (code, severity) => {
    expect(ISSUE_SEVERITIES[code as IssueCode]).toBe(severity);
    expect(tested).toContain(code);
    for (const [, , field, issues] of cases.filter(([, own]) => own === code))
      expect(issues().map((issue) => [issue.code, issue.path.join('.'), issue.severity])).toContainEqual([code, field, severity]);
  });

  test('that cannot occur are not in use, and each says why', () => {
    expect(Object.keys(IMPOSSIBLE).filter((code) => code in ISSUE_SEVERITIES || !(code in REFERENCE))).toEqual([]);
  });
});
