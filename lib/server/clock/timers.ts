import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/server/core/ctx';
import { sqlTransaction, type Tx } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { enqueue } from '@/lib/server/jobs/enqueue';

/** Every kind of work that falls due, with the shape of its payload. What each does stands in lib/server/work/timer-handlers.ts. */
export const TIMER_KINDS = {
  /** A scheduled version of a plan or an add-on goes on sale. */
  'version.start': z.strictObject({ noun: z.enum(['plan', 'addon']), id: z.string() }),
  /** A phase, a billing period or a pause of a subscription begins or ends, or what was scheduled takes effect. */
  'subscription.wake': z.strictObject({ id: z.string() }),
} as const;

export type TimerKind = keyof typeof TIMER_KINDS;
export type TimerPayload<K extends TimerKind> = z.infer<(typeof TIMER_KINDS)[K]>;

export interface Timer {
  id: string;
  kind: string;
  payload: unknown;
  /** ISO, UTC. */
  dueAt: string;
}

/**
 * Has something done at an instant of the workspace's clock, in the transaction of the caller. Set again under its key, it moves. The live
 * clock's worker is asked to come at that instant; a test clock does it when it is advanced past it.
 */
export async function setTimer<K extends TimerKind>(
  ctx: Ctx,
  kind: K,
  key: string,
  payload: TimerPayload<K>,
  dueAt: string,
): Promise<void> {
  await ctx.tx.$executeRaw`
    INSERT INTO timers (id, workspace_id, kind, key, due_at, payload)
    VALUES (${newId()}, ${ctx.workspace.id}, ${kind}, ${key}, ${dueAt}::timestamptz, ${JSON.stringify(TIMER_KINDS[kind].parse(payload))}::jsonb)
    ON CONFLICT (workspace_id, kind, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload`;
  await enqueue(ctx, 'timers.run', {}, { due: dueAt });
}

/** Takes a timer back; nothing happens where there is none. */
export async function clearTimer(ctx: Ctx, kind: TimerKind, key: string): Promise<void> {
  await ctx.tx.timer.deleteMany({ where: { kind, key } });
}

/** Takes the next timer that is due by an instant off the list, in the order of time; undefined when there is none. */
export async function takeTimer(tx: Tx, workspaceId: string, upTo: string): Promise<Timer | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; kind: string; payload: unknown; due_at: Date }[]>`
    DELETE FROM timers WHERE id = (
      SELECT id FROM timers WHERE workspace_id = ${workspaceId} AND due_at <= ${upTo}::timestamptz ORDER BY due_at, kind, key LIMIT 1 FOR UPDATE)
    RETURNING id, kind, payload, due_at`;
  return row && { id: row.id, kind: row.kind, payload: row.payload, dueAt: row.due_at.toISOString() };
}

/** Returns when the next timer of a workspace falls due, by its own clock; undefined when there is none. */
export async function nextDue(tx: Tx, workspaceId: string): Promise<string | undefined> {
  const first = await tx.timer.findFirst({ where: { workspaceId }, orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }, { key: 'asc' }] });
  return first?.dueAt.toISOString();
}

/** Returns the live workspaces in which something has fallen due: ids and nothing more. */
export const workspacesWithDueTimers = (): Promise<string[]> =>
  sqlTransaction({}, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT workspaces_with_due_timers() AS id');
    return rows.map(({ id }) => id);
  });
