import type { Currency } from '@/lib/currency';
import { type Decimal, decimal, isPositive, isZero, min, sum, text } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { compareInstants, type Instant } from '@/lib/time';

/** Credit that was used for something, and what came back of it. `amount` is positive, corrections are negative. */
export interface Allocation {
  id: string;
  amount: string;
  corrections: readonly string[];
  createdAt?: Instant;
}

/** Returns what each allocation gives back of an amount (zero or below): the newest first. The amount is rounded to the currency first. */
export function correctAllocations(
  allocations: readonly Allocation[],
  amount: string,
  currency: Currency,
):
  | { ok: true; corrections: { id: string; amount: string }[] }
  | { ok: false; error: 'amount_must_not_be_positive' | 'insufficient_allocations' } {
  let left = roundMoney(decimal(amount), currency).neg();
  if (isPositive(left.neg())) return { ok: false, error: 'amount_must_not_be_positive' };
  const newest = allocations.map((allocation, place) => ({ allocation, place }));
  newest.sort((a, b) => compareCreated(b.allocation, a.allocation) || b.place - a.place);
  const corrections: { id: string; amount: string }[] = [];
  for (const { allocation } of newest) {
    const there: Decimal = decimal(allocation.amount).plus(sum(allocation.corrections.map(decimal)));
    const back = min(there, left);
    if (!isPositive(back)) continue;
    left = left.minus(back);
    corrections.push({ id: allocation.id, amount: text(back.neg()) });
  }
  return isZero(left) ? { ok: true, corrections } : { ok: false, error: 'insufficient_allocations' };
}

const compareCreated = (a: Allocation, b: Allocation): number =>
  a.createdAt === undefined || b.createdAt === undefined ? 0 : compareInstants(a.createdAt, b.createdAt);

/** Says what brings the credit used for something from what it is to what it should be. */
export function reconcile(current: string, target: string): { action: 'none' | 'allocate' | 'correct'; amount: string } {
  const difference = decimal(target).minus(decimal(current));
  return { action: isZero(difference) ? 'none' : isPositive(difference) ? 'allocate' : 'correct', amount: text(difference) };
}
