import { type Decimal, decimal, ZERO } from '@/lib/decimal';
import { groupDigits } from '@/lib/money';
import type { SpendCommitments } from '@/lib/pricing/commitments';
import type { Price } from '@/lib/pricing/price';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import type { Issue, PathStep } from '@/lib/problem';
import { issueOf } from './issue-codes';
import { TIERS_MAX } from './limits';

const PRECISION_MAX = 12;

const isNegative = (amount: string): boolean => decimal(amount).lt(ZERO);

/**
 * What is wrong with a price; `path` leads to it. All are critical, because such a price cannot be computed: nothing may be negative,
 * and tiers must rise strictly to exactly one open-ended tier at the end. (The reference accepts several open-ended tiers; we do not.)
 */
export function priceIssues(price: Price, path: PathStep[]): Issue[] {
  switch (price.type) {
    case 'free':
      return [];
    case 'flat':
    case 'unit':
      return isNegative(price.amount) ? [negative([...path, 'amount'], 'The price')] : [];
    case 'graduated':
    case 'volume':
      return tierIssues(price.tiers, [...path, 'tiers']);
  }
}

function negative(path: PathStep[], what: string): Issue {
  return issueOf('price_negative', path, `${what} is negative. Enter 0 or more; to give money back, use a discount or a credit.`);
}

function tierIssues(tiers: readonly PriceTier[], path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  if (tiers.length > TIERS_MAX) {
    const message = `A price has at most ${TIERS_MAX} tiers; this one has ${tiers.length}. Remove ${tiers.length - TIERS_MAX}.`;
    issues.push(issueOf('price_too_many_tiers', path, message, { maximum: TIERS_MAX }));
  }
  let before: { bound: Decimal; tier: number } | undefined;
  for (const [i, tier] of tiers.entries()) {
    const at = [...path, i];
    const name = `Tier ${i + 1}`;
    if (!tier.flatPrice && !tier.unitPrice) {
      issues.push(issueOf('price_tier_without_price', at, `${name} has no price. Enter a price per unit, a flat price, or both.`));
    }
    if (tier.flatPrice && isNegative(tier.flatPrice.amount)) {
      issues.push(negative([...at, 'flatPrice', 'amount'], `The flat price of tier ${i + 1}`));
    }
    if (tier.unitPrice && isNegative(tier.unitPrice.amount)) {
      issues.push(negative([...at, 'unitPrice', 'amount'], `The price per unit of tier ${i + 1}`));
    }
    if (tier.upToAmount === undefined) {
      if (i < tiers.length - 1) {
        const message = `${name} has no upper bound, so the tiers after it are never reached. Give it a bound, or make it the last.`;
        issues.push(issueOf('price_tier_open_ended_not_last', [...at, 'upToAmount'], message));
      }
      continue;
    }
    const bound = decimal(tier.upToAmount);
    if (bound.lte(ZERO)) {
      const message = `${name} ends at ${tier.upToAmount}. An upper bound must be above 0.`;
      issues.push(issueOf('price_tier_bound_not_positive', [...at, 'upToAmount'], message));
    } else if (before && bound.lte(before.bound)) {
      const message = `${name} ends at ${groupDigits(tier.upToAmount)}, which is not above the end of tier ${before.tier}. Let each tier end higher than the one before.`;
      issues.push(issueOf('price_tiers_not_ascending', [...at, 'upToAmount'], message));
    }
    before = { bound, tier: i + 1 };
  }
  const last = tiers.at(-1);
  if (!last || last.upToAmount !== undefined) {
    const message = 'The last tier ends somewhere, and usage above it would have no price. Remove its upper bound.';
    issues.push(issueOf('price_tiers_not_open_ended', last ? [...path, tiers.length - 1, 'upToAmount'] : path, message));
  }
  return issues;
}

/**
 * What is wrong with the least and the most a card may cost; `path` leads to the commitments. A maximum of 0 stands for none in the
 * reference, so it is not compared.
 */
export function commitmentIssues(commitments: SpendCommitments, price: Price, path: PathStep[]): Issue[] {
  const { minimumAmount, maximumAmount } = commitments;
  const issues: Issue[] = [];
  for (const [field, amount] of Object.entries(commitments)) {
    if (amount !== undefined && isNegative(amount)) {
      issues.push(
        issueOf('commitment_negative', [...path, field], 'A spend commitment cannot be negative. Enter 0 or more, or remove it.'),
      );
    }
  }
  if (minimumAmount !== undefined && maximumAmount !== undefined && !decimal(maximumAmount).eq(ZERO)) {
    if (decimal(minimumAmount).gt(decimal(maximumAmount))) {
      const message = `The minimum spend of ${minimumAmount} is above the maximum of ${maximumAmount}. Lower the one or raise the other.`;
      issues.push(issueOf('commitment_minimum_above_maximum', [...path, 'minimumAmount'], message));
    }
  }
  const isCommitted = minimumAmount !== undefined || maximumAmount !== undefined;
  if (isCommitted && (price.type === 'flat' || price.type === 'free')) {
    const message = 'A spend commitment has no effect on a price that does not depend on usage. Remove it, or charge by usage.';
    issues.push(issueOf('commitment_requires_usage_based_price', path, message));
  }
  return issues;
}

/** What is wrong with a unit conversion; `path` leads to it. */
export function unitConfigIssues(unitConfig: UnitConfig, price: Price, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  if (decimal(unitConfig.conversionFactor).lte(ZERO)) {
    const message = 'The conversion factor must be above 0. Enter how many metered units make one billed unit, such as 1000.';
    issues.push(issueOf('unit_config_factor_not_positive', [...path, 'conversionFactor'], message));
  }
  if (unitConfig.precision < 0 || unitConfig.precision > PRECISION_MAX) {
    const message = `Billed units can be rounded to between 0 and ${PRECISION_MAX} decimal places.`;
    issues.push(issueOf('unit_config_precision_out_of_range', [...path, 'precision'], message, { maximum: PRECISION_MAX }));
  } else if (unitConfig.precision > 0 && unitConfig.rounding === 'none') {
    const message = 'A number of decimal places has no effect without rounding. Choose how to round, or leave it at 0.';
    issues.push(issueOf('unit_config_precision_without_rounding', [...path, 'precision'], message));
  }
  if (price.type === 'flat' || price.type === 'free') {
    const message = 'Converting units has no effect on a price that does not depend on usage. Remove the conversion, or charge by usage.';
    issues.push(issueOf('unit_config_requires_usage_based_price', path, message));
  }
  return issues;
}
