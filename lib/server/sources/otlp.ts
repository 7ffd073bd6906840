import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { variantOfModel } from '@/lib/catalog/llm-model';
import { invalidParameters } from '@/lib/invalid-parameters';
import { EVENTS_PER_BATCH_MAX } from '@/lib/metering/event';
import { readTime } from '@/lib/metering/usage-time';
import { problem } from '@/lib/problem';
import type { NewEvent } from '../usage/store';
import { keyText, storable } from './entries';

/** OTLP writes 64-bit integers as texts; some senders write numbers. */
const Integer = z.union([z.string().regex(/^-?\d{1,20}$/), z.number()]);
/** A double, which may be written as a text in JSON. */
const Double = z.union([z.number(), z.string().regex(/^(NaN|-?Infinity|-?\d+(\.\d+)?([eE][+-]?\d{1,3})?)$/)]);
const Value: z.ZodType<OtlpValue> = z.lazy(() =>
  z.looseObject({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: Integer.optional(),
    doubleValue: Double.optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.looseObject({ values: z.array(Value).optional() }).optional(),
    kvlistValue: z.looseObject({ values: z.array(z.looseObject({ key: z.string(), value: Value.optional() })).optional() }).optional(),
  }),
);
interface OtlpValue {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: string | number | undefined;
  doubleValue?: number | string | undefined;
  bytesValue?: string | undefined;
  arrayValue?: { values?: OtlpValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: OtlpValue | undefined }[] | undefined } | undefined;
}

export const AnyValue = Value.optional();
export const OtlpDouble = Double.optional();
export const Attributes = z.array(z.looseObject({ key: z.string(), value: Value.optional() })).optional();
export const Resource = z.looseObject({ attributes: Attributes }).optional();
export const Scope = z.looseObject({ name: z.string().optional(), version: z.string().optional() }).optional();
export const Nanos = Integer.optional();
export const OtlpNumber = Integer;

/** Attributes by name, each as JSON text. */
export type Named = Map<string, string>;

/** Prompts and answers: not needed to bill, and not ours to keep. */
const PRIVATE =
  /^gen_ai\.(input\.messages|output\.messages|system_instructions|prompt|completion|tool\.definitions|tool\.call\.(arguments|result))(\.|$)/;

const DEPTH_MAX = 40; // twice as deep once maps are objects, well within what an event's data may be

/** Returns one value as JSON text; undefined for an empty one. Bytes are in base64; what is no number in JSON (NaN) is a text. */
export function jsonOf(value: OtlpValue | undefined, depth = 0): string | undefined {
  if (!value) return undefined;
  if (depth > DEPTH_MAX) throw problem('validation_failed', `A value is nested more than ${DEPTH_MAX} levels deep. Nothing was stored.`);
  if (value.stringValue !== undefined) return JSON.stringify(storable(value.stringValue));
  if (value.boolValue !== undefined) return String(value.boolValue);
  if (value.intValue !== undefined) return integerText(value.intValue) ?? JSON.stringify(String(value.intValue));
  if (value.doubleValue !== undefined) return doubleText(value.doubleValue) ?? JSON.stringify(String(value.doubleValue));
  if (value.bytesValue !== undefined) return JSON.stringify(storable(value.bytesValue));
  if (value.arrayValue) return `[${(value.arrayValue.values ?? []).map((v) => jsonOf(v, depth + 1) ?? 'null').join(',')}]`;
  if (value.kvlistValue) return objectText(attributesOf(value.kvlistValue.values, depth + 1));
  return undefined;
}

/** The digits of an integer as JSON has them; undefined where a sender's JSON number has lost some already. */
export function integerText(value: string | number): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return String(BigInt(value));
}

/** The digits of a double as JSON has them, those of a text as they stand; undefined for NaN and the infinities. */
export function doubleText(value: number | string): string | undefined {
  if (typeof value === 'string') return Number.isFinite(+value) ? value.replace(/^(-?)0+(?=\d)/, '$1') : undefined;
  return Number.isFinite(value) ? JSON.stringify(value) : undefined;
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

/** Tells things of one request apart that are equal in all they say: the second of them gets a name of its own, the same when sent again. */
export function numbered(): (id: string) => string {
  const seen = new Map<string, number>();
  return (id) => {
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  };
}

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
  reasoning_tokens: ['gen_ai.usage.reasoning.output_tokens'],
};

/** Attribute with OpenAI's tier of service, which has prices of its own. */
const SERVICE_TIER = ['openai.response.service_tier', 'gen_ai.openai.response.service_tier'];

export function genAiOf(attributes: Named): Named {
  const first = (keys: readonly string[]) => keys.map((key) => attributes.get(key)).find((found) => found !== undefined);
  const found = new Map(
    Object.entries(GEN_AI).flatMap(([name, keys]) => {
      const json = first(keys);
      return json === undefined ? [] : [[name, json]];
    }),
  );
  const [model, tier] = [found.get('model'), first(SERVICE_TIER)];
  if (isJsonText(model) && isJsonText(tier)) {
    found.set('model', JSON.stringify(variantOfModel(JSON.parse(model), { tier: JSON.parse(tier) })));
    found.set('service_tier', tier);
  }
  return found;
}

const isJsonText = (json: string | undefined): json is string => json?.startsWith('"') === true;

/** The events of a request, and a sentence for each of its points or records that gives none. */
export interface OtlpRead {
  events: NewEvent[];
  refused: string[];
}

/** A request of OTLP/HTTP, of JSON or read from protobuf, in its shape. Refuses more points than a batch may have. */
export function readOtlp<S extends z.ZodType>(value: unknown, shape: S, count: (request: z.output<S>) => number): z.output<S> {
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
