import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { json } from '@/lib/server/core/stored-values';
import type { AuditedType } from './audit-shapes';

interface Change {
  /** Verb with its noun, such as `plan.publish`. */
  action: string;
  resourceType: AuditedType;
  resourceId: string;
  resourceName: string;
  before?: unknown;
  after?: unknown;
}

/**
 * Writes who changed what, from what, to what, in the transaction of the change itself: there is no change without its entry. When the
 * transaction commits, the database links the entry to the one before it (decision 0090). Within `asOneAct` it is one change of the act.
 */
export async function audit(ctx: Ctx, change: Change): Promise<void> {
  if (ctx.act === undefined) return writeEntry(ctx, newId(), change);
  const { before, after, ...named } = change;
  const workspaceId = ctx.workspace.id;
  await ctx.tx.auditChange.create({
    data: { id: newId(), entryId: ctx.act, workspaceId, ...named, before: json(before), after: json(after) },
  });
}

/** Name of an act: its verb, and in words what it was about. */
interface Act {
  action: string;
  words: (changes: number) => string;
}

/**
 * Does work that may change thousands of things as one act: the chain gets one entry, which holds how many changes there were and a digest
 * over them, so that the lock on the chain's head is held no longer than for one. An act within an act is part of it; one that changed
 * nothing leaves no entry.
 */
export async function asOneAct<T>(ctx: Ctx, { action, words }: Act, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.act !== undefined) return work(ctx);
  const act = newId();
  const result = await work({ ...ctx, act });
  const [made] = await ctx.tx.$queryRaw<{ changes: number; digest: string }[]>`SELECT * FROM audit_changes_digest(${act})`;
  if (!made?.changes) return result;
  const { changes, digest } = made;
  await writeEntry(ctx, act, { action, resourceType: 'act', resourceId: act, resourceName: words(changes), after: { changes, digest } });
  return result;
}

async function writeEntry(ctx: Ctx, id: string, change: Change): Promise<void> {
  const { before, after, ...named } = change;
  await ctx.tx.auditEntry.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      at: ctx.now,
      actorType: ctx.actor.type,
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      ...named,
      before: json(before),
      after: json(after),
      requestId: ctx.requestId,
    },
  });
}
