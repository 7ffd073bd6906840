import { z } from 'zod';
import { asFloat } from './exact-json';
import { FAULTS_MAX } from './work-limits';

/** `upToAmount` → `up_to_amount`. Digits stay with the word before them (`line1`). */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

type Schema = z.core.$ZodType;

/** Gives the names on the wire of an object's members: snake_case, except for a shape that is marked as written (lib/fields.ts). */
export const wireNames = (schema: Schema): ((name: string) => string) =>
  z.globalRegistry.get(schema)?.['x-names'] === 'as-written' ? (name) => name : snake;
interface Converter {
  toWire(value: unknown): unknown;
  fromWire(value: unknown): unknown;
}
const same: Converter = { toWire: (v) => v, fromWire: (v) => v };
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const cache = new WeakMap<Schema, Converter>();

/**
 * Converts between code (camelCase) and wire (snake_case) by walking a zod schema, so that only names which the schema
 * declares are converted: keys of maps (labels, dimensions, event data) and values typed `any` are data and stay as they are.
 * Undefined members are left out on the wire. Names the schema does not know are passed on unchanged: parsing refuses them.
 * Of a list or map from the wire that is longer than its shape allows, one item more than that is read: enough for parsing to refuse it.
 */
export function converter(schema: Schema): Converter {
  const known = cache.get(schema);
  if (known) return known;
  // Entered before it is built, so that a schema which contains itself finds its own converter.
  const slot: Converter = { ...same };
  cache.set(schema, slot);
  return Object.assign(slot, inFigures(schema as z.core.$ZodTypes, build(schema as z.core.$ZodTypes)));
}

/** Shapes that say nothing of the value itself: it is somebody's data, or what stands inside says it. */
const OPEN = new Set(['unknown', 'any', 'optional', 'nullable', 'default', 'prefault', 'readonly', 'nonoptional', 'catch', 'lazy', 'pipe']);

/** A number that is held digit by digit (lib/exact-json.ts) stays so in somebody's data alone; anywhere else it is a number like others. */
const inFigures = (schema: z.core.$ZodTypes, { toWire, fromWire }: Converter): Converter =>
  OPEN.has(schema._zod.def.type) ? { toWire, fromWire } : { toWire, fromWire: (value) => fromWire(asFloat(value)) };

function build(schema: z.core.$ZodTypes): Converter {
  const def = schema._zod.def;
  switch (def.type) {
    case 'object':
      return object(def.shape as Record<string, Schema>, def.catchall as Schema | undefined, wireNames(schema));
    case 'array':
      return list(() => converter(def.element), maximum(schema));
    case 'record':
      return map(converter(def.valueType), maximum(schema));
    case 'union':
      return union(def.options as readonly Schema[], 'discriminator' in def ? String(def.discriminator) : undefined);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return converter(def.innerType);
    case 'lazy':
      return lazy(def.getter);
    case 'pipe':
      // A transform changes values, not names: the side that is a shape knows the names.
      return (def.in as z.core.$ZodTypes)._zod.def.type === 'transform' ? converter(def.out) : converter(def.in);
    default:
      return same;
  }
}

/** Stands before a name of code that was found on the wire, so that parsing refuses it; see `wireName`. */
const FOREIGN = '!';

/** The name that a sender wrote, of a name that parsing refused. */
export const wireName = (refused: string): string => (refused.startsWith(FOREIGN) ? refused.slice(FOREIGN.length) : refused);

function object(shape: Record<string, Schema>, catchall: Schema | undefined, wire: (name: string) => string): Converter {
  const out = new Map<string, { name: string; c: Converter }>();
  const back = new Map<string, { name: string; c: Converter }>();
  for (const [name, member] of Object.entries(shape)) {
    const c = converter(member);
    out.set(name, { name: wire(name), c });
    back.set(wire(name), { name, c });
  }
  const rest = catchall ? converter(catchall) : same;
  const strict = (catchall as z.core.$ZodTypes | undefined)?._zod.def.type === 'never';
  const walk = (names: typeof out, way: keyof Converter) => (value: unknown) => {
    if (!isObject(value)) return value;
    const result: Record<string, unknown> = {};
    let unknown = 0;
    for (const key of Object.keys(value)) {
      if (value[key] === undefined) continue;
      const hit = names.get(key);
      if (!hit && strict && ++unknown > FAULTS_MAX + 1) continue;
      // A name as code spells it is not on the wire: it must not slip in beside the right one.
      const name = hit?.name ?? (strict && way === 'fromWire' && out.has(key) ? `${FOREIGN}${key}` : key);
      put(result, name, (hit ? hit.c : rest)[way](value[key]));
    }
    return result;
  };
  return { toWire: walk(out, 'toWire'), fromWire: walk(back, 'fromWire') };
}

/** A sender may name a member `__proto__`: it must become a member, not a prototype. */
function put(target: Record<string, unknown>, key: string, value: unknown) {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** The most items or entries that a shape allows; infinity where it does not say. */
export function maximum(schema: z.core.$ZodTypes): number {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def as { check: string; maximum?: number });
  const longest = checks.find(({ check }) => check === 'max_length')?.maximum;
  return longest ?? (z.globalRegistry.get(schema)?.maxProperties as number | undefined) ?? Number.POSITIVE_INFINITY;
}

function list(element: () => Converter, max: number): Converter {
  const each = (way: keyof Converter, items: readonly unknown[]) => items.map((v) => element()[way](v));
  return {
    toWire: (value) => (Array.isArray(value) ? each('toWire', value) : value),
    fromWire: (value) => (Array.isArray(value) ? each('fromWire', value.slice(0, max + 1)) : value),
  };
}

function map(c: Converter, max: number): Converter {
  const each = (way: keyof Converter, value: Record<string, unknown>, keys: readonly string[]) => {
    const result: Record<string, unknown> = {};
    for (const key of keys) put(result, key, c[way](value[key]));
    return result;
  };
  return {
    toWire: (value) => (isObject(value) ? each('toWire', value, Object.keys(value)) : value),
    fromWire: (value) => (isObject(value) ? each('fromWire', value, Object.keys(value).slice(0, max + 1)) : value),
  };
}

function lazy(getter: () => Schema): Converter {
  return { toWire: (v) => converter(getter()).toWire(v), fromWire: (v) => converter(getter()).fromWire(v) };
}

/**
 * Chooses by the discriminator where there is one, else the option of the value's kind (object, list or plain value) that declares most of
 * the names the value has.
 */
function union(options: readonly Schema[], discriminator: string | undefined): Converter {
  const choose = (value: unknown, way: keyof Converter): Converter => {
    if (!isObject(value) && !Array.isArray(value)) return same;
    const fits = options.filter((o) => kind(o) === (Array.isArray(value) ? 'array' : 'object'));
    const hit = isObject(value) ? optionFor(value, fits, discriminator, way) : fits[0];
    return hit ? converter(hit) : same;
  };
  return { toWire: (v) => choose(v, 'toWire').toWire(v), fromWire: (v) => choose(v, 'fromWire').fromWire(v) };
}

function optionFor(value: Record<string, unknown>, options: readonly Schema[], discriminator: string | undefined, way: keyof Converter) {
  const name = (declared: string) => (way === 'toWire' ? declared : snake(declared));
  if (discriminator !== undefined) return options.find((o) => tags(o, discriminator).includes(value[name(discriminator)]));
  const known = (option: Schema) => {
    const { def } = inner(option)._zod;
    return def.type === 'object' ? Object.keys(def.shape).filter((declared) => Object.hasOwn(value, name(declared))).length : 0;
  };
  return options.reduce<Schema | undefined>((best, option) => (best && known(best) >= known(option) ? best : option), undefined);
}

function inner(schema: Schema): z.core.$ZodTypes {
  const s = schema as z.core.$ZodTypes;
  const def = s._zod.def;
  if (def.type === 'lazy') return inner(def.getter());
  if ('innerType' in def) return inner(def.innerType as Schema);
  if (def.type === 'pipe') return inner(def.in);
  return s;
}

const kind = (schema: Schema) => {
  const type = inner(schema)._zod.def.type;
  return type === 'array' ? 'array' : type === 'object' || type === 'record' || type === 'union' || type === 'any' ? 'object' : 'plain';
};

function tags(schema: Schema, discriminator: string): unknown[] {
  const s = inner(schema);
  const def = s._zod.def;
  if (def.type === 'union') return def.options.flatMap((o) => tags(o, discriminator));
  if (def.type !== 'object') return [];
  const member = def.shape[discriminator] as Schema | undefined;
  return member ? [...(inner(member)._zod.values ?? [])] : [];
}

/** The JSON Schema of a shape as it is on the wire: property names in snake_case, the rest untouched. */
export function wireJsonSchema(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(wireJsonSchema);
  if (!isObject(json)) return json;
  const result: Record<string, unknown> = {};
  const { 'x-names': names, ...rest } = json;
  const wire = names === 'as-written' ? (name: string) => name : snake;
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'properties' && isObject(value)) {
      result.properties = Object.fromEntries(Object.entries(value).map(([name, member]) => [wire(name), wireJsonSchema(member)]));
    } else if (key === 'required' && Array.isArray(value)) {
      result.required = value.map((name) => wire(String(name)));
    } else if (key === 'default' || key === 'enum' || key === 'const' || key === 'example') {
      result[key] = value;
    } else {
      result[key] = wireJsonSchema(value);
    }
  }
  return result;
}
