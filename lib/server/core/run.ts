import 'server-only';
import type { Ctx, Principal } from './ctx';
import { type Scope, type Tx, transaction } from './db';
import { newId } from './id';

/** Options of running a verb: which request it belongs to, from which copy it writes, and at which instant it happens. */
export interface Occasion {
  /** The request, command or job that asked; a new one when absent. */
  requestId?: string | undefined;
  /** The instant at which everything happens (ISO, UTC). The workspace's clock when absent. */
  now?: string | undefined;
  /** The revision that the caller's copy had (If-Match). */
  ifMatch?: number | undefined;
  /** All reads see the database as it was at the first. */
  snapshot?: boolean | undefined;
}

/**
 * Runs a verb in one transaction in the name of `principal`: the only way into a verb, and the only place that makes its context.
 * `ctx.now` is read from the workspace's clock once, when it is first asked for: a verb that waits for a lock before it asks happens
 * after whoever held the lock. What the verb throws rolls everything back.
 */
export function run<T>(principal: Principal, occasion: Occasion, verb: (ctx: Ctx) => Promise<T>): Promise<T> {
  const scope: Scope = {
    workspaceId: principal.workspace.id,
    userId: principal.actor.id,
    ...(occasion.snapshot !== undefined && { snapshot: occasion.snapshot }),
  };
  return transaction(scope, (tx) => runIn(tx, principal, occasion, verb));
}

/** Runs a verb in a transaction that is open already and speaks for the principal's workspace; see `run`. */
export async function runIn<T>(tx: Tx, principal: Principal, occasion: Occasion, verb: (ctx: Ctx) => Promise<T>): Promise<T> {
  const standing = occasion.now ?? (await testClockOf(tx, principal, occasion.snapshot === true));
  let read: string | undefined;
  const ctx: Ctx = {
    actor: principal.actor,
    role: principal.role,
    workspace: principal.workspace,
    requestId: occasion.requestId ?? newId(),
    ifMatch: occasion.ifMatch,
    tx,
    get now() {
      read ??= standing ?? wallClock();
      return read;
    },
  };
  return verb(ctx);
}

/** Returns the wall clock's instant (ISO, UTC): for what belongs to no workspace, such as sessions, and for the runner itself. */
export const wallClock = (): string => new Date().toISOString();

/** Returns where the test clock of a sandbox workspace stands; undefined where the wall clock counts. */
async function testClockOf(tx: Tx, { workspace }: Pick<Principal, 'workspace'>, snapshot: boolean): Promise<string | undefined> {
  if (!workspace.sandbox) return undefined;
  if (snapshot) return (await tx.testClock.findUnique({ where: { workspaceId: workspace.id } }))?.at.toISOString();
  // Held until the end: the clock is not moved on while something happens at this instant.
  const rows = await tx.$queryRaw<{ at: Date }[]>`SELECT at FROM test_clocks WHERE workspace_id = ${workspace.id} FOR SHARE`;
  return rows[0]?.at.toISOString();
}

/** Returns the instant it is in a workspace, for reads that run no verb. */
export async function workspaceNow({ workspace, actor }: Pick<Principal, 'workspace' | 'actor'>): Promise<string> {
  if (!workspace.sandbox) return wallClock();
  const standing = await transaction({ workspaceId: workspace.id, userId: actor.id }, (tx) => testClockOf(tx, { workspace }, true));
  return standing ?? wallClock();
}
