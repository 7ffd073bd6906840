import { z } from 'zod';
import { findFiatCurrency } from '@/lib/currency';
import { CurrencyCode } from '@/lib/currency-code';
import { decimal, isPositive } from '@/lib/decimal';
import { DateTime, readOnly, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { Numeric } from '@/lib/pricing/numeric';
import { critical, type Issue } from '@/lib/problem';

const definition = {
  fiatCode: CurrencyCode,
  rate: Numeric,
  effectiveFrom: DateTime.optional(),
  effectiveTo: DateTime.optional(),
};

/** Value of one unit of a custom currency in money: `rate` of `fiatCode`, from `effectiveFrom` to before `effectiveTo`. */
export const CostBasis = z
  .strictObject({ id: readOnly(Ulid), ...definition, createdAt: readOnly(DateTime) })
  .meta({ id: 'BillingCostBasis' });
export type CostBasis = z.infer<typeof CostBasis>;

export const CreateCostBasisRequest = z.strictObject(definition).meta({ id: 'CreateCostBasisRequest' });
export type CreateCostBasisRequest = z.infer<typeof CreateCostBasisRequest>;

export const CostBasisPagePaginatedResponse = pageOf(CostBasis, 'CostBasisPagePaginatedResponse');

const at = (instant: string) => Date.parse(instant);

/**
 * Returns the issues of a new cost basis, given the start of the newest one for the same money (undefined for the first). History is only
 * appended to, as in the reference: what was charged at an earlier rate stays explained by it. All are critical.
 */
export function costBasisIssues(
  basis: Pick<CostBasis, 'fiatCode' | 'rate' | 'effectiveTo'> & { effectiveFrom: string },
  newestFrom: string | undefined,
): Issue[] {
  const issues: Issue[] = [];
  const { fiatCode, rate, effectiveFrom, effectiveTo } = basis;
  if (!findFiatCurrency(fiatCode)) {
    issues.push(critical(['fiatCode'], 'currency_invalid', `"${fiatCode}" is not money of ISO 4217. Choose one such as USD.`));
  }
  if (!isPositive(decimal(rate))) {
    issues.push(critical(['rate'], 'cost_basis_rate_not_positive', 'One unit must be worth something. Enter a rate above 0.'));
  }
  if (newestFrom !== undefined && at(effectiveFrom) <= at(newestFrom)) {
    const message = `There is a rate in ${fiatCode} from ${newestFrom} on. A new one must begin later: earlier ones explain what was charged.`;
    issues.push(critical(['effectiveFrom'], 'cost_basis_not_after_newest', message, { newest: newestFrom }));
  }
  if (effectiveTo !== undefined && at(effectiveTo) <= at(effectiveFrom)) {
    issues.push(critical(['effectiveTo'], 'effective_period_from_after_to', 'The rate must end after it begins.'));
  }
  return issues;
}

/** The histories of one currency, each basis ended by its own end or by the start of the next one for the same money, whichever is earlier. */
export function withEnds<T extends Pick<CostBasis, 'fiatCode' | 'effectiveTo'> & { effectiveFrom: string }>(bases: readonly T[]): T[] {
  return bases.map((basis) => {
    const next = bases
      .filter((other) => other.fiatCode === basis.fiatCode && at(other.effectiveFrom) > at(basis.effectiveFrom))
      .map((other) => other.effectiveFrom)
      .reduce<string | undefined>((first, from) => (first === undefined || at(from) < at(first) ? from : first), basis.effectiveTo);
    return next === undefined ? basis : { ...basis, effectiveTo: next };
  });
}

/** Does it apply at this instant? The start is included, the end is not. */
export const isInForce = (basis: { effectiveFrom?: string | undefined; effectiveTo?: string | undefined }, instant: string): boolean =>
  (basis.effectiveFrom === undefined || at(basis.effectiveFrom) <= at(instant)) &&
  (basis.effectiveTo === undefined || at(instant) < at(basis.effectiveTo));
