import 'server-only';
import type { z } from 'zod';
import { snake } from '@/lib/wire';

/** A longer name, or one of more than nine steps, is the name of no parameter. */
const NAME_LENGTH_MAX = 500;

type Tree = { [name: string]: string | string[] | Tree };

/**
 * Reads `page[size]=20&filter[name][contains]=ac&expand=a,b` into a nested object of texts, then turns texts into the numbers, booleans
 * and lists that the schema expects. What does not fit stays text, so that parsing can say what is wrong with it.
 */
export function readQuery(params: URLSearchParams, schema: z.ZodType): unknown {
  const tree: Tree = Object.create(null);
  for (const [name, value] of params) {
    const isNested = name.length <= NAME_LENGTH_MAX && /^[^[\]]+(\[[^[\]]*\]){0,8}$/.test(name);
    const steps = isNested ? name.split(/[[\]]+/).filter(Boolean) : [name];
    let at = tree;
    for (const [i, step] of steps.entries()) {
      if (i === steps.length - 1) {
        const before = at[step];
        at[step] = typeof before === 'string' ? [before, value] : Array.isArray(before) ? [...before, value] : value;
      } else {
        const there = at[step];
        const next: Tree = typeof there === 'object' && !Array.isArray(there) ? there : Object.create(null);
        at[step] = next;
        at = next;
      }
    }
  }
  return coerce(plain(tree), schema as z.core.$ZodType);
}

function plain(tree: Tree): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, typeof v === 'object' && !Array.isArray(v) ? plain(v) : v]));
}

function coerce(value: unknown, schema: z.core.$ZodType): unknown {
  const s = schema as z.core.$ZodTypes;
  const def = s._zod.def;
  if ('innerType' in def) return coerce(value, def.innerType as z.core.$ZodType);
  switch (def.type) {
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'array':
      return typeof value === 'string' ? value.split(',') : value;
    case 'pipe':
      return coerce(value, def.in);
    case 'object': {
      if (typeof value !== 'object' || value === null) return value;
      const members = new Map(Object.entries(def.shape).map(([name, member]) => [snake(name), member as z.core.$ZodType]));
      return Object.fromEntries(
        Object.entries(value).map(([k, v]) => [k, members.has(k) ? coerce(v, members.get(k) as z.core.$ZodType) : v]),
      );
    }
    case 'union': {
      const fits = def.options.find((o) => ((o as z.core.$ZodTypes)._zod.def.type === 'object') === (typeof value === 'object'));
      return fits ? coerce(value, fits) : value;
    }
    default:
      return value;
  }
}
