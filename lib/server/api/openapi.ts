import 'server-only';
import { z } from 'zod';
import { statusesOf } from '@/lib/api/answers';
import type { Operation } from '@/lib/api/operation';
import type { Route } from '@/lib/server/api/edge/edge';
import { PROBLEM_ANSWERS, problemAnswers, problemShapes } from '@/lib/server/api/edge/problem-shapes';
import { mayBeLeftOut } from '@/lib/server/api/edge/request';
import { wireJsonSchema, wireNames } from '@/lib/wire';

type Json = Record<string, unknown>;

let cached: Json | undefined;

/** The OpenAPI 3.0 document of all routes, made once from the same shapes that check requests and write answers. */
export function openApiDocument(routes: readonly Route[]): Json {
  cached ??= build(routes);
  return cached;
}

function build(routes: readonly Route[]): Json {
  const shapes: Shapes = {};
  const paths: Record<string, Json> = {};
  for (const { op } of routes) {
    paths[op.path] ??= {};
    const at = paths[op.path] as Json;
    at[op.method] = {
      operationId: op.id,
      tags: [op.tag],
      summary: op.summary,
      ...(op.permission === 'none'
        ? { security: [] }
        : { description: op.permission === 'session' ? 'Needs a signed-in person.' : `Needs the permission \`${op.permission}\`.` }),
      parameters: [...parameters(op.params, 'path', shapes), ...parameters(op.query, 'query', shapes)],
      ...(op.body && {
        requestBody: { required: !mayBeLeftOut(op.body), content: contents({ 'application/json': op.body, ...op.alsoTakes }, shapes) },
      }),
      responses: {
        [op.status]:
          op.result || op.alsoGives
            ? { description: 'Done', content: contents({ ...(op.result && { 'application/json': op.result }), ...op.alsoGives }, shapes) }
            : { description: 'Done, no body' },
        ...Object.fromEntries(
          statusesOf(op)
            .filter((status) => status >= 400)
            .map((status) => [status, refusal(op, status)]),
        ),
      },
    };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Ratebook', version: '1', description: 'Usage-based pricing: catalog, metering, entitlements and billing.' },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      responses: problemAnswers,
      schemas: { ...problemShapes, ...Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))) },
    },
  };
}

/** A refusal as a problem document, and in protobuf where that is what senders read: a google.rpc.Status. */
function refusal(op: Operation, status: number): Json {
  const [answer, shape] = PROBLEM_ANSWERS[status] ?? [];
  if (!op.alsoTakes?.['application/x-protobuf']) return { $ref: `#/components/responses/${answer}` };
  return {
    description: answer,
    content: {
      'application/problem+json': { schema: { $ref: `#/components/schemas/${shape}` } },
      'application/x-protobuf': { schema: { type: 'string', format: 'binary' } },
    },
  };
}

type Shapes = { [name: string]: unknown };

const OPTIONS = { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' } as const;

/**
 * A shape where it is used: a reference when it has a name, its JSON schema when it has none. Every named shape in it goes to `shapes`.
 * Converted as input: what has a default may be left out, as in the contract.
 */
function reference(schema: z.ZodType, shapes: Shapes): Json {
  const { definitions = {}, ...json } = z.toJSONSchema(schema, OPTIONS) as Json & { definitions?: Shapes };
  for (const [name, definition] of Object.entries(definitions)) shapes[name] ??= tidy(definition);
  return tidy(json) as Json;
}

const contents = (types: Record<string, z.ZodType>, shapes: Shapes): Json =>
  Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema: reference(schema, shapes) }]));

/** Names become the wire's, references lead to the components, and what zod adds of its own goes. */
function tidy(json: unknown): unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const { allOf, ...rest } = value as Json & { allOf?: Json[] };
    if (allOf?.length === 1 && Object.keys(rest).length === 0) return walk(allOf[0]);
    const entries = Object.entries(value as Json).filter(
      ([k, v]) => k !== 'id' && k !== '$schema' && k !== '$id' && !isSafeIntegerBound(k, v),
    );
    return Object.fromEntries(entries.map(([k, v]) => [k, member(k, v)]));
  };
  const member = (keyword: string, value: unknown): unknown => {
    if (keyword === '$ref') return `#/components/schemas/${String(value).split('/').at(-1)}`;
    // The keys below are names of fields, not keywords.
    if (keyword === 'properties') return Object.fromEntries(Object.entries(value as Json).map(([name, shape]) => [name, walk(shape)]));
    return walk(value);
  };
  return wireJsonSchema(walk(json));
}

const isSafeIntegerBound = (keyword: string, value: unknown) =>
  (keyword === 'minimum' || keyword === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query', shapes: Shapes): Json[] {
  if (!schema) return [];
  const wire = wireNames(schema);
  const explode = wire('aA') === 'aA'; // an API of others, where a list is its name repeated
  return Object.entries(schema.shape).map(([name, member]) => {
    const s = member as z.ZodType;
    const required = where === 'path' || !s.safeParse(undefined).success;
    const json = reference(s, shapes);
    return {
      name: where === 'path' ? name : wire(name),
      in: where,
      required,
      schema: json,
      ...(where === 'query' && (isNested(s) ? { style: 'deepObject' } : { style: 'form', explode })),
    };
  });
}

/** Is the parameter written in brackets, as parts of a whole? Texts, numbers and lists are written as they are. */
function isNested(schema: z.ZodType): boolean {
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  if (def.type === 'union') return def.options.some((option) => isNested(option as z.ZodType));
  return 'innerType' in def ? isNested(def.innerType as z.ZodType) : def.type === 'object' || def.type === 'record';
}
