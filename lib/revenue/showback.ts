import type { Currency } from '../currency';
import { type Decimal, decimal, isNegative, isZero, max, sum, text, ZERO } from '../decimal';
import { allocate, moneyText } from '../money';
import { rateText } from './ratio';

/** Row for what belongs to nobody: always there when there is something in it, never hidden. */
export const UNASSIGNED = 'unassigned';

/** A department with what was used for it; within another one when it has a parent. */
export interface Department {
  key: string;
  direct: string;
  parent?: string | null;
}

/** A cost that nobody caused alone, with how it is split. */
export type SharedCost = { amount: string } & (
  | { method: 'even' | 'proportional' }
  /** In the proportions that are given: usage of a meter, or fixed shares. */
  | { method: 'weighted'; weights: Readonly<Record<string, string>> }
);

/** A department's cost. */
export interface DepartmentCost {
  key: string;
  direct: Decimal;
  shared: Decimal;
  total: Decimal;
  /** With the departments within it. */
  withChildren: Decimal;
}

/** Costs by department; the departments add up to the total, to the minor unit. */
export interface Showback {
  departments: DepartmentCost[];
  /** Parts of each shared cost, by department. */
  shared: ReadonlyMap<string, string>[];
  total: Decimal;
  /** Share of the total that has a department. */
  allocatedShare: string | null;
}

/** Splits shared costs over departments and adds up. */
export function showbackOf(departments: readonly Department[], costs: readonly SharedCost[], currency: Currency): Showback {
  const shared = costs.map((cost) => splitCost(cost, departments, currency));
  const rows = departments.map(({ key, direct }) => {
    const own = sum(shared.map((parts) => decimal(parts.get(key) ?? '0')));
    return { key, direct: decimal(direct), shared: own, total: decimal(direct).plus(own) };
  });
  const total = sum(rows.map((row) => row.total));
  const unassigned = sum(rows.filter(({ key }) => key === UNASSIGNED).map((row) => row.total));
  const totals = new Map(rows.map((row) => [row.key, row.total]));
  return {
    departments: rows.map((row) => ({ ...row, withChildren: sum(within(row.key, departments).map((key) => totals.get(key) ?? ZERO)) })),
    shared,
    total,
    allocatedShare: rateText(total.minus(unassigned), total),
  };
}

/** Splits an amount, also one below zero, by largest remainder on the minor unit; ties go to the first. */
function splitCost(cost: SharedCost, departments: readonly Department[], currency: Currency): Map<string, string> {
  if (departments.length === 0) return new Map();
  const weights = weightsOf(cost, departments);
  const amount = decimal(cost.amount);
  const parts = allocate(moneyText(amount.abs(), currency), weights.map(text), currency);
  const signed = parts.map((part) => text(isNegative(amount) ? ZERO.minus(decimal(part)) : decimal(part)));
  return new Map(departments.map(({ key }, i) => [key, signed[i] ?? '0']));
}

function weightsOf(cost: SharedCost, departments: readonly Department[]): Decimal[] {
  const even = departments.map(() => decimal('1'));
  if (cost.method === 'even') return even;
  const weights = departments.map(({ key, direct }) =>
    max(ZERO, decimal(cost.method === 'weighted' ? (cost.weights[key] ?? '0') : direct)),
  );
  return weights.every(isZero) ? even : weights;
}

/** A department and all that lie within it, at any depth; each once, even if somebody made a circle. */
function within(key: string, departments: readonly Department[], seen = new Set<string>()): string[] {
  if (seen.has(key)) return [];
  seen.add(key);
  return [key, ...departments.filter(({ parent }) => parent === key).flatMap((child) => within(child.key, departments, seen))];
}
