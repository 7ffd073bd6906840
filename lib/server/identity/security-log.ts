import 'server-only';
import type { SecurityEventType } from '@/lib/api/workspace/security-log';
import type { Ctx } from '@/lib/server/core/ctx';
import { identity, type Tx, transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { requestSource } from '@/lib/server/core/request-source';

export interface SecurityNote {
  type: SecurityEventType;
  /** Workspace of the event; left out for what concerns a person in all their workspaces. */
  workspaceId?: string | undefined;
  /** The person whom it is about. */
  userId?: string | undefined;
  /** The name of who did it, or the address that was given. */
  actor: string;
  about?: string | undefined;
  source?: string | undefined;
  requestId?: string | undefined;
}

const TEXT_MAX = 300;
const short = (text: string) => text.slice(0, TEXT_MAX);

/** Writes what happened about access, in the transaction of the act itself, and as a line of the server's log. */
export async function noteSecurity(tx: Tx, note: SecurityNote): Promise<void> {
  const { type, workspaceId = null, userId = null, about = '', source = requestSource(), requestId = newId() } = note;
  const [actor, told] = [short(note.actor), short(about)];
  log().info({ security: type, workspaceId, userId, actor, source, about: told, requestId }, 'security');
  // Not by Prisma's create, which reads the row back: those about nobody known are seen by no workspace.
  await tx.$executeRaw`
    INSERT INTO security_events (id, at, workspace_id, user_id, type, actor, source, about, request_id)
    VALUES (${newId()}, ${new Date()}, ${workspaceId}, ${userId}, ${type}, ${actor}, ${source}, ${told}, ${requestId})`;
}

/** Writes an event of the workspace and the actor of a verb. */
export const noteIn = (ctx: Ctx, type: SecurityEventType, about: string, userId?: string): Promise<void> =>
  noteSecurity(ctx.tx, { type, workspaceId: ctx.workspace.id, userId, actor: ctx.actor.name, about, requestId: ctx.requestId });

/** Writes an event on its own, for what was refused or belongs to no workspace. A fault of the log does not hide the answer. */
export async function noteAlone(note: SecurityNote): Promise<void> {
  const work = (tx: Tx) => noteSecurity(tx, note);
  const { workspaceId } = note;
  await (workspaceId ? transaction({ workspaceId }, work) : identity(work)).catch((e: unknown) =>
    log().error({ err: e, security: note.type }, 'could not write to the security log'),
  );
}
