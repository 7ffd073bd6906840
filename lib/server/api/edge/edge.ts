import 'server-only';
import type { Context } from 'hono';
import type { InputOf, Operation, ResultOf } from '@/lib/api/operation';
import { jsonText } from '@/lib/exact-json';
import { problem } from '@/lib/problem';
import type { Ctx, Principal } from '@/lib/server/core/ctx';
import { run } from '@/lib/server/core/run';
import { converter } from '@/lib/wire';
import { answerHeaders, JSON_TYPE } from './answer-headers';
import { givenKey, hashOf, once, onceApart } from './repeated';
import { authorise, type Caller, caller, ifMatch, input } from './request';

/** An operation with what serves it. */
export interface Route {
  op: Operation;
  handle(c: Context, requestId: string): Promise<Response>;
  /** The same without HTTP, for pages that are rendered with their data in place. */
  local?(who: Caller, input: unknown): Promise<Answered>;
}

/** A result with the revision of the resource it shows, if it shows one. */
export interface Answered {
  data: unknown;
  revision?: number | undefined;
}

/** A result as the wire has it. */
export function wireText(op: Operation, result: unknown): string {
  if (!op.result) throw new Error(`${op.id} answers without a body`);
  if (process.env.VERIFY_RESPONSES) op.result.parse(result); // on in tests: an answer that breaks the contract is an error
  return jsonText(converter(op.result).toWire(result));
}

/** An answer whose body is written already, or that has none. */
export function replyText(op: Operation, text: string | null, requestId: string, revision?: number): Response {
  const headers = answerHeaders(requestId, text === null ? undefined : JSON_TYPE);
  if (revision !== undefined) headers.etag = `"${revision}"`;
  return new Response(text, { status: op.status, headers });
}

/** The answer of an operation. */
export const reply = (op: Operation, result: unknown, requestId: string, revision?: number): Response =>
  replyText(op, op.result ? wireText(op, result) : null, requestId, revision);

type Verb<O extends Operation, I> = (ctx: Ctx, input: I) => Promise<ResultOf<O>>;

/** Serves an operation with a verb, in one transaction; a repeated write with the same Idempotency-Key is answered as the first was. */
export const bind = <O extends Operation>(op: O, verb: Verb<O, InputOf<O>>): Route => bindBody(op, (c) => input(c, op), verb);

/** The same for a body that is not JSON; `read` takes the input from the request. */
export function bindBody<O extends Operation, I>(op: O, read: (c: Context) => Promise<I>, verb: Verb<O, I>): Route {
  return {
    op,
    async handle(c, requestId) {
      const principal = authorise(await caller(c), op.permission);
      const key = givenKey(c, op);
      const given = await read(c);
      return run(principal, { requestId, ifMatch: ifMatch(c) }, async (ctx) => {
        const work = async () => reply(op, await verb(ctx, given), requestId, ctx.revision);
        return key === undefined ? work() : once(ctx.tx, { holder: ctx.workspace.id, key, hash: hashOf(c, op, given), requestId }, work);
      });
    },
    async local(who, given) {
      const principal = authorise(who, op.permission);
      return run(principal, {}, async (ctx) => {
        const data = await verb(ctx, given as I);
        return { data, revision: ctx.revision };
      });
    },
  };
}

/**
 * Serves a read that ends outside its transaction: the verb looks up what it needs and returns the rest as a function, which runs when the
 * transaction is over, so that slow work holds no connection. It writes nothing, so repeating it needs no key. `other` may answer in another
 * form than JSON.
 */
export function bindRead<O extends Operation>(
  op: O,
  verb: (ctx: Ctx, input: InputOf<O>) => Promise<() => Promise<ResultOf<O>>>,
  other?: (c: Context, result: ResultOf<O>, given: InputOf<O>, requestId: string) => Response | undefined,
): Route {
  const answer = async (principal: Principal, given: InputOf<O>, occasion: { requestId?: string; ifMatch?: number | undefined } = {}) => {
    const rest = await run(principal, occasion, (ctx) => verb(ctx, given));
    return rest();
  };
  return {
    op,
    async handle(c, requestId) {
      const principal = authorise(await caller(c), op.permission);
      givenKey(c, op);
      const given = await input(c, op);
      const result = await answer(principal, given, { requestId, ifMatch: ifMatch(c) });
      return other?.(c, result, given, requestId) ?? reply(op, result, requestId);
    },
    async local(who, given) {
      return { data: await answer(authorise(who, op.permission), given as InputOf<O>) };
    },
  };
}

/**
 * Serves an operation by hand: other bodies and answers than one JSON document, and reads that need no transaction of Prisma's. It keeps no
 * answers for whoever repeats it: what it serves only reads, or takes events, which are stored once by their source and id.
 */
export function bindRaw<O extends Operation>(
  op: O,
  handle: (c: Context, principal: Principal, requestId: string) => Promise<Response>,
): Route {
  return {
    op,
    async handle(c, requestId) {
      const principal = authorise(await caller(c), op.permission);
      givenKey(c, op);
      return handle(c, principal, requestId);
    },
  };
}

const NOBODY: Caller = { principal: null, person: null };

/** Serves an operation for whoever is signed in, or for anyone, whatever their workspace. Repeated with a key, the person gets the first answer. */
export function bindOpen<O extends Operation>(
  op: O,
  verb: (who: Caller, input: InputOf<O>, requestId: string) => Promise<ResultOf<O>>,
): Route {
  return {
    op,
    async handle(c, requestId) {
      // An operation for anyone does not look at credentials: one that is stale must not keep anybody from it.
      const who = op.permission === 'none' ? NOBODY : await caller(c);
      if (op.permission === 'session' && !who.person) throw problem('unauthenticated', 'Sign in first.');
      const key = givenKey(c, op);
      const given = await input(c, op);
      const work = async () => reply(op, await verb(who, given, requestId), requestId);
      const holder = who.person?.user.id;
      const said = [who.principal?.workspace.id, given];
      return key === undefined || holder === undefined ? work() : onceApart({ holder, key, hash: hashOf(c, op, said), requestId }, work);
    },
  };
}
