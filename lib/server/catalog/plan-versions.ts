import 'server-only';
import type { DuplicatePlanRequest } from '@/lib/api/catalog/plan-versions';
import { convertPrices } from '@/lib/catalog/convert-prices';
import { nextDraft, type PlanWithAddOns } from '@/lib/catalog/next-draft';
import { contentOf, type Plan } from '@/lib/catalog/plan';
import { archiveVersion, deleteVersion, publishVersion, unscheduleVersion } from '@/lib/catalog/version';
import { problem } from '@/lib/problem';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { subscriptionUses, usedBy } from '@/lib/server/core/references';
import { assignedTo } from './assignment-record';
import { planOf, planStore, requirePublishable, requireSavable } from './plan-record';
import { insertDraft } from './plans';
import { lockKey, nameOf, requireNone, versionOf } from './version-record';
import { actOnVersion, listVersions, removeVersion } from './versions';

/** Publishes a draft, or moves a scheduled version, to `from` (now, when not given), if nothing at all is wrong with it. */
export function publishPlan(ctx: Ctx, id: string, from?: string): Promise<Plan> {
  return actOnVersion(ctx, planStore, id, 'publish', async (versions, row) => {
    const decision = publishVersion(versions, id, from === undefined ? ctx.now : new Date(from).toISOString(), ctx.now);
    if (decision.issues.length === 0) await requirePublishable(ctx, planOf(row, ctx.now));
    return decision;
  });
}

/** Stops selling the active version. Whoever subscribed to it keeps it. */
export const archivePlan = (ctx: Ctx, id: string): Promise<Plan> =>
  actOnVersion(ctx, planStore, id, 'archive', (versions) => archiveVersion(versions, id, ctx.now, ctx.now));

export const unschedulePlan = (ctx: Ctx, id: string): Promise<Plan> =>
  actOnVersion(ctx, planStore, id, 'unschedule', (versions) => unscheduleVersion(versions, id, ctx.now));

/** Deletes a version that is not being sold. Of a scheduled one, the version before it takes over the time. */
export const deletePlan = (ctx: Ctx, id: string): Promise<undefined> =>
  removeVersion(ctx, planStore, id, async (versions, row) => {
    const decision = deleteVersion(versions, id, ctx.now);
    if (decision.issues.length === 0) await requireNoSubscribers(ctx, row);
    return decision;
  });

/** Refuses to delete a version that customers are on. A subscription that is being made holds the version, and is seen when that is done. */
async function requireNoSubscribers(ctx: Ctx, row: Parameters<typeof nameOf>[0] & { id: string }): Promise<void> {
  await ctx.tx.$queryRaw`SELECT 1 FROM plans WHERE id = ${row.id} FOR NO KEY UPDATE`;
  const uses = await subscriptionUses(ctx, { planId: row.id });
  if (uses.length > 0) throw usedBy(`The version "${nameOf(row)}"`, uses, 'Move them to another version, or wait until they are over.');
}

/** All living versions of the plan that a version belongs to, the newest first. */
export const listPlanVersions = (ctx: Ctx, id: string) => listVersions(ctx, planStore, id);

/** A version with the add-ons offered with it: all that a copy takes along. */
async function copySource(ctx: Ctx, id: string): Promise<Plan & PlanWithAddOns> {
  const row = await ctx.tx.plan.findUnique({ where: { id } });
  if (!row) throw notFound('plan', id);
  if (row.deletedAt) throw deleted('plan', nameOf(row), row.deletedAt);
  const assigned = (await assignedTo(ctx, [id])).get(id) ?? [];
  return { ...planOf(row, ctx.now), addOns: assigned.map(({ assignment }) => assignment) };
}

/** The next draft of a plan, as a copy of the given version with its add-ons. Refused while the plan has a draft. */
export async function createNextPlan(ctx: Ctx, id: string): Promise<Plan> {
  const found = await ctx.tx.plan.findUnique({ where: { id }, select: { key: true } });
  if (!found) throw notFound('plan', id);
  await lockKey(ctx, 'plan', found.key);
  const source = await copySource(ctx, id);
  const { draft, issues } = nextDraft(source, (await planStore.versions(ctx, source.key)).map(versionOf));
  requireNone(issues);
  if (!draft) throw new Error('the rules of versions gave neither a draft nor an issue');
  return insertDraft(ctx, draft, 'next');
}

/** Another plan that starts as a copy of the given version and its add-ons, in another currency if told. */
export async function duplicatePlan(ctx: Ctx, id: string, { key, name, conversion }: DuplicatePlanRequest): Promise<Plan> {
  await lockKey(ctx, 'plan', key);
  const source = await copySource(ctx, id);
  const content = conversion ? convertPrices(contentOf(source), conversion) : contentOf(source);
  if (conversion) await requireSavable(ctx, content);
  const versions = await planStore.versions(ctx, key);
  if (versions.some((version) => version.deletedAt === null)) throw problem('conflict', `A plan with the key "${key}" exists.`);
  const version = Math.max(0, ...versions.map((v) => v.version)) + 1;
  return insertDraft(ctx, { ...source, ...content, key, name, version }, 'duplicate');
}

/** The version asked for, or the newest of the key, draft or not. */
export async function newestPlan(ctx: Ctx, key: string, version: number | undefined): Promise<Plan> {
  const where = { key, deletedAt: null, ...(version !== undefined && { version }) };
  const row = await ctx.tx.plan.findFirst({ where, orderBy: { version: 'desc' } });
  if (!row) throw problem('not_found', `There is no plan "${key}"${version === undefined ? '' : ` with a version ${version}`}.`);
  return planOf(row, ctx.now);
}
