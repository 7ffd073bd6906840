import { compare, type Decimal, decimal, divide, HUNDRED, isPositive, isZero } from '../decimal';

/** A figure at which somebody wants to know about a customer's balance. `value` is a decimal string: units, or a percentage. */
export interface Threshold {
  type: 'usage_percentage' | 'usage_value' | 'balance_value';
  value: string;
}

/** Balance of a customer, as decimal strings. `available` is what the grants of the usage period gave in all, used or not. */
export interface Standing {
  usage: string;
  balance: string;
  available: string;
}

/**
 * The thresholds that are reached: of those on usage the highest, of those on the balance the lowest, or null. Usage must be above its
 * threshold, a balance below it, but for 0, which an empty balance reaches. Without any grant nothing is reached. Where a percentage and
 * a value stand for the same usage, the percentage is told.
 */
export function reachedThresholds(
  thresholds: readonly Threshold[],
  standing: Standing,
): { usage: Threshold | null; balance: Threshold | null } {
  const [used, balance, available] = [standing.usage, standing.balance, standing.available].map(decimal) as [Decimal, Decimal, Decimal];
  if (!isPositive(available)) return { usage: null, balance: null };
  const unitsOf = ({ type, value }: Threshold) =>
    type === 'usage_percentage' ? divide(available.times(decimal(value)), HUNDRED) : decimal(value);
  const onUsage = thresholds.filter((threshold) => threshold.type !== 'balance_value' && unitsOf(threshold).lt(used));
  const onBalance = thresholds.filter(({ type, value }) => type === 'balance_value' && isBalanceReached(decimal(value), balance));
  onUsage.sort((a, b) => unitsOf(b).cmp(unitsOf(a)) || (a.type === b.type ? 0 : a.type === 'usage_percentage' ? -1 : 1));
  onBalance.sort((a, b) => decimal(a.value).cmp(decimal(b.value)));
  return { usage: onUsage[0] ?? null, balance: onBalance[0] ?? null };
}

const isBalanceReached = (threshold: Decimal, balance: Decimal) =>
  isZero(threshold) ? !isPositive(balance) : compare(balance, threshold) < 0;
