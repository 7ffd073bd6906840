import { issueOf } from '@/lib/catalog/issue-codes';
import { TIERS_MAX } from '@/lib/catalog/limits';
import { type Decimal, ZERO } from '@/lib/decimal';
import { groupDigits } from '@/lib/money';
import type { SpendCommitments } from '@/lib/pricing/commitments';
import { isUsageBased, type Price } from '@/lib/pricing/price';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import type { Issue, PathStep } from '@/lib/problem';
import { readNumber } from './read-number';

const PRECISION_MAX = 12;

/** The issue of an amount that is negative or no number; `what` names it at the start of a sentence. */
function amountIssues(amount: string, path: PathStep[], what: string): Issue[] {
  const issues: Issue[] = [];
  if (readNumber(amount, path, issues)?.lt(ZERO)) {
    const message = `${what} is negative. Enter 0 or more; to give money back, use a discount or a credit.`;
    issues.push(issueOf('price_negative', path, message));
  }
  return issues;
}

/**
 * Returns the issues of a price; `path` leads to it. All are critical, because such a price cannot be computed: nothing may be negative,
 * and tiers must rise strictly to exactly one open-ended tier at the end. (The reference accepts several open-ended tiers; we do not.)
 */
export function priceIssues(price: Price, path: PathStep[]): Issue[] {
  // By shape, so that a new type made of the same parts is checked like the others.
  if ('tiers' in price) return tierIssues(price.tiers, [...path, 'tiers']);
  return 'amount' in price ? amountIssues(price.amount, [...path, 'amount'], 'The price') : [];
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
    const { flatPrice, unitPrice } = tier;
    if (flatPrice) issues.push(...amountIssues(flatPrice.amount, [...at, 'flatPrice', 'amount'], `The flat price of tier ${i + 1}`));
    if (unitPrice) issues.push(...amountIssues(unitPrice.amount, [...at, 'unitPrice', 'amount'], `The price per unit of tier ${i + 1}`));
    if (tier.upToAmount === undefined) {
      if (i < tiers.length - 1) {
        const message = `${name} has no upper bound, so the tiers after it are never reached. Give it a bound, or make it the last.`;
        issues.push(issueOf('price_tier_open_ended_not_last', [...at, 'upToAmount'], message));
      }
      continue;
    }
    const bound = readNumber(tier.upToAmount, [...at, 'upToAmount'], issues);
    if (!bound) continue;
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
 * Returns the issues of the least and the most a card may cost; `path` leads to the commitments. A maximum of 0 stands for none in the
 * reference, so it is not compared.
 */
export function commitmentIssues(commitments: SpendCommitments, price: Price, path: PathStep[]): Issue[] {
  const { minimumAmount, maximumAmount } = commitments;
  const issues: Issue[] = [];
  const [minimum, maximum] = (['minimumAmount', 'maximumAmount'] as const).map((field) => {
    const text = commitments[field];
    const amount = text === undefined ? null : readNumber(text, [...path, field], issues);
    if (amount?.lt(ZERO)) {
      issues.push(
        issueOf('commitment_negative', [...path, field], 'A spend commitment cannot be negative. Enter 0 or more, or remove it.'),
      );
    }
    return amount;
  });
  if (minimum && maximum && !maximum.eq(ZERO) && minimum.gt(maximum)) {
    const message = `The minimum spend of ${minimumAmount} is above the maximum of ${maximumAmount}. Lower the one or raise the other.`;
    issues.push(issueOf('commitment_minimum_above_maximum', [...path, 'minimumAmount'], message));
  }
  const isCommitted = minimumAmount !== undefined || maximumAmount !== undefined;
  if (isCommitted && !isUsageBased(price)) {
    const message = 'A spend commitment has no effect on a price that does not depend on usage. Remove it, or charge by usage.';
    issues.push(issueOf('commitment_requires_usage_based_price', path, message));
  }
  return issues;
}

/** Returns the issues of a unit conversion; `path` leads to it. */
export function unitConfigIssues(unitConfig: UnitConfig, price: Price, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  if (readNumber(unitConfig.conversionFactor, [...path, 'conversionFactor'], issues)?.lte(ZERO)) {
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
  if (!isUsageBased(price)) {
    const message = 'Converting units has no effect on a price that does not depend on usage. Remove the conversion, or charge by usage.';
    issues.push(issueOf('unit_config_requires_usage_based_price', path, message));
  }
  return issues;
}
