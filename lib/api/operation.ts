import type { z } from 'zod';
import type { Permission } from './role';

type Shape = z.ZodObject;
type None = undefined;

/**
 * One operation of the HTTP API, as data: the server serves it, the OpenAPI document lists it and the typed client of the pages
 * calls it, all from this one description. Shapes are in camelCase; the wire is in snake_case (lib/wire.ts).
 */
export interface Operation<
  Params extends Shape | None = Shape | None,
  Query extends Shape | None = Shape | None,
  Body extends z.ZodType | None = z.ZodType | None,
  Result extends z.ZodType | None = z.ZodType | None,
> {
  /** Unique, in kebab-case, as in the contract. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** From the root of the host, parameters in braces: `/api/v3/openmeter/plans/{planId}`. */
  path: string;
  tag: string;
  summary: string;
  /** `session`: anyone who is signed in, whatever their workspace; `none`: anyone. */
  permission: Permission | 'session' | 'none';
  params: Params;
  query: Query;
  body: Body;
  result: Result;
  /** Bodies and results in other media types than JSON, by type. */
  alsoTakes?: Record<string, z.ZodType> | undefined;
  alsoGives?: Record<string, z.ZodType> | undefined;
  status: 200 | 201 | 202 | 204;
  /** Statuses that callers should expect besides those that follow from the shape of the operation (`statusesOf`). */
  refusals: readonly Refusal[];
  /** The answer shows a secret once: it is not kept, so an Idempotency-Key is refused. */
  secretAnswer: boolean;
  /** The operation that lists the same things: what was read by this one is stale whenever what was read by that one is. */
  listOf?: Operation | undefined;
}

/**
 * 404: nothing is there yet, on a path without an id, or what a body names is not there. 410: was archived. 413 and 415: of a body that is
 * read by hand. 422: a limit is exceeded. 428: the copy must be named. 429: too many at a time.
 */
type Refusal = 404 | 410 | 413 | 415 | 422 | 428 | 429;

export type InputOf<O> =
  O extends Operation<infer P, infer Q, infer B, z.ZodType | None>
    ? (P extends Shape ? { params: z.output<P> } : { params?: never }) &
        (Q extends Shape ? { query: z.output<Q> } : { query?: never }) &
        (B extends z.ZodType ? { body: z.output<B> } : { body?: never })
    : never;

/** Input as a caller writes it; defaults may be left out. */
export type CallOf<O> =
  O extends Operation<infer P, infer Q, infer B, z.ZodType | None>
    ? (P extends Shape ? { params: z.input<P> } : { params?: never }) &
        (Q extends Shape ? { query?: z.input<Q> } : { query?: never }) &
        (B extends z.ZodType ? { body: z.input<B> } : { body?: never })
    : never;

/** Result of the operation; nothing at all where it answers without a body. */
export type ResultOf<O> =
  // biome-ignore lint/suspicious/noConfusingVoidType: a verb without a result is an ordinary async function that returns nothing
  O extends Operation<Shape | None, Shape | None, z.ZodType | None, infer R> ? (R extends z.ZodType ? z.output<R> : void) : never;

interface Declared<P, Q, B, R>
  extends Pick<Operation, 'id' | 'method' | 'path' | 'tag' | 'summary' | 'permission' | 'alsoTakes' | 'alsoGives' | 'listOf'> {
  params?: P;
  query?: Q;
  body?: B;
  result?: R;
  status?: Operation['status'];
  refusals?: readonly Refusal[];
  secretAnswer?: boolean;
}

/** Declares an operation. The status defaults to 200 with a result and 204 without. */
export function operation<
  P extends Shape | None = None,
  Q extends Shape | None = None,
  B extends z.ZodType | None = None,
  R extends z.ZodType | None = None,
>(declared: Declared<P, Q, B, R>): Operation<P, Q, B, R> {
  const { params, query, body, result, status = result ? 200 : 204, refusals = [], secretAnswer = false, ...rest } = declared;
  return { ...rest, params: params as P, query: query as Q, body: body as B, result: result as R, status, refusals, secretAnswer };
}

export const V3 = '/api/v3/openmeter';
export const V1 = '/api/v1';
