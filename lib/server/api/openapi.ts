import 'server-only';
import { z } from 'zod';
import { snake, wireJsonSchema } from '@/lib/wire';
import type { Route } from './edge';

type Json = Record<string, unknown>;

const PROBLEMS: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
};

let cached: Json | undefined;

/** The OpenAPI 3.0 document of all routes, made once from the same shapes that check requests and write answers. */
export function openApiDocument(routes: readonly Route[]): Json {
  cached ??= build(routes);
  return cached;
}

function build(routes: readonly Route[]): Json {
  const components = new Map<string, unknown>();
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
      parameters: [...parameters(op.params, 'path', components), ...parameters(op.query, 'query', components)],
      ...(op.body && {
        requestBody: { required: true, content: { 'application/json': { schema: reference(op.body, 'input', components) } } },
      }),
      responses: {
        [op.status]: op.result
          ? { description: 'Done', content: { 'application/json': { schema: reference(op.result, 'output', components) } } }
          : { description: 'Done, no body' },
        ...Object.fromEntries(
          [400, ...(op.permission === 'none' ? [] : [401, 403]), ...(op.params ? [404] : [])].map((status) => [
            status,
            { $ref: `#/components/responses/${PROBLEMS[status]}` },
          ]),
        ),
      },
    };
  }
  const problem = (title: string) => ({
    description: title,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/BaseError' } } },
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Ratebook', version: '1', description: 'Usage-based pricing: catalog, metering, entitlements and billing.' },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      responses: Object.fromEntries(Object.values(PROBLEMS).map((name) => [name, problem(name)])),
      schemas: { BaseError, ...Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b))) },
    },
  };
}

const text = { type: 'string' };
const BaseError: Json = {
  type: 'object',
  required: ['status', 'title', 'instance', 'detail'],
  properties: {
    status: { type: 'integer' },
    title: text,
    type: text,
    instance: text,
    detail: text,
    code: text,
    invalid_parameters: { type: 'array', items: { type: 'object', properties: { field: text, rule: text, reason: text, source: text } } },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: text, code: text, message: text, severity: { type: 'string', enum: ['critical', 'warning'] } },
      },
    },
  },
};

/** A shape's JSON schema as the wire has it; shapes with a name of their own go to the components and are referred to. */
function reference(schema: z.ZodType, io: 'input' | 'output', components: Map<string, unknown>): unknown {
  const {
    $defs = {},
    definitions: _,
    ...root
  } = z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any', reused: 'inline', uri: (id) => id } as Parameters<
    typeof z.toJSONSchema
  >[1]) as Json & { $defs?: Json };
  for (const [name, def] of Object.entries($defs as Json)) if (!components.has(name)) components.set(name, tidy(def));
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) return tidy(root);
  if (!components.has(id)) components.set(id, tidy(root));
  return { $ref: `#/components/schemas/${id}` };
}

/** Local references become component references; names become the wire's. */
function tidy(json: unknown): unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value as Json)
        .filter(([k]) => k !== 'id' && k !== '$schema')
        .map(([k, v]) => (k === '$ref' && typeof v === 'string' ? [k, `#/components/schemas/${v.split('/').at(-1)}`] : [k, walk(v)])),
    );
  };
  return wireJsonSchema(walk(json));
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query', components: Map<string, unknown>): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, member]) => {
    const s = member as z.ZodType;
    const required = where === 'path' || !s.safeParse(undefined).success;
    const json = reference(s, 'input', components) as Json;
    return {
      name: where === 'path' ? name : snake(name),
      in: where,
      required,
      schema: json,
      ...(where === 'query' && (json.type === 'object' || json.$ref !== undefined) && { style: 'deepObject', explode: true }),
    };
  });
}
