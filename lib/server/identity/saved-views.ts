import 'server-only';
import type { createSavedView as createOp, ListName, SavedView, updateSavedView as updateOp } from '@/lib/api/lists';
import type { InputOf } from '@/lib/api/operation';
import { may } from '@/lib/api/role';
import { problem } from '@/lib/problem';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { lockRow } from '@/lib/server/core/stored-values';
import type { SavedView as Row } from '@/lib/server/generated/prisma/client';

const viewOf = (ctx: Ctx, { id, list, name, search, shared, ownerId, ownerName }: Row): SavedView => ({
  ...{ id, list: list as ListName, name, search, shared, ownerName },
  mine: ownerId === ctx.actor.id,
});

/** One's own views of a list and those that are shared, by name. Views are a matter of looking, not of the catalog: they are not logged. */
export async function listSavedViews(ctx: Ctx, list: ListName): Promise<{ data: SavedView[] }> {
  const where = { list, OR: [{ ownerId: ctx.actor.id }, { shared: true }] };
  const rows = await ctx.tx.savedView.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
  return { data: rows.map((row) => viewOf(ctx, row)) };
}

async function requireFree(ctx: Ctx, list: string, name: string, besides?: string): Promise<void> {
  const twin = await ctx.tx.savedView.findFirst({ where: { list, name, ownerId: ctx.actor.id, NOT: { id: besides ?? '' } } });
  if (twin) throw problem('conflict', `You have a view "${name}" of this list. Choose another name, or change that one.`);
}

export async function createSavedView(ctx: Ctx, input: InputOf<typeof createOp>['body']): Promise<SavedView> {
  await requireFree(ctx, input.list, input.name);
  const { id: ownerId, name: ownerName } = ctx.actor;
  const row = await ctx.tx.savedView.create({ data: { ...input, id: newId(), workspaceId: ctx.workspace.id, ownerId, ownerName } });
  return viewOf(ctx, row);
}

async function ownView(ctx: Ctx, id: string): Promise<Row> {
  await lockRow(ctx, 'saved_views', id);
  const row = await ctx.tx.savedView.findUnique({ where: { id } });
  if (!row || (row.ownerId !== ctx.actor.id && !row.shared)) throw notFound('saved view', id);
  return row;
}

export async function updateSavedView(
  ctx: Ctx,
  id: string,
  { name, search, shared }: InputOf<typeof updateOp>['body'],
): Promise<SavedView> {
  const row = await ownView(ctx, id);
  if (row.ownerId !== ctx.actor.id) throw problem('forbidden', `This view is ${row.ownerName}'s. Save one of your own.`);
  if (name !== undefined) await requireFree(ctx, row.list, name, id);
  const data = { ...(name !== undefined && { name }), ...(search !== undefined && { search }), ...(shared !== undefined && { shared }) };
  return viewOf(ctx, await ctx.tx.savedView.update({ where: { id }, data }));
}

export async function deleteSavedView(ctx: Ctx, id: string): Promise<undefined> {
  const row = await ownView(ctx, id);
  if (row.ownerId !== ctx.actor.id && !may(ctx.role, 'members:manage')) throw problem('forbidden', `This view is ${row.ownerName}'s.`);
  await ctx.tx.savedView.delete({ where: { id } });
}
