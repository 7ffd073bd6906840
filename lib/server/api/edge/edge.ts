import 'server-only';
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { InputOf, Operation, ResultOf } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import type { Ctx, Principal } from '@/lib/server/core/ctx';
import { run } from '@/lib/server/core/run';
import { converter } from '@/lib/wire';
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
  return JSON.stringify(converter(op.result).toWire(result));
}

/** An answer whose body is written already, or that has none. */
export function replyText(op: Operation, text: string | null, requestId: string, revision?: number): Response {
  const headers: Record<string, string> = { 'x-request-id': requestId, 'cache-control': 'no-store' };
  if (revision !== undefined) headers.etag = `"${revision}"`;
  if (text !== null) headers['content-type'] = 'application/json';
  return new Response(text, { status: op.status, headers });
}

/** The answer of an operation. */
export const reply = (op: Operation, result: unknown, requestId: string, revision?: number): Response =>
  replyText(op, op.result ? wireText(op, result) : null, requestId, revision);

type Verb<O extends Operation> = (ctx: Ctx, input: InputOf<O>) => Promise<ResultOf<O>>;

/** Serves an operation with a verb, in one transaction; a repeated write with the same Idempotency-Key is answered as the first was. */
export function bind<O extends Operation>(op: O, verb: Verb<O>): Route {
  return {
    op,
    async handle(c, requestId) {
      const principal = authorise(await caller(c), op.permission);
      const parsed = await input(c, op);
      const revision = ifMatch(c);
      const key = op.method === 'get' ? undefined : c.req.header('idempotency-key');
      if (key !== undefined && op.secretAnswer)
        throw problem('bad_request', 'The answer of this operation is not kept, so it cannot be repeated. Leave out Idempotency-Key.');
      return run(principal, { requestId, ifMatch: revision }, async (ctx) => {
        const work = async () => reply(op, await verb(ctx, parsed), requestId, ctx.revision);
        return key === undefined
          ? work()
          : once(
              ctx,
              key,
              createHash('sha256')
                .update(JSON.stringify([op.id, parsed]))
                .digest('hex'),
              work,
            );
      });
    },
    async local(who, given) {
      const principal = authorise(who, op.permission);
      return run(principal, {}, async (ctx) => {
        const data = await verb(ctx, given as InputOf<O>);
        return { data, revision: ctx.revision };
      });
    },
  };
}

/**
 * Serves a read that ends outside its transaction: the verb looks up what it needs and returns the rest as a function, which runs when the
 * transaction is over, so that slow work holds no connection. It writes nothing, so repeating it needs no key.
 */
export function bindRead<O extends Operation>(op: O, verb: (ctx: Ctx, input: InputOf<O>) => Promise<() => Promise<ResultOf<O>>>): Route {
  const answer = async (principal: Principal, given: InputOf<O>, requestId?: string) => {
    const rest = await run(principal, { requestId }, (ctx) => verb(ctx, given));
    return rest();
  };
  return {
    op,
    async handle(c, requestId) {
      const principal = authorise(await caller(c), op.permission);
      return reply(op, await answer(principal, await input(c, op), requestId), requestId);
    },
    async local(who, given) {
      return { data: await answer(authorise(who, op.permission), given as InputOf<O>) };
    },
  };
}

/** Does the work unless the key was used before; waits for a request with the same key that is under way. */
async function once(ctx: Ctx, key: string, requestHash: string, work: () => Promise<Response>): Promise<Response> {
  if (key.length < 1 || key.length > 200) throw problem('bad_request', 'Idempotency-Key takes 1 to 200 characters.');
  const where = { workspaceId_key: { workspaceId: ctx.workspace.id, key } };
  const claimed = await ctx.tx.$executeRaw`
    INSERT INTO idempotency_keys (workspace_id, key, request_hash, status) VALUES (${ctx.workspace.id}, ${key}, ${requestHash}, 0) ON CONFLICT DO NOTHING`;
  if (claimed === 0) {
    const before = await ctx.tx.idempotencyKey.findUniqueOrThrow({ where });
    if (before.requestHash !== requestHash) throw problem('conflict', 'This Idempotency-Key was used for a different request.');
    const headers = {
      'content-type': 'application/json',
      'x-request-id': ctx.requestId,
      'idempotency-replayed': 'true',
      'cache-control': 'no-store',
    };
    return new Response(before.body === null ? null : JSON.stringify(before.body), { status: before.status, headers });
  }
  const response = await work();
  const body = response.body ? await response.clone().json() : undefined;
  await ctx.tx.idempotencyKey.update({ where, data: { status: response.status, body } });
  return response;
}

/** Serves an operation by hand: other bodies and answers than one JSON document, and reads that need no transaction of Prisma's. */
export function bindRaw<O extends Operation>(
  op: O,
  handle: (c: Context, principal: Principal, requestId: string) => Promise<Response>,
): Route {
  return { op, handle: async (c, requestId) => handle(c, authorise(await caller(c), op.permission), requestId) };
}

/** Serves an operation for whoever is signed in, or for anyone, whatever their workspace. */
export function bindOpen<O extends Operation>(
  op: O,
  verb: (who: Caller, input: InputOf<O>, requestId: string) => Promise<ResultOf<O>>,
): Route {
  return {
    op,
    async handle(c, requestId) {
      const who = await caller(c);
      if (op.permission === 'session' && !who.person) throw problem('unauthenticated', 'Sign in first.');
      return reply(op, await verb(who, await input(c, op), requestId), requestId);
    },
  };
}
