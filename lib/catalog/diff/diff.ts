import type { AddOnContent } from '@/lib/catalog/add-on';
import type { PlanContent } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import { decimal, text } from '@/lib/decimal';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { PathStep } from '@/lib/problem';

/** Versioned parts of a plan: its content and the add-ons offered with it. */
export type DiffablePlan = PlanContent & { addOns: readonly AddOnAssignment[] };

/**
 * One difference. The path names phases and rate cards by key, add-on assignments by the add-on's id, and tiers by index: of a changed or
 * removed tier the index before, of an added one the index after. `index` is where an added thing stands among its likes.
 */
export interface Change {
  path: PathStep[];
  kind: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
  index?: number;
}

type Fields = Record<string, unknown>;

/** Fields that are compared part by part. */
interface Shape {
  /** Two values of this shape can be compared part by part; otherwise they are compared whole. */
  comparable?(before: Fields, after: Fields): boolean;
  fields?: Record<string, Shape>;
  list?: { keyOf(item: Fields): string; item: Shape };
  tiers?: Shape;
}

const ofSameType = (before: Fields, after: Fields) => before.type === after.type;
const byKey = (item: Fields) => String(item.key);

const rateCards: Shape = {
  list: {
    keyOf: byKey,
    item: {
      fields: {
        price: { comparable: ofSameType, fields: { tiers: { tiers: { fields: {} } } } },
        commitments: { fields: {} },
        discounts: { fields: {} },
        entitlement: { comparable: ofSameType, fields: {} },
      },
    },
  },
};
const addOnShape: Shape = { fields: { rateCards } };
const planShape: Shape = {
  fields: {
    phases: { list: { keyOf: byKey, item: { fields: { rateCards } } } },
    addOns: { list: { keyOf: (item) => String((item.addon as Fields).id), item: { fields: {} } } },
  },
};

/** The differences between two contents of a plan, in the order in which the plan is read. Phase and card keys must be unique. */
export function planChanges(before: DiffablePlan, after: DiffablePlan): Change[] {
  return compareFields(planShape, before, after, []);
}

/** The differences between two contents of an add-on. Card keys must be unique. */
export function addOnChanges(before: AddOnContent, after: AddOnContent): Change[] {
  return compareFields(addOnShape, before, after, []);
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Do two JSON values say the same? Absent and undefined members are alike, and so is every order of members. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => isSame(a[name], b[name]));
}

function compareFields(shape: Shape, before: Fields, after: Fields, path: PathStep[]): Change[] {
  // Lists come last: one reads what a phase is before what it sells.
  const isList = (name: string) => (shape.fields?.[name]?.list ? 1 : 0);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort((a, b) => isList(a) - isList(b));
  return names.flatMap((name) => compare(shape.fields?.[name], before[name], after[name], [...path, name]));
}

function compare(shape: Shape | undefined, before: unknown, after: unknown, path: PathStep[]): Change[] {
  if (isSame(before, after)) return [];
  if (before === undefined) return [{ path, kind: 'added', after }];
  if (after === undefined) return [{ path, kind: 'removed', before }];
  if (shape?.list && Array.isArray(before) && Array.isArray(after)) return compareLists(shape.list, before, after, path);
  if (shape?.tiers && Array.isArray(before) && Array.isArray(after)) {
    return compareTiers(shape.tiers, before, after, path) ?? [{ path, kind: 'changed', before, after }];
  }
  if (shape?.fields && isObject(before) && isObject(after) && (shape.comparable?.(before, after) ?? true)) {
    return compareFields(shape, before, after, path);
  }
  return [{ path, kind: 'changed', before, after }];
}

function compareLists({ keyOf, item }: NonNullable<Shape['list']>, before: Fields[], after: Fields[], path: PathStep[]): Change[] {
  const old = new Map(before.map((value) => [keyOf(value), value]));
  const keysAfter = after.map(keyOf);
  const removed = before.filter((value) => !keysAfter.includes(keyOf(value)));
  const changes: Change[] = removed.map((value) => ({ path: [...path, keyOf(value)], kind: 'removed', before: value }));
  for (const [index, value] of after.entries()) {
    const key = keyOf(value);
    const was = old.get(key);
    if (was) changes.push(...compareFields(item, was, value, [...path, key]));
    else changes.push({ path: [...path, key], kind: 'added', after: value, index });
  }
  const keptBefore = before.map(keyOf).filter((key) => keysAfter.includes(key));
  const keptAfter = keysAfter.filter((key) => old.has(key));
  if (!isSame(keptBefore, keptAfter)) changes.push({ path, kind: 'changed', before: keptBefore, after: keptAfter });
  return changes;
}

const boundOf = (tier: PriceTier): string => (tier.upToAmount === undefined ? 'above' : text(decimal(tier.upToAmount)));

/** Tiers pair off by place when there are as many as before, otherwise by their upper bound. Null when that does not tell them apart. */
function compareTiers(shape: Shape, before: PriceTier[], after: PriceTier[], path: PathStep[]): Change[] | null {
  if (before.length === after.length) {
    return before.flatMap((tier, i) => compareFields(shape, { ...tier }, { ...after[i] }, [...path, i]));
  }
  const [bounds, boundsAfter] = [before.map(boundOf), after.map(boundOf)];
  const kept = bounds.filter((bound) => boundsAfter.includes(bound));
  const isSorted = isSame(
    kept,
    boundsAfter.filter((bound) => bounds.includes(bound)),
  );
  if (!isSorted || new Set(bounds).size < bounds.length || new Set(boundsAfter).size < boundsAfter.length) return null;
  const changes: Change[] = [];
  for (const [i, tier] of before.entries()) {
    const next = after[boundsAfter.indexOf(boundOf(tier))];
    if (next) changes.push(...compareFields(shape, { ...tier }, { ...next }, [...path, i]));
    else changes.push({ path: [...path, i], kind: 'removed', before: tier });
  }
  for (const [index, tier] of after.entries()) {
    if (!bounds.includes(boundOf(tier))) changes.push({ path: [...path, index], kind: 'added', after: tier, index });
  }
  return changes;
}
