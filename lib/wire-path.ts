import type { z } from 'zod';
import { snake } from './wire';

type Schema = z.core.$ZodType;

/** A schema without what is wrapped around it: optional, default, nullable and the like. */
function bare(schema: Schema | undefined): z.core.$ZodTypes | undefined {
  const s = schema as z.core.$ZodTypes | undefined;
  return s && 'innerType' in s._zod.def ? bare(s._zod.def.innerType as Schema) : s;
}

/** The schema of a field by its name in code; of a union, of the first option that has it. */
export function memberOf(schema: Schema | undefined, name: string): Schema | undefined {
  const def = bare(schema)?._zod.def;
  if (def?.type === 'object') return def.shape[name];
  if (def?.type === 'union') return def.options.map((option) => memberOf(option, name)).find(Boolean);
  return undefined;
}

/** The schema of the elements of a list. */
export function elementOf(schema: Schema | undefined): Schema | undefined {
  const def = bare(schema)?._zod.def;
  return def?.type === 'array' ? def.element : undefined;
}

/** The schema of what stands under a name of the wire, or under the key of a map. */
export function wireMemberOf(schema: Schema | undefined, name: string): Schema | undefined {
  const def = bare(schema)?._zod.def;
  if (def?.type === 'record') return def.valueType;
  if (def?.type === 'object') return def.shape[Object.keys(def.shape).find((declared) => snake(declared) === name) ?? ''];
  if (def?.type === 'union') return def.options.map((option) => wireMemberOf(option, name)).find(Boolean);
  return undefined;
}

/** Is text, and nothing else, what the schema takes? */
export function takesText(schema: Schema | undefined): boolean {
  const def = bare(schema)?._zod.def;
  if (def?.type === 'union') return def.options.every(takesText);
  return def?.type === 'string' || def?.type === 'enum';
}

/** The fields of a shape with their schemas, in order; of a union, those of all its options. Nothing for what is no shape. */
export function fieldsOf(schema: Schema | undefined): [name: string, schema: Schema][] {
  const def = bare(schema)?._zod.def;
  if (def?.type === 'object') return Object.entries(def.shape);
  if (def?.type !== 'union') return [];
  return [...new Map(def.options.flatMap((option) => fieldsOf(option))).entries()];
}
