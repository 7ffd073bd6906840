import type { PathStep } from '@/lib/problem';
import type { Change } from './diff';

type Fields = Record<string, unknown>;

/**
 * Makes the second content out of the first and their differences: `applyChanges(planChanges(a, b), a)` is `b`. The first is left as it
 * is. Throws when a change does not fit, which means that the differences were taken from another content.
 */
export function applyChanges<T extends object>(changes: readonly Change[], before: T): T {
  const result = structuredClone(before);
  const isItem = new Set(changes.filter(({ path }) => Array.isArray(holder(result, path))));
  // Paths name what was there before: so first fields change in place, then items leave from the end, and at last items come in order.
  for (const change of changes) {
    if (isItem.has(change) || isOrder(change)) continue;
    if (change.kind === 'added') add(result, change);
    else if (change.kind === 'removed') remove(result, change.path);
    else set(result, change.path, change.after);
  }
  for (const change of [...isItem].filter(({ kind }) => kind === 'removed').reverse()) remove(result, change.path);
  for (const change of changes) if (isOrder(change)) reorder(result, change);
  for (const change of isItem) if (change.kind === 'added') add(result, change);
  return result;
}

/** A change of a list as a whole that lists keys: only the order is new. */
function isOrder({ path, kind, after }: Change): boolean {
  const last = path.at(-1);
  return kind === 'changed' && (last === 'phases' || last === 'rateCards' || last === 'addOns') && Array.isArray(after);
}

function keyOf(item: unknown): string {
  const { key, addon } = item as { key?: string; addon?: { id: string } };
  return String(key ?? addon?.id);
}

function step(container: unknown, part: PathStep): unknown {
  if (!Array.isArray(container)) return (container as Fields)[part];
  return typeof part === 'number' ? container[part] : container.find((item) => keyOf(item) === part);
}

/** Returns the parent of the last step of a path. */
function holder(root: unknown, path: readonly PathStep[]): unknown {
  const found = path.slice(0, -1).reduce(step, root);
  if (typeof found !== 'object' || found === null) throw new Error(`there is nothing at ${path.slice(0, -1).join('.')}`);
  return found;
}

function lastOf(path: readonly PathStep[]): PathStep {
  const last = path.at(-1);
  if (last === undefined) throw new Error('a change needs a path');
  return last;
}

function set(root: object, path: readonly PathStep[], value: unknown): void {
  const target = holder(root, path);
  const last = lastOf(path);
  if (step(target, last) === undefined) throw new Error(`there is nothing at ${path.join('.')}`);
  (target as Fields)[last] = structuredClone(value);
}

function remove(root: object, path: readonly PathStep[]): void {
  const target = holder(root, path);
  const last = lastOf(path);
  if (step(target, last) === undefined) throw new Error(`there is nothing at ${path.join('.')}`);
  if (!Array.isArray(target)) delete (target as Fields)[last];
  else target.splice(typeof last === 'number' ? last : target.findIndex((item) => keyOf(item) === last), 1);
}

function add(root: object, { path, after, index }: Change): void {
  const target = holder(root, path);
  const value = structuredClone(after);
  if (Array.isArray(target)) target.splice(index ?? target.length, 0, value);
  else (target as Fields)[lastOf(path)] = value;
}

function reorder(root: object, { path, after }: Change): void {
  const list = step(holder(root, path), lastOf(path)) as unknown[];
  const order = after as string[];
  list.sort((a, b) => order.indexOf(keyOf(a)) - order.indexOf(keyOf(b)));
}
