// One case for every code of the catalog, so that none is without its test.

import { archiveAddOnVersion, nextAddOnVersion, publishAddOnVersion } from '@/lib/catalog/add-on-version';
import { assignmentIssues, duplicateIssues, planAssignmentsIssues } from '@/lib/catalog/checks/compatibility';
import { addOnIssues, planIssues } from '@/lib/catalog/checks/issues';
import type { IssueCode } from '@/lib/catalog/issue-codes';
import type { PlanContent } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { archiveVersion, deleteIssues, editIssues, effectivePeriodIssues, nextVersion, publishVersion } from '@/lib/catalog/version';
import type { Issue } from '@/lib/problem';
import { addOn, context, fee, ids, plan, sso, tokens, withCard, withStandard } from './sample-plan';

/** A fault in words, the code and the place of its issue, and how to get it. */
export type Case = [sentence: string, code: IssueCode, field: string, issues: () => Issue[]];

const CARD = 'phases.1.rateCards.0';
const inPlan = (content: PlanContent) => () => planIssues(content, context);
export const inCard = (base: RateCard, change: Partial<RateCard>) => inPlan(withCard({ ...base, ...change }));
export const inTiers = (...tiers: object[]) => inCard(tokens, { price: { type: 'graduated', tiers } });
export const unit = (amount: string) => ({ unitPrice: { type: 'unit' as const, amount } });
export const inAddOn = (change: Partial<typeof addOn>) => () => addOnIssues({ ...addOn, ...change }, context);
const draft = { ...plan, status: 'draft' as const };
export const standard = { fromPlanPhase: 'standard' };
export const inAssignment = (change: Partial<typeof addOn>, assignment: { fromPlanPhase: string; maxQuantity?: number } = standard) => {
  return () => assignmentIssues(draft, { ...addOn, ...change }, assignment, context);
};
export const inPair = (ours: RateCard, theirs: RateCard) => () =>
  assignmentIssues({ ...withCard(ours), status: 'draft' }, { ...addOn, rateCards: [theirs] }, standard, context);
const flatTokens: RateCard = { ...tokens, price: { type: 'flat', amount: '1' }, paymentTerm: 'in_advance', discounts: {} };
const NOW = '2026-11-01T00:00:00Z';
const active = { id: 'a', version: 1, effectiveFrom: '2026-01-01T00:00:00Z' };
const scheduled = { id: 'b', version: 2, effectiveFrom: '2026-12-01T00:00:00Z' };
const unsold = { id: 'c', version: 3 };

export const cases: Case[] = [
  ['a currency that does not exist', 'currency_invalid', 'currency', inPlan({ ...plan, currency: 'XYZ' })],
  ['a currency of one’s own that nobody created', 'currency_not_found', 'currency', inPlan({ ...plan, currency: 'GEMS' })],
  ['a currency of one’s own without a worth', 'currency_cost_basis_not_found', 'currency', inPlan({ ...plan, currency: 'POINTS' })],
  ['a plan billed every 5 weeks', 'plan_billing_cadence_invalid', 'billingCadence', inPlan({ ...plan, billingCadence: 'P5W' })],
  ['a plan without phases', 'plan_with_no_phases', 'phases', inPlan({ ...plan, phases: [] })],
  [
    '21 phases',
    'plan_too_many_phases',
    'phases',
    inPlan({ ...plan, phases: Array.from({ length: 21 }, (_, i) => ({ ...plan.phases[0], key: `p${i}` }) as PlanContent['phases'][0]) }),
  ],
  ['two phases of one key', 'plan_phase_duplicated_key', 'phases.1.key', inPlan(withStandard({ key: 'trial' }))],
  ['a phase without a key', 'resource_key_empty', 'phases.1.key', inPlan(withStandard({ key: '' }))],
  [
    'a tax code that is not there',
    'rate_card_tax_code_not_found',
    `${CARD}.taxConfig.code`,
    () => planIssues(withCard({ ...fee, taxConfig: { code: { id: ids.sso } } }), { ...context, taxCodes: [] }),
  ],
  ['a card without a name', 'resource_name_empty', `${CARD}.name`, inCard(fee, { name: '' })],
  [
    'a first phase without end',
    'plan_has_non_last_phase_with_no_duration',
    'phases.0.duration',
    inPlan({ ...plan, phases: plan.phases.map((phase) => ({ ...phase, duration: undefined })) }),
  ],
  ['a last phase that ends', 'plan_has_last_phase_with_duration', 'phases.1.duration', inPlan(withStandard({ duration: 'P1Y' }))],
  ['a phase of no length', 'plan_phase_with_negative_duration', 'phases.1.duration', inPlan(withStandard({ duration: 'P0D' }))],
  ['a phase of half an hour', 'plan_phase_duration_less_then_an_hour', 'phases.1.duration', inPlan(withStandard({ duration: 'PT30M' }))],
  ['a phase that sells nothing', 'plan_phase_has_no_rate_cards', 'phases.1.rateCards', inPlan(withStandard({ rateCards: [] }))],
  [
    '101 cards in a phase',
    'plan_phase_too_many_rate_cards',
    'phases.1.rateCards',
    inPlan(withStandard({ rateCards: Array.from({ length: 101 }, (_, i) => ({ ...fee, key: `fee_${i}` })) })),
  ],
  ['two cards of one key', 'rate_card_duplicated_key', 'phases.1.rateCards.1.key', inPlan(withStandard({ rateCards: [fee, fee] }))],
  ['an unknown feature', 'rate_card_feature_not_found', `${CARD}.feature`, inCard(tokens, { feature: { id: ids.meter } })],
  ['an archived feature', 'rate_card_feature_archived', `${CARD}.feature`, inCard(tokens, { feature: { id: ids.tokensOld } })],
  ['a card named unlike its feature', 'rate_card_key_feature_key_mismatch', `${CARD}.key`, inCard(tokens, { key: 'input' })],
  ['usage of no feature', 'usage_based_price_with_no_feature', `${CARD}.feature`, inCard(tokens, { feature: undefined })],
  [
    'usage of a feature without a meter',
    'usage_based_price_with_feature_and_no_meter',
    `${CARD}.feature`,
    inCard(tokens, { key: 'sso', feature: { id: ids.sso } }),
  ],
  [
    'usage of a feature whose meter is gone',
    'usage_based_price_with_feature_and_no_meter',
    `${CARD}.feature`,
    inCard(tokens, { key: 'unmetered', feature: { id: ids.unmetered } }),
  ],
  [
    'usage billed once',
    'usage_based_price_with_no_billing_cadence',
    `${CARD}.billingCadence`,
    inCard(tokens, { billingCadence: undefined }),
  ],
  ['a cadence of ten minutes', 'billing_cadence_invalid_value', `${CARD}.billingCadence`, inCard(fee, { billingCadence: 'PT10M' })],
  ['a cadence of nothing', 'billing_cadence_invalid_value', `${CARD}.billingCadence`, inCard(fee, { billingCadence: 'P' })],
  ['weeks in a plan of months', 'plan_billing_cadence_not_compatible', `${CARD}.billingCadence`, inCard(fee, { billingCadence: 'P1W' })],
  [
    'two and three months side by side',
    'rate_card_billing_cadence_unaligned',
    'phases.1.rateCards.1.billingCadence',
    inPlan(
      withStandard({
        rateCards: [
          { ...fee, billingCadence: 'P2M' },
          { ...fee, key: 'other', billingCadence: 'P3M' },
        ],
      }),
    ),
  ],
  [
    'a card’s currency under a plan in credits',
    'rate_card_currency_override_not_allowed',
    `${CARD}.currency`,
    inPlan({ ...withCard({ ...fee, currency: 'USD' }), currency: 'CREDITS' }),
  ],
  ['a card’s currency that is the plan’s', 'rate_card_currency_override_redundant', `${CARD}.currency`, inCard(fee, { currency: 'USD' })],
  ['a second kind of money', 'plan_multiple_fiat_currencies', `${CARD}.currency`, inCard(fee, { currency: 'EUR' })],
  ['a currency on a free card', 'rate_card_currency_requires_price', `${CARD}.currency`, inCard(sso, { currency: 'CREDITS' })],
  ['a card in credits that cannot be invoiced', 'currency_cost_basis_not_found', `${CARD}.currency`, inCard(fee, { currency: 'POINTS' })],
  ['a card in an unknown currency', 'currency_not_found', `${CARD}.currency`, inCard(fee, { currency: 'GEMS' })],
  ['words for a price', 'number_invalid', `${CARD}.price.amount`, inCard(fee, { price: { type: 'flat', amount: '1,5' } })],
  [
    'a price of 19 decimals',
    'number_out_of_range',
    `${CARD}.price.amount`,
    inCard(fee, { price: { type: 'flat', amount: `0.${'1'.repeat(19)}` } }),
  ],
  ['a tier up to some', 'number_invalid', `${CARD}.price.tiers.0.upToAmount`, inTiers({ upToAmount: '', ...unit('2') }, unit('1'))],
  ['a negative flat price', 'price_negative', `${CARD}.price.amount`, inCard(fee, { price: { type: 'flat', amount: '-1' } })],
  ['a negative unit price', 'price_negative', `${CARD}.price.amount`, inCard(tokens, { price: { type: 'unit', amount: '-0.001' } })],
  ['a negative tier price', 'price_negative', `${CARD}.price.tiers.0.unitPrice.amount`, inTiers(unit('-1'))],
  [
    '51 tiers',
    'price_too_many_tiers',
    `${CARD}.price.tiers`,
    inTiers(...Array.from({ length: 50 }, (_, i) => ({ upToAmount: `${i + 1}`, ...unit('1') })), unit('1')),
  ],
  ['no open-ended tier', 'price_tiers_not_open_ended', `${CARD}.price.tiers.0.upToAmount`, inTiers({ upToAmount: '5', ...unit('1') })],
  ['two open-ended tiers', 'price_tier_open_ended_not_last', `${CARD}.price.tiers.0.upToAmount`, inTiers(unit('2'), unit('1'))],
  [
    'a tier up to nothing',
    'price_tier_bound_not_positive',
    `${CARD}.price.tiers.0.upToAmount`,
    inTiers({ upToAmount: '0', ...unit('2') }, unit('1')),
  ],
  [
    'two tiers that end at the same amount, written differently',
    'price_tiers_not_ascending',
    `${CARD}.price.tiers.1.upToAmount`,
    inTiers({ upToAmount: '5', ...unit('3') }, { upToAmount: '5.0', ...unit('2') }, unit('1')),
  ],
  [
    'tiers out of order',
    'price_tiers_not_ascending',
    `${CARD}.price.tiers.1.upToAmount`,
    inTiers({ upToAmount: '10', ...unit('3') }, { upToAmount: '9', ...unit('2') }, unit('1')),
  ],
  ['a tier without a price', 'price_tier_without_price', `${CARD}.price.tiers.0`, inTiers({ upToAmount: '5' }, unit('1'))],
  [
    'a negative commitment',
    'commitment_negative',
    `${CARD}.commitments.minimumAmount`,
    inCard(tokens, { commitments: { minimumAmount: '-1' } }),
  ],
  [
    'a minimum above the maximum',
    'commitment_minimum_above_maximum',
    `${CARD}.commitments.minimumAmount`,
    inCard(tokens, { commitments: { minimumAmount: '10', maximumAmount: '9.99' } }),
  ],
  [
    'a commitment on a flat price',
    'commitment_requires_usage_based_price',
    `${CARD}.commitments`,
    inCard(fee, { commitments: { minimumAmount: '1' } }),
  ],
  [
    'a conversion by zero',
    'unit_config_factor_not_positive',
    `${CARD}.unitConfig.conversionFactor`,
    inCard(tokens, { unitConfig: conversion('0') }),
  ],
  [
    'rounding to −1 places',
    'unit_config_precision_out_of_range',
    `${CARD}.unitConfig.precision`,
    inCard(tokens, { unitConfig: { ...conversion('1000'), precision: -1 } }),
  ],
  [
    'decimal places without rounding',
    'unit_config_precision_without_rounding',
    `${CARD}.unitConfig.precision`,
    inCard(tokens, { unitConfig: { ...conversion('1000'), rounding: 'none', precision: 2 } }),
  ],
  [
    'a conversion on a flat price',
    'unit_config_requires_usage_based_price',
    `${CARD}.unitConfig`,
    inCard(fee, { unitConfig: conversion('1000') }),
  ],
  [
    'a discount of 101%',
    'percentage_discount_invalid_value',
    `${CARD}.discounts.percentage`,
    inCard(fee, { discounts: { percentage: 101 } }),
  ],
  ['negative free units', 'usage_discount_negative_quantity', `${CARD}.discounts.usage`, inCard(tokens, { discounts: { usage: '-1' } })],
  ['free units of a flat price', 'usage_discount_with_flat_price', `${CARD}.discounts.usage`, inCard(fee, { discounts: { usage: '1' } })],
  ['a discount on nothing', 'discount_requires_price', `${CARD}.discounts`, inCard(sso, { discounts: { percentage: 10 } })],
  ['an entitlement to no feature', 'entitlement_template_with_no_feature', `${CARD}.feature`, inCard(sso, { feature: undefined })],
  [
    'a configuration that is not JSON',
    'entitlement_template_invalid_json_config',
    `${CARD}.entitlement.config`,
    inCard(sso, { entitlement: { type: 'static', config: undefined } }),
  ],
  [
    'a metered entitlement to how much?',
    'entitlement_template_issue_after_reset_required',
    `${CARD}.entitlement.limit`,
    inCard(tokens, { entitlement: { type: 'metered', isSoftLimit: false } }),
  ],
  [
    'a usage period of nothing',
    'entitlement_template_negative_usage_period',
    `${CARD}.entitlement.usagePeriod`,
    inCard(tokens, { entitlement: { type: 'metered', isSoftLimit: false, limit: 1, usagePeriod: 'PT0S' } }),
  ],
  [
    'a usage period of 59 minutes',
    'entitlement_template_usage_period_less_then_an_hour',
    `${CARD}.entitlement.usagePeriod`,
    inCard(tokens, { entitlement: { type: 'metered', isSoftLimit: false, limit: 1, usagePeriod: 'PT59M' } }),
  ],
  ['an add-on without a key', 'addon_key_empty', 'key', inAddOn({ key: '' })],
  ['an add-on without a name', 'addon_name_empty', 'name', inAddOn({ name: '' })],
  ['an add-on taken some other way', 'addon_invalid_instance_type', 'instanceType', inAddOn({ instanceType: 'many' as 'single' })],
  ['an add-on that sells nothing', 'addon_has_no_rate_cards', 'rateCards', inAddOn({ rateCards: [] })],
  [
    '101 cards in an add-on',
    'addon_too_many_rate_cards',
    'rateCards',
    inAddOn({ rateCards: Array.from({ length: 101 }, (_, i) => ({ ...fee, key: `fee_${i}` })) }),
  ],
  ['usage sold in quantities', 'addon_invalid_ratecard_price_for_multi_instance', 'rateCards.0.price', inAddOn({ rateCards: [tokens] })],
  [
    'two rhythms in an add-on',
    'rate_card_multiple_billing_cadence',
    'rateCards.1.billingCadence',
    inAddOn({ rateCards: [fee, { ...fee, key: 'yearly', billingCadence: 'P1Y' }] }),
  ],
  ['an add-on published twice', 'addon_invalid_status_for_publish', 'status', () => publishAddOnVersion([active], 'a', NOW, NOW).issues],
  ['an add-on archived unsold', 'addon_invalid_status', 'status', () => archiveAddOnVersion([unsold], 'c', NOW, NOW).issues],
  [
    'an add-on for a plan already sold',
    'plan_addon_incompatible_status',
    'status',
    () => assignmentIssues({ ...plan, status: 'active' }, addOn, standard, context),
  ],
  ['an add-on that is not on sale', 'plan_addon_incompatible_status', 'addon', inAssignment({ status: 'draft' })],
  ['an add-on that ends', 'plan_addon_incompatible_status', 'addon', inAssignment({ effectiveTo: '2027-01-01T00:00:00Z' })],
  ['none of many', 'plan_addon_max_quantity_must_be_set', 'maxQuantity', inAssignment({}, { ...standard, maxQuantity: 0 })],
  [
    'some of one',
    'plan_addon_max_quantity_must_not_be_set',
    'maxQuantity',
    inAssignment({ instanceType: 'single' }, { ...standard, maxQuantity: 2 }),
  ],
  ['an add-on in other money', 'plan_addon_currency_mismatch', 'currency', inAssignment({ currency: 'EUR' })],
  ['an add-on’s card in other money', 'plan_addon_currency_mismatch', `${CARD}.currency`, inPair(fee, { ...fee, currency: 'CREDITS' })],
  ['an add-on from an unknown phase', 'plan_addon_unknown_plan_phase_key', 'fromPlanPhase', inAssignment({}, { fromPlanPhase: 'ramp' })],
  ['a flat add-on to a free card', 'rate_card_price_type_mismatch', `${CARD}.price`, inPair({ ...fee, price: { type: 'free' } }, fee)],
  ['usage on usage', 'rate_card_only_flat_price_allowed', `${CARD}.price`, inPair(tokens, tokens)],
  [
    'arrears on advance',
    'rate_card_price_payment_term_mismatch',
    `${CARD}.paymentTerm`,
    inPair(fee, { ...fee, paymentTerm: 'in_arrears' }),
  ],
  ['years on months', 'rate_card_billing_cadence_mismatch', `${CARD}.billingCadence`, inPair(fee, { ...fee, billingCadence: 'P1Y' })],
  ['one feature on another', 'rate_card_feature_key_mismatch', `${CARD}.feature`, inPair(fee, { ...fee, feature: { id: ids.seats } })],
  [
    'a feature on its successor',
    'rate_card_feature_id_mismatch',
    `${CARD}.feature`,
    inPair(flatTokens, { ...flatTokens, feature: { id: ids.tokensOld } }),
  ],
  [
    'different conversions',
    'addon_rate_card_unit_config_mismatch',
    `${CARD}.unitConfig`,
    inPair(flatTokens, { ...flatTokens, unitConfig: conversion('10') }),
  ],
  [
    'a switch on a meter',
    'rate_card_entitlement_template_type_mismatch',
    `${CARD}.entitlement.type`,
    inPair(flatTokens, { ...flatTokens, entitlement: { type: 'boolean' } }),
  ],
  [
    'a configuration on top',
    'rate_card_static_entitlement_template_not_allowed',
    `${CARD}.entitlement.type`,
    inPair(sso, { ...sso, entitlement: { type: 'static', config: {} } }),
  ],
  [
    'weekly use on monthly use',
    'rate_card_metered_entitlement_template_usage_period_mismatch',
    `${CARD}.entitlement.usagePeriod`,
    inPair(flatTokens, { ...flatTokens, entitlement: { type: 'metered', isSoftLimit: false, limit: 1, usagePeriod: 'P1W' } }),
  ],
  [
    'a percentage on the extended card',
    'rate_card_percentage_discount_not_allowed',
    `${CARD}.discounts.percentage`,
    inPair({ ...fee, discounts: { percentage: 5 } }, fee),
  ],
  [
    'a plan with an add-on that does not fit',
    'plan_has_incompatible_addon',
    '',
    () => planAssignmentsIssues(draft, [{ assignment: standard, addOn: { ...addOn, currency: 'EUR' } }], context),
  ],
  ['an end without a start', 'effective_period_from_not_set', 'effectiveFrom', () => effectivePeriodIssues({ effectiveTo: NOW })],
  [
    'an end before the start',
    'effective_period_from_after_to',
    'effectiveFrom',
    () => effectivePeriodIssues({ effectiveFrom: NOW, effectiveTo: '2026-01-01T00:00:00Z' }),
  ],
  ['a change to what is sold', 'plan_invalid_status', 'status', () => editIssues('active')],
  ['a deletion of what is sold', 'plan_invalid_status', 'status', () => deleteIssues('active')],
  [
    'a start in the past',
    'effective_from_in_the_past',
    'effectiveFrom',
    () => publishVersion([unsold], 'c', '2026-10-31T23:59:29Z', NOW).issues,
  ],
  [
    'two starts at once',
    'effective_period_overlap',
    'effectiveFrom',
    () => publishVersion([scheduled, unsold], 'c', scheduled.effectiveFrom, NOW).issues,
  ],
  [
    'an end before the next start',
    'effective_period_gap',
    'effectiveTo',
    () => archiveVersion([{ ...active, effectiveTo: scheduled.effectiveFrom }, scheduled], 'a', NOW, NOW).issues,
  ],
  ['an add-on offered twice', 'plan_addon_duplicated', 'addon', () => duplicateIssues(addOn, [{ key: addOn.key, version: 1 }])],
  ['a second draft of an add-on', 'addon_draft_exists', 'version', () => nextAddOnVersion([active, unsold]).issues],
  ['a second draft', 'plan_draft_exists', 'version', () => nextVersion([active, unsold]).issues],
];

function conversion(conversionFactor: string) {
  return { operation: 'divide' as const, conversionFactor, rounding: 'ceiling' as const, precision: 0 };
}
