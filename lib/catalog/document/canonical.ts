import type { DiffablePlan } from '@/lib/catalog/diff/diff';
import { contentOf } from '@/lib/catalog/plan';

// The most important fields stand first; fields that are not listed follow by name.
const ORDER = [
  ...[
    'key',
    'name',
    'description',
    'labels',
    'eventType',
    'aggregation',
    'valueProperty',
    'type',
    'instanceType',
    'currency',
    'billingCadence',
    'proRatingEnabled',
    'duration',
    'feature',
    'addon',
  ],
  ...['fromPlanPhase', 'maxQuantity', 'price', 'amount', 'upToAmount', 'unitPrice', 'flatPrice', 'tiers', 'unitConfig', 'paymentTerm'],
  ...['commitments', 'discounts', 'taxConfig', 'entitlement', 'rateCards', 'phases', 'addOns'],
];
const rank = new Map(ORDER.map((name, i) => [name, i]));

function compareNames(a: string, b: string): number {
  const last = ORDER.length;
  return (rank.get(a) ?? last) - (rank.get(b) ?? last) || (a < b ? -1 : 1);
}

/** A JSON value with its fields in one fixed order and without undefined ones. Numbers and decimal strings stay as they are written. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => compareNames(a, b)).map(([name, field]) => [name, canonical(field)]));
}

/** Returns the versioned content of a plan, in one fixed order: for files, hashes and comparison. Lists keep their order. */
export function canonicalPlan(plan: DiffablePlan): DiffablePlan {
  return canonical({ ...contentOf(plan), addOns: plan.addOns }) as DiffablePlan;
}

/** The one text of a value: the same for values that say the same, whatever order they were written in. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value));
}
