import type { AddOn } from '@/lib/catalog/add-on';
import { cadenceWords, isSameDuration } from '@/lib/catalog/cadence';
import { isCustomCurrencyCode } from '@/lib/catalog/currency';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { Plan } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { RateCard } from '@/lib/catalog/rate-card';
import { isEditable } from '@/lib/catalog/version';
import { decimal } from '@/lib/decimal';
import { isUsageBased, paymentTermOf } from '@/lib/pricing/price';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import type { Issue, PathStep } from '@/lib/problem';
import type { CatalogContext } from './rate-card-issues';

type PlanSide = Pick<Plan, 'status' | 'currency' | 'phases'> & Partial<Pick<Plan, 'settlementMode'>>;
type AddOnSide = Pick<AddOn, 'key' | 'status' | 'effectiveTo' | 'instanceType' | 'currency' | 'rateCards'>;
type Assignment = Pick<AddOnAssignment, 'fromPlanPhase' | 'maxQuantity'>;
type Features = CatalogContext['features'];
type Context = Pick<CatalogContext, 'features' | 'customCurrencies'>;

/**
 * Returns the issues of offering an add-on with a plan. An add-on's card extends the plan's card of the same key in every phase from
 * `fromPlanPhase` on, which only works when the two agree; cards the plan lacks are simply added. Paths lead into the assignment, or,
 * for a pair of cards, to the plan's card. Rules and codes of the reference.
 */
export function assignmentIssues(plan: PlanSide, addOn: AddOnSide, assignment: Assignment, context: Context): Issue[] {
  const issues = [...closedPlanIssues(plan), ...notOnSaleIssues(addOn)];
  const { maxQuantity } = assignment;
  if (addOn.instanceType === 'single' && maxQuantity !== undefined) {
    const message = 'This add-on is taken once, so it has no maximum quantity. Leave it empty.';
    issues.push(issueOf('plan_addon_max_quantity_must_not_be_set', ['maxQuantity'], message));
  }
  if (addOn.instanceType === 'multiple' && maxQuantity !== undefined && maxQuantity <= 0) {
    const message = 'Enter how many of this add-on a subscription may have, or leave it empty for no limit.';
    issues.push(issueOf('plan_addon_max_quantity_must_be_set', ['maxQuantity'], message));
  }
  issues.push(...addOnCurrencyIssues(plan, addOn, context));
  const first = plan.phases.findIndex((phase) => phase.key === assignment.fromPlanPhase);
  if (first < 0) {
    const known = plan.phases.map((phase) => phase.key).join(', ');
    const message = `The plan has no phase "${assignment.fromPlanPhase}". Choose one of: ${known}.`;
    issues.push(issueOf('plan_addon_unknown_plan_phase_key', ['fromPlanPhase'], message));
    return issues;
  }
  for (const [i, phase] of plan.phases.entries()) {
    if (i < first) continue;
    for (const [j, card] of phase.rateCards.entries()) {
      const extension = addOn.rateCards.find((candidate) => candidate.key === card.key);
      if (extension) issues.push(...pairIssues(card, extension, plan, addOn, context.features, ['phases', i, 'rateCards', j]));
    }
  }
  return issues;
}

/** The issue of changing what a plan version offers once it is or was sold. */
export function closedPlanIssues({ status }: Pick<Plan, 'status'>): Issue[] {
  if (isEditable(status)) return [];
  const message = `The plan version is ${status}, and its add-ons are fixed with it (allowed statuses: [draft scheduled]). Make the next version and change them there.`;
  return [issueOf('plan_addon_incompatible_status', ['status'], message)];
}

/** The issue of offering an add-on that is not sold, or not for good. */
export function notOnSaleIssues({ key, status, effectiveTo }: Pick<AddOn, 'key' | 'status' | 'effectiveTo'>): Issue[] {
  if (status === 'active' && effectiveTo === undefined) return [];
  const message = `The add-on "${key}" is ${status === 'active' ? 'sold only until a date' : status} (allowed statuses: [active]). Publish it first, or choose another.`;
  return [issueOf('plan_addon_incompatible_status', ['addon'], message)];
}

/** Neither the plan's currency, nor one of one's own beside money: the two are never on one invoice. */
const isOtherMoney = (plan: InCurrency, addOn: InCurrency): boolean =>
  addOn.currency !== plan.currency && (isCustomCurrencyCode(plan.currency) || !isCustomCurrencyCode(addOn.currency));

/**
 * Finds the faults of the currencies of an add-on beside those of a plan. Under a plan in money it may be in that money, or in a currency
 * of one's own that is worth something in it; where credits alone pay, the worth does not matter. Under a plan in a currency of one's own
 * it is in that one.
 */
export function addOnCurrencyIssues(
  plan: Pick<PlanSide, 'currency' | 'settlementMode'>,
  addOn: Pick<AddOn, 'currency' | 'rateCards'>,
  { customCurrencies = [] }: Pick<Context, 'customCurrencies'>,
): Issue[] {
  if (isOtherMoney(plan, addOn)) {
    const message = `The add-on is in ${addOn.currency} and the plan in ${plan.currency}. Choose an add-on in ${plan.currency}.`;
    return [issueOf('plan_addon_currency_mismatch', ['currency'], message)];
  }
  if (isCustomCurrencyCode(plan.currency) || plan.settlementMode === 'credit_only') return [];
  const named = new Set([addOn.currency, ...addOn.rateCards.flatMap(({ currency }) => currency ?? [])].filter(isCustomCurrencyCode));
  const worth = (code: string) =>
    customCurrencies.find((currency) => currency.code === code)?.costBases.some(({ fiatCode }) => fiatCode === plan.currency);
  return [...named].flatMap((code) => {
    if (worth(code)) return [];
    const message = `${code} has no cost basis in ${plan.currency}, so the add-on cannot be invoiced with the plan. Add one to ${code}.`;
    return [issueOf('currency_cost_basis_not_found', ['currency'], message)];
  });
}

/** One issue on the plan for each add-on that it cannot be published with, carrying the reasons. */
export function planAssignmentsIssues(
  plan: PlanSide,
  assigned: readonly { assignment: Assignment; addOn: AddOnSide }[],
  context: Context,
): Issue[] {
  return assigned.flatMap(({ assignment, addOn }) => {
    const reasons = assignmentIssues(plan, addOn, assignment, context);
    const [reason] = reasons;
    if (!reason) return [];
    const message = `The add-on "${addOn.key}" does not fit this plan. ${reason.message}`;
    const attributes = { addon: addOn.key, reasons: reasons.map(({ code }) => code) };
    return [issueOf('plan_has_incompatible_addon', [], message, attributes)];
  });
}

/** The issue of offering an add-on twice with a plan version, in whatever versions of it; none when the plan does not have it yet. */
export function duplicateIssues(addOn: Pick<AddOn, 'key'>, assigned: readonly Pick<AddOn, 'key' | 'version'>[]): Issue[] {
  const twin = assigned.find(({ key }) => key === addOn.key);
  if (!twin) return [];
  const message = `The plan offers version ${twin.version} of the add-on "${addOn.key}" already. Change that assignment, or remove it first.`;
  return [issueOf('plan_addon_duplicated', ['addon'], message, { version: twin.version })];
}

/**
 * Returns what keeps two cards of one key from being added up: an add-on's card and the card it extends, of a plan or of another add-on.
 * Paths begin with `path`.
 */
export function pairIssues(
  card: RateCard,
  extension: RateCard,
  plan: { currency: string },
  addOn: { currency: string },
  features: Features,
  path: PathStep[],
): Issue[] {
  return [
    ...featureIssues(card, extension, features, path),
    ...priceIssues(card, extension, path),
    ...entitlementIssues(card, extension, path),
    ...currencyIssues(card, extension, plan, addOn, path),
  ];
}

function featureIssues(card: RateCard, extension: RateCard, features: Features, path: PathStep[]): Issue[] {
  if (card.feature?.id === extension.feature?.id) return [];
  const keyOf = (side: RateCard) => features.find(({ id }) => id === side.feature?.id)?.key;
  const isSameKey = keyOf(card) !== undefined && keyOf(card) === keyOf(extension);
  if (isSameKey) {
    const message = 'Plan and add-on mean two features that carry the same key, one of them archived. Choose the same feature in both.';
    return [issueOf('rate_card_feature_id_mismatch', [...path, 'feature'], message)];
  }
  const name = (side: RateCard) => (side.feature ? `the feature "${keyOf(side) ?? side.feature.id}"` : 'no feature');
  const message = `The plan's card has ${name(card)} and the add-on's has ${name(extension)}. Choose the same feature in both.`;
  return [issueOf('rate_card_feature_key_mismatch', [...path, 'feature'], message)];
}

function priceIssues(card: RateCard, extension: RateCard, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  const add = (code: Parameters<typeof issueOf>[0], field: string, message: string) =>
    issues.push(issueOf(code, [...path, field], message));
  if (!isSameCadence(card.billingCadence, extension.billingCadence)) {
    const message = `The plan bills this card ${cadenceWords(card.billingCadence)} and the add-on ${cadenceWords(extension.billingCadence)}. Bill both in the same rhythm.`;
    add('rate_card_billing_cadence_mismatch', 'billingCadence', message);
  }
  if (card.price.type !== extension.price.type) {
    const message = `The plan's price is "${card.price.type}" and the add-on's "${extension.price.type}". They can only be added up when both are flat.`;
    add('rate_card_price_type_mismatch', 'price', message);
  } else if (isUsageBased(card.price)) {
    add(
      'rate_card_only_flat_price_allowed',
      'price',
      'Only flat prices can be extended by an add-on. Give the add-on a card of its own key.',
    );
  } else if (card.price.type === 'flat' && paymentTermOf(card) !== paymentTermOf(extension)) {
    add(
      'rate_card_price_payment_term_mismatch',
      'paymentTerm',
      'Plan and add-on are due at different times. Choose the same payment term.',
    );
  }
  if (card.discounts?.percentage !== undefined || extension.discounts?.percentage !== undefined) {
    const message = 'Prices with a percentage discount cannot be added up. Remove the discount from the plan and the add-on.';
    issues.push(issueOf('rate_card_percentage_discount_not_allowed', [...path, 'discounts', 'percentage'], message));
  }
  if (!isSameUnitConfig(card.unitConfig, extension.unitConfig)) {
    add(
      'addon_rate_card_unit_config_mismatch',
      'unitConfig',
      'Plan and add-on convert units differently. Use the same conversion in both.',
    );
  }
  return issues;
}

function isSameCadence(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isSameDuration(a, b));
}

function isSameUnitConfig(a: UnitConfig | undefined, b: UnitConfig | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.operation === b.operation &&
    decimal(a.conversionFactor).eq(decimal(b.conversionFactor)) &&
    a.rounding === b.rounding &&
    a.precision === b.precision &&
    a.displayUnit === b.displayUnit
  );
}

function entitlementIssues(card: RateCard, extension: RateCard, path: PathStep[]): Issue[] {
  const [ours, theirs] = [card.entitlement, extension.entitlement];
  if (!theirs) return [];
  if (theirs.type === 'static') {
    const message = 'A configuration cannot be added to another. Give the add-on a card of its own key, or another kind of entitlement.';
    return [issueOf('rate_card_static_entitlement_template_not_allowed', [...path, 'entitlement', 'type'], message)];
  }
  if (ours?.type !== theirs.type) {
    const message = `The plan's entitlement is ${ours ? `"${ours.type}"` : 'missing'} and the add-on's "${theirs.type}". Choose the same kind in both.`;
    return [issueOf('rate_card_entitlement_template_type_mismatch', [...path, 'entitlement', 'type'], message)];
  }
  if (ours.type !== 'metered' || theirs.type !== 'metered') return [];
  if (isSameCadence(ours.usagePeriod ?? card.billingCadence, theirs.usagePeriod ?? extension.billingCadence)) return [];
  const message = 'Plan and add-on count use over different periods. Choose the same usage period in both.';
  return [issueOf('rate_card_metered_entitlement_template_usage_period_mismatch', [...path, 'entitlement', 'usagePeriod'], message)];
}

type InCurrency = { currency: string };

function currencyIssues(card: RateCard, extension: RateCard, plan: InCurrency, addOn: InCurrency, path: PathStep[]): Issue[] {
  const [ours, theirs] = [card.currency ?? plan.currency, extension.currency ?? addOn.currency];
  if (isOtherMoney(plan, addOn) || ours === theirs) return [];
  const message = `The plan's card is in ${ours} and the add-on's in ${theirs}. Choose the same currency in both.`;
  return [issueOf('plan_addon_currency_mismatch', [...path, 'currency'], message)];
}
