import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import { mayAssign, Role } from '@/lib/api/role';
import type * as op from '@/lib/api/workspace/members';
import type { Member } from '@/lib/api/workspace/members';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { orderOf, pageResult, pageWindow, wordsOf, wordsWhere } from '@/lib/server/core/listing';
import { lockRow } from '@/lib/server/core/stored-values';
import type { Membership } from '@/lib/server/generated/prisma/client';
import { noteIn } from './security-log';

const include = { user: { select: { email: true, name: true } } } as const;

const memberOf = (row: Membership & { user: { email: string; name: string } }): Member => ({
  userId: row.userId,
  email: row.user.email,
  name: row.user.name,
  role: row.role,
  createdAt: row.createdAt.toISOString(),
});

/** The members that hold every word of a search, in the order in which they came unless sorted otherwise. */
export async function listMembers(ctx: Ctx, query: InputOf<typeof op.listMembers>['query']) {
  const where = {
    workspaceId: ctx.workspace.id,
    AND: wordsOf(query.q).map((word) => ({
      OR: [
        ...wordsWhere(word, ['user.name', 'user.email']),
        { role: { in: Role.options.filter((role) => role.includes(word.toLowerCase())) } },
      ],
    })),
  };
  const window = pageWindow(query.page);
  const orderBy = orderOf(query.sort, ['createdAt', 'name', 'email', 'role'], 'created_at').map((step) => {
    const [[field = '', direction] = []] = Object.entries(step);
    if (field === 'id') return { userId: direction };
    return field === 'name' || field === 'email' ? { user: { [field]: direction } } : step;
  });
  const rows = await ctx.tx.membership.findMany({ where, include, orderBy, skip: window.skip, take: window.take });
  const owners = await ctx.tx.membership.count({ where: { workspaceId: ctx.workspace.id, role: 'owner' } });
  return { ...pageResult(rows.map(memberOf), await ctx.tx.membership.count({ where }), window), owners };
}

function requireMayAssign(ctx: Ctx, role: Role): void {
  if (!mayAssign(ctx.role, role)) throw problem('forbidden', 'Only an owner makes, changes or removes owners.');
}

/** A member whom the actor may change, held together with all others, so that two owners cannot unmake each other at once. */
async function memberToChange(ctx: Ctx, userId: string) {
  await lockRow(ctx, 'workspaces', ctx.workspace.id);
  const where = { workspaceId_userId: { workspaceId: ctx.workspace.id, userId } };
  const row = await ctx.tx.membership.findUnique({ where, include });
  if (!row) throw notFound('member', userId);
  requireMayAssign(ctx, row.role);
  return { where, row };
}

async function requireAnotherOwner(ctx: Ctx, userId: string): Promise<void> {
  const others = await ctx.tx.membership.count({ where: { workspaceId: ctx.workspace.id, role: 'owner', userId: { not: userId } } });
  if (others === 0) throw problem('conflict', 'This is the last owner, and a workspace needs one. Make someone else an owner first.');
}

export async function updateMember(ctx: Ctx, userId: string, role: Role): Promise<Member> {
  const { where, row } = await memberToChange(ctx, userId);
  requireMayAssign(ctx, role);
  if (row.role === 'owner' && role !== 'owner') await requireAnotherOwner(ctx, userId);
  const changed = await ctx.tx.membership.update({ where, data: { role, revision: { increment: 1 }, updatedAt: ctx.now }, include });
  const [before, after] = [memberOf(row), memberOf(changed)];
  await audit(ctx, { action: 'member.update', resourceType: 'member', resourceId: userId, resourceName: after.email, before, after });
  if (before.role !== after.role) await noteIn(ctx, 'role.change', `${after.email}: ${before.role} to ${after.role}`, userId);
  return after;
}

export async function removeMember(ctx: Ctx, userId: string): Promise<undefined> {
  const { where, row } = await memberToChange(ctx, userId);
  if (row.role === 'owner') await requireAnotherOwner(ctx, userId);
  await ctx.tx.membership.delete({ where });
  const before = memberOf(row);
  await audit(ctx, { action: 'member.remove', resourceType: 'member', resourceId: userId, resourceName: before.email, before });
  await noteIn(ctx, 'member.remove', `${before.email}, ${before.role}`, userId);
}
