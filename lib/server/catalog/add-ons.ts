import 'server-only';
import type { ReplaceAddOnRequest } from '@/lib/api/catalog/add-on-versions';
import type * as op from '@/lib/api/catalog/add-ons';
import type { InputOf } from '@/lib/api/operation';
import { type AddOn, type AddOnContent, addOnContentOf, type CreateAddOnRequest, type UpsertAddOnRequest } from '@/lib/catalog/add-on';
import { editAddOnIssues, nextAddOnVersion } from '@/lib/catalog/add-on-version';
import { addOnIssues } from '@/lib/catalog/checks/issues';
import { isSame } from '@/lib/catalog/diff/diff';
import { isCritical } from '@/lib/catalog/issue-codes';
import { statusAt } from '@/lib/catalog/version';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, textWhere } from '@/lib/server/core/listing';
import * as record from './add-on-record';
import { loadContext } from './catalog-context';
import { emitVersion, lockKey, nameOf, refusal, requireNone, statusWhere, versionOf } from './version-record';
import { openVersion, requireFreshVersion } from './versions';

type Labelled = Pick<AddOn, 'name' | 'description' | 'labels'>;

/** One version of an add-on; a deleted one too, with its `deletedAt`. */
export async function getAddOn(ctx: Ctx, id: string): Promise<AddOn> {
  const row = await ctx.tx.addOn.findUnique({ where: { id } });
  if (!row) throw notFound('add-on', id);
  return record.addOnStore.shown(ctx, row);
}

export async function listAddOns(ctx: Ctx, query: InputOf<typeof op.listAddOns>['query']) {
  const f = query.filter ?? {};
  const where = {
    deletedAt: null,
    AND: [
      ...textWhere('id', f.id),
      ...textWhere('key', f.key),
      ...textWhere('name', f.name),
      ...textWhere('currency', f.currency),
      ...statusWhere(f.status, new Date(ctx.now)),
    ],
  };
  const window = pageWindow(query.page);
  const orderBy = orderOf(
    query.sort,
    ['key', 'version', 'name', 'currency', 'effectiveFrom', 'createdAt', 'updatedAt'],
    'key, version desc',
  );
  const rows = await ctx.tx.addOn.findMany({ where, orderBy, skip: window.skip, take: window.take });
  const addOns = await record.withIssues(
    ctx,
    rows.map((row) => record.addOnOf(row, ctx.now)),
  );
  return pageResult(addOns, await ctx.tx.addOn.count({ where }), window);
}

/** Refuses content that cannot be saved at all; what else is wrong with it stays with the draft. What it names is held until it is saved. */
async function requireSavable(ctx: Ctx, addOn: AddOnContent & Pick<AddOn, 'key' | 'name'>): Promise<void> {
  const issues = addOnIssues(addOn, await loadContext(ctx, [addOn], true));
  if (issues.some(isCritical)) throw refusal('The add-on cannot be saved.', issues);
}

/** Stores a new draft, whose key is locked. */
export async function insertAddOn(
  ctx: Ctx,
  input: Labelled & AddOnContent & Pick<AddOn, 'key' | 'version'>,
  act: 'create' | 'next' | 'duplicate',
): Promise<AddOn> {
  await loadContext(ctx, [input], true); // what a copy names is not deleted until the copy is there
  const row = await ctx.tx.addOn.create({
    data: {
      ...record.columnsOf(record.storedContent(input)),
      id: newId(),
      workspaceId: ctx.workspace.id,
      key: input.key,
      version: input.version,
      name: input.name,
      description: input.description ?? null,
      labels: input.labels ?? {},
      updatedBy: ctx.actor.name,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  const after = record.addOnOf(row, ctx.now);
  await emitVersion(ctx, 'addon', act, row);
  await audit(ctx, { action: `addon.${act}`, resourceType: 'addon', resourceId: row.id, resourceName: nameOf(row), after });
  return record.addOnStore.shown(ctx, row);
}

/** Creates the first draft of a key, or the next one when the key has versions. */
export async function createAddOn(ctx: Ctx, input: CreateAddOnRequest): Promise<AddOn> {
  await lockKey(ctx, 'addon', input.key);
  await requireSavable(ctx, input);
  const { version, issues } = nextAddOnVersion((await record.addOnStore.versions(ctx, input.key)).map(versionOf));
  requireNone(issues);
  return insertAddOn(ctx, { ...input, version }, 'create');
}

/** Returns the issues of changed content, by its purpose: a draft may be unfinished, a scheduled version goes on sale by itself. */
async function saveVersion(ctx: Ctx, row: record.AddOnRow, words: Labelled, given: AddOnContent): Promise<AddOn> {
  const before = record.addOnOf(row, ctx.now);
  const status = statusAt(before, ctx.now);
  const content = record.storedContent(given);
  const checked = { ...content, key: before.key, name: words.name };
  if (status === 'draft') await requireSavable(ctx, checked);
  if (status === 'scheduled') await record.requirePublishable(ctx, checked);
  const saved = await ctx.tx.addOn.update({
    where: { id: row.id },
    data: {
      ...(record.isOpen(before, ctx.now) && record.columnsOf(content)),
      name: words.name,
      description: words.description ?? null,
      labels: words.labels ?? {},
      revision: { increment: 1 },
      updatedBy: ctx.actor.name,
      updatedAt: ctx.now,
    },
  });
  const after = record.addOnOf(saved, ctx.now);
  await emitVersion(ctx, 'addon', 'update', saved);
  await audit(ctx, { action: 'addon.update', resourceType: 'addon', resourceId: row.id, resourceName: nameOf(saved), before, after });
  return record.addOnStore.shown(ctx, saved);
}

async function openForChange(ctx: Ctx, id: string): Promise<record.AddOnRow> {
  const { row } = await openVersion(ctx, record.addOnStore, id);
  if (row.deletedAt) throw deleted('add-on', nameOf(row), row.deletedAt);
  requireFreshVersion(ctx, record.addOnStore, row);
  return row;
}

/** Replaces a draft or a scheduled version, but for key and currency, as the contract has it. */
export async function updateAddOn(ctx: Ctx, id: string, input: UpsertAddOnRequest): Promise<AddOn> {
  const row = await openForChange(ctx, id);
  const before = record.addOnOf(row, ctx.now);
  requireNone(editAddOnIssues(statusAt(before, ctx.now)));
  return saveVersion(ctx, row, input, { ...addOnContentOf(before), ...input });
}

/** Saves what an editor holds. Words are not versioned: a published version takes them as long as its content is what it was. */
export async function replaceAddOn(ctx: Ctx, id: string, input: ReplaceAddOnRequest): Promise<AddOn> {
  if (ctx.ifMatch === undefined)
    throw problem('precondition_required', 'Send If-Match with the ETag of the copy that you changed, so that no work of others is lost.');
  const row = await openForChange(ctx, id);
  const before = record.addOnOf(row, ctx.now);
  if (!isSame(record.storedContent(input), addOnContentOf(before))) requireNone(editAddOnIssues(statusAt(before, ctx.now)));
  return saveVersion(ctx, row, input, input);
}
