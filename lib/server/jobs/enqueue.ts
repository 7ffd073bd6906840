import 'server-only';
import type { PoolClient } from 'pg';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { type JobKind, kindOf, type PayloadOf } from './kinds';

export interface When {
  /** When the job may begin, by the wall clock (ISO, UTC); at once when absent. */
  due?: string | undefined;
  /** Delay in milliseconds from the database's now, in place of `due`. */
  afterMs?: number | undefined;
}

/** Identifies the caller who asked for a job; noted with it, so that its log lines lead back to the request. */
interface Asker {
  actor: { name: string };
  requestId: string;
}

/**
 * Asks for one job per payload, in the transaction of the caller: they are there when it commits, and never were when it rolls back. A
 * waiting job of the same kind and key takes the newer payload and the earlier time; one that runs already gets a successor.
 */
export async function enqueueAll<K extends JobKind>(
  ctx: Asker & Pick<Ctx, 'tx'>,
  kind: K,
  payloads: readonly PayloadOf<K>[],
  when: When = {},
): Promise<void> {
  if (!payloads.length) return;
  await ctx.tx.$executeRaw`SELECT enqueue_jobs(${JSON.stringify(payloads.map((payload) => jobSpec(ctx, kind, payload, when)))}::jsonb)`;
}

/** Asks for one job; see `enqueueAll`. */
export const enqueue = <K extends JobKind>(ctx: Asker & Pick<Ctx, 'tx'>, kind: K, payload: PayloadOf<K>, when: When = {}): Promise<void> =>
  enqueueAll(ctx, kind, [payload], when);

/** Asks for one job on a plain connection, in its transaction; see `enqueueAll`. */
export async function enqueueOn<K extends JobKind>(
  client: PoolClient,
  by: Asker,
  kind: K,
  payload: PayloadOf<K>,
  when: When = {},
): Promise<void> {
  await client.query('SELECT enqueue_jobs($1::jsonb)', [JSON.stringify([jobSpec(by, kind, payload, when)])]);
}

/** A job as the database's `enqueue_jobs` takes it. A payload that its kind does not allow is a mistake of the caller, and throws. */
export function jobSpec<K extends JobKind>(by: Asker, name: K, given: PayloadOf<K>, { due, afterMs }: When = {}) {
  const kind = kindOf(name);
  if (!kind) throw new Error(`there is no kind of job "${name}"`);
  const payload = kind.payload.parse(given);
  return {
    id: newId(),
    kind: name,
    key: kind.key?.(payload) ?? null,
    queue: kind.queue?.(payload) ?? null,
    payload,
    about: kind.about(payload).slice(0, ABOUT_MAX),
    max_attempts: kind.attempts,
    due: due ?? null,
    after_ms: afterMs ?? 0,
    priority: kind.priority ?? 0,
    request_id: by.requestId,
    created_by: by.actor.name,
  };
}

const ABOUT_MAX = 300;
