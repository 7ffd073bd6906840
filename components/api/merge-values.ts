import type { z } from 'zod';
import { converter } from '@/lib/wire';

/** A field of a form that both sides changed, each to something else. */
export interface ValueConflict {
  /** `address.city`; a list is one field. */
  path: string;
  mine: unknown;
  theirs: unknown;
}

export type Side = 'mine' | 'theirs';

/** Result of merging two edits of one form. */
export interface Merged<Values> {
  values: Values;
  /** Decided or not. */
  conflicts: ValueConflict[];
  /** Fields that only the other side changed; their values are taken. */
  taken: ValueConflict[];
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Brings two edits of the same values together, field by field: what one side left alone is taken from the other. Where both changed the
 * same field to different things it is a conflict, decided by `choices` (mine, where nothing is chosen).
 */
export function mergeValues<Values extends object>(
  base: Values,
  mine: Values,
  theirs: Values,
  choices: Readonly<Record<string, Side>> = {},
): Merged<Values> {
  const conflicts: ValueConflict[] = [];
  const taken: ValueConflict[] = [];
  const field = (path: string, b: unknown, m: unknown, t: unknown): unknown => {
    if (same(m, t) || same(b, t)) return m;
    if (isFields(m) && isFields(t)) return fields(`${path}.`, isFields(b) ? b : {}, m, t);
    const place = { path, mine: m, theirs: t };
    if (same(b, m)) {
      taken.push(place);
      return t;
    }
    conflicts.push(place);
    return choices[path] === 'theirs' ? t : m;
  };
  const fields = (prefix: string, b: Fields, m: Fields, t: Fields): Fields => {
    const names = [...new Set([...Object.keys(m), ...Object.keys(t)])];
    return Object.fromEntries(names.map((name) => [name, field(`${prefix}${name}`, b[name], m[name], t[name])]));
  };
  const values = fields('', base as Fields, mine as Fields, theirs as Fields) as Values;
  return { values, conflicts, taken };
}

/** Reads the current content that a refused write is answered with, for `theirs` of a form dialog. */
export const currentAs =
  <Thing, Values>(schema: z.ZodType<Thing>, valuesOf: (thing: Thing) => Values) =>
  (current: unknown): Values =>
    valuesOf(converter(schema).fromWire(current) as Thing);
