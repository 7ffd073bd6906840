import { z } from 'zod';
import type { Currency } from '../currency';
import { compare, type Decimal, max, min, ZERO } from '../decimal';
import { roundMoney } from '../money';
import { Numeric } from './numeric';

/** The least and the most a rate card may cost in one service period. Zero means that there is no such bound. */
export const SpendCommitments = z
  .strictObject({ minimumAmount: Numeric.optional(), maximumAmount: Numeric.optional() })
  .meta({ id: 'BillingSpendCommitments' });

export type SpendCommitments = z.infer<typeof SpendCommitments>;

/**
 * Returns the part of a line beyond the maximum, when `billed` was charged in the period before it: 0 to the whole line. Both sides are
 * brought to the minor unit first, so that noise below a cent is no overage; reaching the maximum exactly is none either.
 */
export function overMaximum(billed: Decimal, lineTotal: Decimal, maximum: Decimal, currency: Currency): Decimal {
  const room = roundMoney(maximum, currency).minus(roundMoney(billed, currency));
  if (compare(lineTotal, room) <= 0) return ZERO;
  return min(lineTotal.minus(room), max(lineTotal, ZERO));
}

/** Returns the amount missing to the minimum, when `billed` net of discounts was charged in the whole period: 0 when it is reached. */
export function belowMinimum(billed: Decimal, minimum: Decimal, currency: Currency): Decimal {
  return compare(billed, minimum) < 0 ? roundMoney(minimum.minus(billed), currency) : ZERO;
}
