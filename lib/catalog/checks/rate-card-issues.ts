import { durationFault } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { RateCard } from '@/lib/catalog/rate-card';
import { ZERO } from '@/lib/decimal';
import type { Meter } from '@/lib/metering/meter';
import { isUsageBased } from '@/lib/pricing/price';
import type { Issue, PathStep } from '@/lib/problem';
import { type CurrencyContext, rateCardCurrencyIssues } from './currency-issues';
import { entitlementIssues } from './entitlement-issues';
import { commitmentIssues, priceIssues, unitConfigIssues } from './price-issues';
import { readNumber } from './read-number';

/** The parts of the workspace that decide whether a plan or add-on is in order. Archived features carry `deletedAt`. */
export interface CatalogContext extends CurrencyContext {
  features: readonly Pick<Feature, 'id' | 'key' | 'meter' | 'deletedAt'>[];
  meters: readonly Pick<Meter, 'id' | 'deletedAt'>[];
  /** The living tax codes that are named; left out where they are not known, and then not checked. */
  taxCodes?: readonly { id: string }[];
}

/** Returns the issues of one rate card, wherever it stands; `path` leads to it. */
export function rateCardIssues(card: RateCard, currency: string, path: PathStep[], context: CatalogContext): Issue[] {
  return [
    ...nameIssues(card, path),
    ...featureIssues(card, path, context),
    ...cadenceIssues(card, path),
    ...rateCardCurrencyIssues(card, currency, path, context),
    ...priceIssues(card.price, [...path, 'price']),
    ...(card.unitConfig ? unitConfigIssues(card.unitConfig, card.price, [...path, 'unitConfig']) : []),
    ...(card.commitments ? commitmentIssues(card.commitments, card.price, [...path, 'commitments']) : []),
    ...discountIssues(card, [...path, 'discounts']),
    ...(card.entitlement ? entitlementIssues(card.entitlement, [...path, 'entitlement']) : []),
    ...taxIssues(card, path, context),
  ];
}

/** Returns the issues of the key and name of a phase or a rate card; `path` leads to it. */
export function nameIssues(part: { key: string; name: string }, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  if (part.key === '') issues.push(issueOf('resource_key_empty', [...path, 'key'], 'Enter a key: small letters, digits and underscores.'));
  if (part.name === '') issues.push(issueOf('resource_name_empty', [...path, 'name'], 'Enter a name. It is what customers read.'));
  return issues;
}

function featureIssues(card: RateCard, path: PathStep[], context: CatalogContext): Issue[] {
  const at = [...path, 'feature'];
  if (!card.feature) {
    const issues: Issue[] = [];
    if (isUsageBased(card.price)) {
      const message = 'This price depends on usage. Choose the feature whose usage it charges for.';
      issues.push(issueOf('usage_based_price_with_no_feature', at, message));
    }
    if (card.entitlement) {
      const message = 'An entitlement is to a feature. Choose the feature, or remove the entitlement.';
      issues.push(issueOf('entitlement_template_with_no_feature', at, message));
    }
    return issues;
  }
  const feature = context.features.find(({ id }) => id === card.feature?.id);
  if (!feature) {
    return [issueOf('rate_card_feature_not_found', at, 'There is no such feature. Choose one of the features, or create it first.')];
  }
  const issues: Issue[] = [];
  if (feature.deletedAt !== undefined) {
    const message = `The feature "${feature.key}" is archived. Choose another one.`;
    issues.push(issueOf('rate_card_feature_archived', at, message, { feature: feature.key }));
  }
  if (card.key !== feature.key) {
    const message = `A card with a feature carries the feature's key. Set the card's key to "${feature.key}".`;
    issues.push(issueOf('rate_card_key_feature_key_mismatch', [...path, 'key'], message, { feature: feature.key }));
  }
  const hasMeter = context.meters.some((meter) => meter.id === feature.meter?.id && meter.deletedAt === undefined);
  if (!hasMeter && (isUsageBased(card.price) || card.entitlement?.type === 'metered')) {
    const message = `The use of "${feature.key}" is not counted by any meter. Choose a feature with a meter, or charge and grant it without usage.`;
    issues.push(issueOf('usage_based_price_with_feature_and_no_meter', at, message, { feature: feature.key }));
  }
  return issues;
}

function taxIssues(card: RateCard, path: PathStep[], { taxCodes }: CatalogContext): Issue[] {
  const id = card.taxConfig?.code.id;
  if (id === undefined || !taxCodes || taxCodes.some((known) => known.id === id)) return [];
  const message = 'There is no such tax code. Choose one of the tax codes, or create it first.';
  return [issueOf('rate_card_tax_code_not_found', [...path, 'taxConfig', 'code'], message)];
}

function cadenceIssues(card: RateCard, path: PathStep[]): Issue[] {
  const at = [...path, 'billingCadence'];
  if (card.billingCadence === undefined) {
    if (!isUsageBased(card.price)) return [];
    const message = 'Usage is billed period by period. Enter how often, such as every month.';
    return [issueOf('usage_based_price_with_no_billing_cadence', at, message)];
  }
  if (!durationFault(card.billingCadence)) return [];
  const message = 'The billing cadence must last at least one hour, in whole units. Enter one such as P1M.';
  return [issueOf('billing_cadence_invalid_value', at, message)];
}

function discountIssues(card: RateCard, path: PathStep[]): Issue[] {
  const { percentage, usage } = card.discounts ?? {};
  const issues: Issue[] = [];
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100)) {
    const message = `A discount of ${percentage}% is not possible. Enter a percentage between 0 and 100.`;
    issues.push(issueOf('percentage_discount_invalid_value', [...path, 'percentage'], message));
  }
  if (usage !== undefined && readNumber(usage, [...path, 'usage'], issues)?.lt(ZERO)) {
    const message = 'The number of free units is negative. Enter 0 or more.';
    issues.push(issueOf('usage_discount_negative_quantity', [...path, 'usage'], message));
  }
  if (usage !== undefined && card.price.type === 'flat') {
    const message = 'Free units have no effect on a flat price. Remove them, or charge by usage.';
    issues.push(issueOf('usage_discount_with_flat_price', [...path, 'usage'], message));
  }
  if (card.price.type === 'free' && (percentage !== undefined || usage !== undefined)) {
    issues.push(issueOf('discount_requires_price', path, 'A free card has nothing to discount. Remove the discount, or set a price.'));
  }
  return issues;
}
