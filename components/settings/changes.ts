import { heldDigits, jsonText } from '@/lib/exact-json';

/** One place where two values differ; `before` or `after` is undefined where the place is not there. */
export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && heldDigits(value) === undefined;

/** Fields that every change touches; they say nothing. */
const NOISE = new Set(['updatedAt', 'updated_at', 'revision']);

/**
 * Compares two JSON values, leaf by leaf, in the order of the fields: `rateCards[2].price.amount`, before, after.
 * A part that was added or removed as a whole is one change.
 */
export function changesBetween(before: unknown, after: unknown, path = ''): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const step = (key: string) => (Array.isArray(before) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
  return keys.filter((key) => !NOISE.has(key)).flatMap((key) => changesBetween(before[key], after[key], step(key)));
}

/** A leaf as people read it: texts without quotation marks, parts as JSON. */
export const leafText = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : jsonText(value, isBranch(value) ? 2 : 0);

/** "plan.publish" → "published", for a sentence such as "Mara published the plan Pro". */
export function actionWords(action: string): string {
  const verb = action.split('.').at(-1) ?? action;
  return PAST[action] ?? PAST[verb] ?? verb.replaceAll('_', ' ');
}

const PAST: Record<string, string> = {
  create: 'created',
  update: 'changed',
  replace: 'changed',
  delete: 'deleted',
  publish: 'published',
  schedule: 'scheduled',
  unschedule: 'unscheduled',
  archive: 'archived',
  duplicate: 'duplicated',
  revoke: 'revoked',
  add: 'added',
  remove: 'removed',
  set_up: 'set up',
  import: 'imported',
  void: 'voided',
  replay: 'sent again',
  retry: 'tried again',
  discard: 'discarded',
  'demo_data.remove': 'freed of demo data',
};
