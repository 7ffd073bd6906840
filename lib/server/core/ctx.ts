import 'server-only';
import type { Role } from '@/lib/api/role';
import type { EventBounds } from '@/lib/metering/event-bounds';
import { critical, type ProblemError, problem } from '@/lib/problem';
import type { Tx } from './db';

/** Actor of a change: a person, an API key, or the product itself (seeds, commands). */
export interface Actor {
  type: 'user' | 'api_key' | 'system';
  id: string;
  name: string;
}

export interface WorkspaceRef extends EventBounds {
  id: string;
  key: string;
  name: string;
  timeZone: string;
  /** For trying out: it may have a test clock. */
  sandbox: boolean;
}

/** Caller, workspace and role of a request: what a request has shown before any work begins. */
export interface Principal {
  actor: Actor;
  role: Role;
  workspace: WorkspaceRef;
}

/** Context of every verb, made by lib/server/core/run.ts alone. `now` is read once: all of a request happens at one instant (ISO, UTC). */
export interface Ctx extends Principal {
  readonly now: string;
  requestId: string;
  tx: Tx;
  /** The audit entry that every change is part of, while one act makes several; see `asOneAct`. */
  act?: string | undefined;
  /** The revision that the caller's copy had (If-Match); undefined when the caller did not say. */
  ifMatch?: number | undefined;
  /** Set by verbs that read or write one resource: its revision, sent as ETag. */
  revision?: number | undefined;
}

/** Refuses a write that was made from an older copy, and shows the current one (as the wire has it) so that the caller can merge. */
export function requireFresh(ctx: Ctx, current: { revision: number; changedBy?: string; changedAt?: string }, wire: () => unknown): void {
  if (ctx.ifMatch === undefined || ctx.ifMatch === current.revision) return;
  throw problem(
    'stale_revision',
    `This was changed${current.changedBy ? ` by ${current.changedBy}` : ''} since you loaded it. Nothing of yours was saved.`,
    {
      extensions: { current: wire(), current_revision: current.revision, changed_by: current.changedBy, changed_at: current.changedAt },
    },
  );
}

/** Not there, or in another workspace: both look the same. */
export const notFound = (noun: string, id: string) => problem('not_found', `There is no ${noun} with the id ${id}.`);

/** Refuses an act on what was deleted: it can still be read by its id, which tells it apart from what never was. */
export function deleted(noun: string, name: string, at: Date): ProblemError {
  const detail = `The ${noun} "${name}" was deleted on ${at.toISOString().slice(0, 10)}. It can be read, and nothing can be done with it.`;
  return problem('resource_deleted', detail, { issues: [critical(['deletedAt'], 'resource_deleted', detail)] });
}
