import 'server-only';
import type { ReplacePlanRequest } from '@/lib/api/catalog/plan-versions';
import type * as op from '@/lib/api/catalog/plans';
import type { InputOf } from '@/lib/api/operation';
import { planIssues } from '@/lib/catalog/checks/issues';
import { isSame } from '@/lib/catalog/diff/diff';
import { type CreatePlanRequest, contentOf, type Plan, type PlanContent, type UpsertPlanRequest } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import { editIssues, isEditable, nextVersion } from '@/lib/catalog/version';
import { type Issue, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, textWhere } from '@/lib/server/core/listing';
import type { Prisma, Plan as Row } from '@/lib/server/generated/prisma/client';
import { insertAssignment } from './assignment-record';
import { loadContext } from './catalog-context';
import * as record from './plan-record';
import { emitVersion, lockKey, nameOf, requireNone, statusWhere, versionOf } from './version-record';
import { openVersion, requireFreshVersion } from './versions';

/** One version of a plan, for verbs at work in a transaction; a deleted one too, with its `deletedAt`. */
export async function getPlan(ctx: Ctx, id: string): Promise<Plan> {
  const row = await ctx.tx.plan.findUnique({ where: { id } });
  if (!row) throw notFound('plan', id);
  return record.shown(ctx, row);
}

/** One version of a plan to do something with; a deleted one is refused. */
export async function livingPlan(ctx: Ctx, id: string): Promise<Plan> {
  const plan = await getPlan(ctx, id);
  if (plan.deletedAt) throw deleted('plan', nameOf(plan), new Date(plan.deletedAt));
  return plan;
}

type Where = Prisma.PlanWhereInput;

export async function listPlans(ctx: Ctx, query: InputOf<typeof op.listPlans>['query']) {
  const f = query.filter ?? {};
  const where: Where = {
    deletedAt: null,
    AND: [
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
  const rows = await ctx.tx.plan.findMany({ where, orderBy, skip: window.skip, take: window.take });
  const plans = await record.withIssues(
    ctx,
    rows.map((row) => record.planOf(row, ctx.now)),
  );
  return pageResult(plans, await ctx.tx.plan.count({ where }), window);
}

/** Stores a new draft, whose key is locked, with the add-ons offered with it. */
export async function insertDraft(
  ctx: Ctx,
  input: Pick<Plan, 'key' | 'version' | 'name' | 'description' | 'labels'> & PlanContent & { addOns?: readonly AddOnAssignment[] },
  act: 'create' | 'next' | 'duplicate',
): Promise<Plan> {
  await loadContext(ctx, [input], true); // what a copy names is not deleted until the copy is there
  const row = await ctx.tx.plan.create({
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
  const after = record.planOf(row, ctx.now);
  await emitVersion(ctx, 'plan', act, row);
  await audit(ctx, { action: `plan.${act}`, resourceType: 'plan', resourceId: row.id, resourceName: nameOf(row), after });
  for (const addOn of input.addOns ?? []) await insertAssignment(ctx, row, addOn);
  return record.shown(ctx, row);
}

/** Creates the first draft of a key, or the next one when the key has versions; with add-ons where they are known already. */
export async function createPlan(ctx: Ctx, input: CreatePlanRequest & { addOns?: readonly AddOnAssignment[] }): Promise<Plan> {
  const content = record.storedContent(input);
  await lockKey(ctx, 'plan', input.key);
  await record.requireSavable(ctx, content);
  const { version, issues } = nextVersion((await record.planStore.versions(ctx, input.key)).map(versionOf));
  requireNone(issues);
  return insertDraft(ctx, { ...input, version }, 'create');
}

interface Words {
  name: string;
  description?: string | undefined;
  labels?: Plan['labels'];
}

/** Returns the issues of changed content, by its purpose: a draft may be unfinished, a scheduled version goes on sale by itself. */
async function saveVersion(ctx: Ctx, row: Row, words: Words, given: PlanContent): Promise<Plan> {
  const before = record.planOf(row, ctx.now);
  const content = record.storedContent(given);
  if (before.status === 'draft') await record.requireSavable(ctx, content);
  if (before.status === 'scheduled') await record.requirePublishable(ctx, { ...before, ...content });
  const saved = await ctx.tx.plan.update({
    where: { id: row.id },
    data: {
      ...(isEditable(before.status) && record.columnsOf(content)),
      name: words.name,
      description: words.description ?? null,
      labels: words.labels ?? {},
      revision: { increment: 1 },
      updatedBy: ctx.actor.name,
      updatedAt: ctx.now,
    },
  });
  const after = record.planOf(saved, ctx.now);
  await emitVersion(ctx, 'plan', 'update', saved);
  await audit(ctx, { action: 'plan.update', resourceType: 'plan', resourceId: row.id, resourceName: nameOf(saved), before, after });
  return record.shown(ctx, saved);
}

async function openForChange(ctx: Ctx, id: string): Promise<Row> {
  const { row } = await openVersion(ctx, record.planStore, id);
  if (row.deletedAt) throw deleted('plan', nameOf(row), row.deletedAt);
  requireFreshVersion(ctx, record.planStore, row);
  return row;
}

/** Replaces a draft or a scheduled version, but for key, currency and cadence, as the contract has it. */
export async function updatePlan(ctx: Ctx, id: string, input: UpsertPlanRequest): Promise<Plan> {
  const row = await openForChange(ctx, id);
  const before = record.planOf(row, ctx.now);
  requireNone(editIssues(before.status));
  return saveVersion(ctx, row, input, { ...contentOf(before), ...input });
}

/** Saves what an editor holds. Words are not versioned: a published version takes them as long as its content is what it was. */
export async function replacePlan(ctx: Ctx, id: string, input: ReplacePlanRequest): Promise<Plan> {
  if (ctx.ifMatch === undefined)
    throw problem('precondition_required', 'Send If-Match with the ETag of the copy that you changed, so that no work of others is lost.');
  const row = await openForChange(ctx, id);
  const before = record.planOf(row, ctx.now);
  const same = isSame(record.storedContent(input), contentOf(before));
  if (!same) requireNone(editIssues(before.status));
  return saveVersion(ctx, row, input, input);
}

/** Returns the issues of a plan that is not stored. */
export async function validatePlan(ctx: Ctx, input: CreatePlanRequest): Promise<Issue[]> {
  const content = record.storedContent(input);
  return planIssues(content, await loadContext(ctx, [content]));
}
