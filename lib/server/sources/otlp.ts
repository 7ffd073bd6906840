import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidParameters } from '@/lib/invalid-parameters';
import { EVENTS_PER_BATCH_MAX } from '@/lib/metering/event';
import { readTime } from '@/lib/metering/usage-time';
import { problem } from '@/lib/problem';
import type { NewEvent } from '../usage/store';
import { keyText, parseJson, storable } from './entries';

/** OTLP writes 64-bit integers as texts; some senders write numbers. */
const Integer = z.union([z.string().regex(/^-?\d{1,20}$/), z.number()]);
const Value: z.ZodType<OtlpValue> = z.lazy(() =>
  z.looseObject({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: Integer.optional(),
    doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).optional(),
    arrayValue: z.looseObject({ values: z.array(Value).optional() }).optional(),
    kvlistValue: z.looseObject({ values: z.array(z.looseObject({ key: z.string(), value: Value.optional() })).optional() }).optional(),
  }),
);
interface OtlpValue {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: string | number | undefined;
  doubleValue?: number | string | undefined;
  arrayValue?: { values?: OtlpValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: OtlpValue | undefined }[] | undefined } | undefined;
}

export const Attributes = z.array(z.looseObject({ key: z.string(), value: Value.optional() })).optional();
export const Resource = z.looseObject({ attributes: Attributes }).optional();
export const Scope = z.looseObject({ name: z.string().optional(), version: z.string().optional() }).optional();
export const Nanos = Integer.optional();
export const OtlpNumber = Integer;

/** Attributes by name, each as JSON text. */
export type Named = Map<string, string>;

/** What people wrote to a model and it to them: not needed to bill, and not ours to keep. */
const PRIVATE =
  /^gen_ai\.(input\.messages|output\.messages|system_instructions|prompt|completion|tool\.definitions|tool\.call\.(arguments|result))(\.|$)/;

/** What one value is, as JSON text; undefined for what holds none (bytes, NaN, nothing). */
function jsonOf(value: OtlpValue | undefined, depth = 0): string | undefined {
  if (!value || depth > 8) return undefined;
  if (value.stringValue !== undefined) return JSON.stringify(storable(value.stringValue));
  if (value.boolValue !== undefined) return String(value.boolValue);
  if (value.intValue !== undefined) return integerText(value.intValue);
  if (typeof value.doubleValue === 'number') return JSON.stringify(value.doubleValue);
  if (value.arrayValue) return `[${(value.arrayValue.values ?? []).map((v) => jsonOf(v, depth + 1) ?? 'null').join(',')}]`;
  if (value.kvlistValue) return objectText(attributesOf(value.kvlistValue.values, depth + 1));
  return undefined;
}

/** The digits of an integer as JSON has them; undefined where a sender's JSON number has lost some already. */
export function integerText(value: string | number): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return String(BigInt(value));
}

export function attributesOf(list: z.infer<typeof Attributes>, depth = 0): Named {
  const named: Named = new Map();
  for (const { key, value } of list ?? []) {
    const json = PRIVATE.test(key) ? undefined : jsonOf(value, depth);
    if (json !== undefined) named.set(storable(key), json);
  }
  return named;
}

/** The text of an attribute of a single value. */
export function textOf(named: Named, key: string): string | undefined {
  const json = named.get(key);
  if (json === undefined || /^[[{]/.test(json)) return undefined;
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

export const objectText = (named: Named): string => `{${[...named].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;

/** Nanoseconds since 1970 as an instant, to the microsecond; null for none and for zero, which means none. */
export function timeOf(nanos: string | number | undefined): string | null {
  const text = nanos === undefined ? '' : String(nanos);
  if (!/^\d{10,20}$/.test(text)) return null;
  return readTime(`${text.slice(0, -9)}.${text.slice(-9)}`, 'unix_seconds', 'UTC');
}

/** Whose usage it is: the first of these attributes that a point, a record or its resource has. */
const SUBJECTS = ['customer.id', 'tenant.id', 'enduser.id', 'user.id', 'service.name'];
const NOBODY = 'anonymous';

export function subjectOf(given: string | undefined, ...places: Named[]): string {
  const keys = given === undefined ? SUBJECTS : [given];
  const found = keys.flatMap((key) => places.map((place) => textOf(place, key))).find(Boolean);
  return keyText(found ?? NOBODY) || NOBODY;
}

export const sourceOf = (resource: Named): string => keyText(['otel', textOf(resource, 'service.name')].filter(Boolean).join('/'));

/** A name for what has none: the same content sent again has the same. Attributes count in any order. */
export const digestOf = (...parts: (string | Named | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => (part instanceof Map ? [...part].sort(([a], [b]) => (a < b ? -1 : 1)) : (part ?? null)))))
    .digest('hex');

/** Token counts under the names that all sources of this product share, from the attributes of OpenTelemetry's GenAI conventions. */
const GEN_AI: Record<string, readonly string[]> = {
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  model: ['gen_ai.response.model', 'gen_ai.request.model'],
  operation: ['gen_ai.operation.name'],
  token_type: ['gen_ai.token.type'],
  input_tokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  output_tokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  cached_input_tokens: ['gen_ai.usage.cache_read.input_tokens'],
  cache_write_tokens: ['gen_ai.usage.cache_creation.input_tokens'],
};

export function genAiOf(attributes: Named): Named {
  return new Map(
    Object.entries(GEN_AI).flatMap(([name, keys]) => {
      const json = keys.map((key) => attributes.get(key)).find((found) => found !== undefined);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

/** The events of a request, and a sentence for each of its points or records that gives none. */
export interface OtlpRead {
  events: NewEvent[];
  refused: string[];
}

/** A body of OTLP/HTTP JSON in its shape. Refuses more points than a batch may have. */
export function readOtlp<S extends z.ZodType>(body: string, shape: S, count: (request: z.output<S>) => number): z.output<S> {
  const value = parseJson(body);
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const faults = invalidParameters(parsed.error.issues, 'body', value).map((fault) => ({ ...fault, field: camel(fault.field) }));
    throw problem('invalid_parameters', `${faults[0]?.field}: ${faults[0]?.reason} Nothing was stored.`, {
      invalidParameters: faults.slice(0, 100),
    });
  }
  const points = count(parsed.data);
  if (points > EVENTS_PER_BATCH_MAX)
    throw problem('limit_exceeded', `The request has ${points} points or records; the limit is ${EVENTS_PER_BATCH_MAX}.`);
  return parsed.data;
}

/** OTLP names its fields in camelCase, so they are told in it. */
const camel = (path: string): string => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
