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
 * transaction commits, the database links the entry to the one before it (decision 0090).
 */
export async function audit(ctx: Ctx, change: Change): Promise<void> {
  await ctx.tx.auditEntry.create({
    data: {
      id: newId(),
      workspaceId: ctx.workspace.id,
      at: ctx.now,
      actorType: ctx.actor.type,
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      action: change.action,
      resourceType: change.resourceType,
      resourceId: change.resourceId,
      resourceName: change.resourceName,
      before: json(change.before),
      after: json(change.after),
      requestId: ctx.requestId,
    },
  });
}
