import 'server-only';
import { type CreateWorkspaceRequest, type UpdateWorkspaceRequest, Workspace } from '@/lib/api/workspace/workspaces';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound, requireFresh } from '@/lib/server/core/ctx';
import { type Tx, transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { runIn } from '@/lib/server/core/run';
import { lockRow } from '@/lib/server/core/stored-values';
import type { Workspace as Row } from '@/lib/server/generated/prisma/client';
import { isTimeZone } from '@/lib/time';
import { converter } from '@/lib/wire';
import type { SignedIn } from './principal';
import { noteIn } from './security-log';

const workspaceOf = ({
  id,
  key,
  name,
  timeZone,
  demo,
  sandbox,
  requireTwoFactor,
  manySubscriptions,
  eventHoursAheadMax,
  eventDaysLateMax,
  createdAt,
  updatedAt,
}: Row): Workspace => ({
  id,
  key,
  name,
  timeZone,
  demo,
  sandbox,
  requireTwoFactor,
  manySubscriptions,
  eventHoursAheadMax,
  eventDaysLateMax,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function requireTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  const reason = `"${name}" is not an IANA time zone such as Europe/Berlin.`;
  throw invalidField('$.time_zone', reason);
}

/** The workspaces of a person, with their role in each. */
export async function listWorkspaces(person: SignedIn) {
  const memberships = await transaction({ userId: person.user.id }, (tx) =>
    tx.membership.findMany({ where: { userId: person.user.id }, include: { workspace: true }, orderBy: { createdAt: 'asc' } }),
  );
  return { data: memberships.map(({ role, workspace }) => ({ ...workspaceOf(workspace), role })) };
}

/** Stores a workspace under a key made of its name; when that is taken, with the end of its id. */
export async function insertWorkspace(
  tx: Tx,
  id: string,
  { name, timeZone, sandbox = false }: Pick<CreateWorkspaceRequest, 'name' | 'timeZone'> & { sandbox?: boolean },
): Promise<Row> {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  // Others' workspaces cannot be seen from here, so the key is tried and not looked up.
  for (const key of [word, `${word}-${id.slice(-6).toLowerCase()}`].filter((k) => /^[a-z0-9]/.test(k))) {
    const made = await tx.$executeRaw`
      INSERT INTO workspaces (id, key, name, time_zone, sandbox) VALUES (${id}, ${key}, ${name}, ${timeZone}, ${sandbox}) ON CONFLICT DO NOTHING`;
    if (made) return tx.workspace.findUniqueOrThrow({ where: { id } });
  }
  return tx.workspace.create({ data: { id, key: id.toLowerCase(), name, timeZone, sandbox } });
}

/** Makes a workspace that the person owns. Who runs one may make another; members who only work in one may not. */
export async function createWorkspace(person: SignedIn, input: CreateWorkspaceRequest, requestId: string): Promise<Workspace> {
  if (!person.memberships.some(({ role }) => role === 'owner' || role === 'admin'))
    throw problem('forbidden', 'Only owners and admins of a workspace make another one.');
  requireTimeZone(input.timeZone);
  if (input.testClockAt && !input.sandbox) throw invalidField('$.test_clock_at', 'Only a sandbox has a test clock.');
  const id = newId();
  const { user } = person;
  return transaction({ workspaceId: id, userId: user.id }, async (tx) => {
    const row = await insertWorkspace(tx, id, input);
    await tx.membership.create({ data: { workspaceId: id, userId: user.id, role: 'owner' } });
    const after = workspaceOf(row);
    const actor = { type: 'user' as const, id: user.id, name: user.name };
    await runIn(tx, { actor, role: 'owner', workspace: row }, { requestId }, (ctx) =>
      audit(ctx, { action: 'workspace.create', resourceType: 'workspace', resourceId: id, resourceName: row.name, after }),
    );
    if (input.testClockAt) await tx.testClock.create({ data: { workspaceId: id, at: input.testClockAt } });
    return after;
  });
}

async function ownRow(ctx: Ctx, id: string): Promise<Row> {
  if (id !== ctx.workspace.id) throw notFound('workspace', id);
  return ctx.tx.workspace.findUniqueOrThrow({ where: { id } });
}

/** The workspace of the request; its revision goes to `ctx`. Another one, even one's own, is asked for by choosing it. */
export async function getWorkspace(ctx: Ctx, id: string): Promise<Workspace> {
  const row = await ownRow(ctx, id);
  ctx.revision = row.revision;
  return workspaceOf(row);
}

export async function updateWorkspace(ctx: Ctx, id: string, input: UpdateWorkspaceRequest): Promise<Workspace> {
  await lockRow(ctx, 'workspaces', id);
  const before = await ownRow(ctx, id);
  requireFresh(ctx, before, () => converter(Workspace).toWire(workspaceOf(before)));
  if (input.timeZone !== undefined) requireTimeZone(input.timeZone);
  if (input.requireTwoFactor && !before.requireTwoFactor) await requireOwnFactor(ctx);
  if (input.manySubscriptions === false && before.manySubscriptions) await requireOneEach(ctx);
  const row = await ctx.tx.workspace.update({ where: { id }, data: { ...input, revision: { increment: 1 }, updatedAt: ctx.now } });
  ctx.revision = row.revision;
  await audit(ctx, {
    action: 'workspace.update',
    resourceType: 'workspace',
    resourceId: id,
    resourceName: row.name,
    before: workspaceOf(before),
    after: workspaceOf(row),
  });
  if (before.requireTwoFactor !== row.requireTwoFactor)
    await noteIn(ctx, 'workspace.two_factor', row.requireTwoFactor ? 'needed' : 'not needed');
  return workspaceOf(row);
}

/** Refuses to allow one subscription at a time while customers have several. */
async function requireOneEach(ctx: Ctx): Promise<void> {
  const [several] = await ctx.tx.$queryRaw<{ key: string; name: string; customers: number }[]>`
    SELECT min(c.key) AS key, min(c.name) AS name, count(DISTINCT c.id)::int AS customers
    FROM subscriptions a JOIN subscriptions b ON b.customer_id = a.customer_id AND b.id > a.id
      AND tstzrange(a.active_from, a.active_to) && tstzrange(b.active_from, b.active_to)
    JOIN customers c ON c.id = a.customer_id
    WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL AND coalesce(a.active_to, 'infinity') > ${new Date(ctx.now)}
      AND coalesce(b.active_to, 'infinity') > ${new Date(ctx.now)}`;
  if (!several?.customers) return;
  const others = several.customers > 1 ? ` and ${several.customers - 1} more` : '';
  throw problem('conflict', `The customer "${several.key}"${others} has several subscriptions at a time. Cancel all but one first.`);
}

/** Refuses to require a second factor when the caller has none: otherwise they would lock themselves out with the act. */
async function requireOwnFactor(ctx: Ctx): Promise<void> {
  if (ctx.actor.type !== 'user') return;
  const user = await ctx.tx.user.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  if (user.totpSince || user.passwordHash === null) return;
  throw invalidField('$.require_two_factor', 'Turn on your own second factor first: you would lose access otherwise.');
}
