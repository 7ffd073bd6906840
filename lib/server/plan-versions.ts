import 'server-only';
import type { DuplicatePlanRequest, PlanVersion } from '@/lib/api/plan-versions';
import { nextDraft } from '@/lib/catalog/next-draft';
import { contentOf, type Plan } from '@/lib/catalog/plan';
import { archiveVersion, deleteVersion, publishVersion, statusAt, unscheduleVersion, type VersionDecision } from '@/lib/catalog/version';
import { problem } from '@/lib/problem';
import { audit } from './audit';
import { type Ctx, notFound } from './ctx';
import type { Plan as Row } from './generated/prisma/client';
import * as record from './plan-record';
import { insertDraft } from './plans';
import { instant } from './row';

/** Writes the new periods that an act on one version gives to the versions of its key, each with its own entry in the log. */
async function applyPeriods(ctx: Ctx, changes: VersionDecision['changes'], actedOn: string, action: string): Promise<void> {
  for (const { id, effectiveFrom, effectiveTo } of changes) {
    const before = await ctx.tx.plan.findUniqueOrThrow({ where: { id } });
    const after = await ctx.tx.plan.update({
      where: { id },
      data: {
        effectiveFrom: effectiveFrom ?? null,
        effectiveTo: effectiveTo ?? null,
        revision: { increment: 1 },
        updatedBy: ctx.actor.name,
        updatedAt: ctx.now,
      },
    });
    await audit(ctx, {
      action: id === actedOn ? action : 'plan.move_end',
      resourceType: 'plan',
      resourceId: id,
      resourceName: record.nameOf(after),
      before: record.planOf(before, ctx.now),
      after: record.planOf(after, ctx.now),
    });
  }
}

/** One act on the periods of a key: open, decide by the rules of versions, save all of the outcome. */
async function act(
  ctx: Ctx,
  id: string,
  action: string,
  decide: (versions: Parameters<typeof publishVersion>[0], row: Row) => VersionDecision | Promise<VersionDecision>,
): Promise<Plan> {
  const { row, versions } = await record.openVersion(ctx, id);
  if (row.deletedAt) throw notFound('plan', id);
  record.requirePlanFresh(ctx, row);
  const { changes, issues } = await decide(versions, row);
  record.requireNone(issues);
  await applyPeriods(ctx, changes, id, action);
  return record.shown(ctx, await ctx.tx.plan.findUniqueOrThrow({ where: { id } }));
}

/** Publishes a draft, or moves a scheduled version, to `from` (now, when not given), if nothing at all is wrong with it. */
export function publishPlan(ctx: Ctx, id: string, from?: string): Promise<Plan> {
  return act(ctx, id, 'plan.publish', async (versions, row) => {
    const decision = publishVersion(versions, id, from === undefined ? ctx.now : new Date(from).toISOString(), ctx.now);
    if (decision.issues.length === 0) {
      const content = contentOf(record.planOf(row, ctx.now));
      record.requirePublishable(content, await record.loadContext(ctx, [content], true));
    }
    return decision;
  });
}

/** Stops selling the active version. Whoever subscribed to it keeps it. */
export const archivePlan = (ctx: Ctx, id: string): Promise<Plan> =>
  act(ctx, id, 'plan.archive', (versions) => archiveVersion(versions, id, ctx.now, ctx.now));

export const unschedulePlan = (ctx: Ctx, id: string): Promise<Plan> =>
  act(ctx, id, 'plan.unschedule', (versions) => unscheduleVersion(versions, id, ctx.now));

/** Deletes a version that is not being sold. Of a scheduled one, the version before it takes over the time. */
export async function deletePlan(ctx: Ctx, id: string): Promise<undefined> {
  const { row, versions } = await record.openVersion(ctx, id);
  if (row.deletedAt) throw notFound('plan', id);
  record.requirePlanFresh(ctx, row);
  const { changes, issues } = deleteVersion(versions, id, ctx.now);
  record.requireNone(issues);
  await ctx.tx.plan.update({
    where: { id },
    data: { deletedAt: ctx.now, updatedAt: ctx.now, updatedBy: ctx.actor.name, revision: { increment: 1 } },
  });
  const before = record.planOf(row, ctx.now);
  await audit(ctx, { action: 'plan.delete', resourceType: 'plan', resourceId: id, resourceName: record.nameOf(row), before });
  await applyPeriods(ctx, changes, id, 'plan.delete');
}

async function copySource(ctx: Ctx, id: string): Promise<Plan> {
  const row = await ctx.tx.plan.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound('plan', id);
  return record.planOf(row, ctx.now);
}

/** The next draft of a plan, as a copy of the given version. Refused while the plan has a draft. */
export async function createNextPlan(ctx: Ctx, id: string): Promise<Plan> {
  const source = await copySource(ctx, id);
  await record.lockKey(ctx, source.key);
  const versions = (await record.versionRows(ctx, source.key)).map(record.versionOf);
  const { draft, issues } = nextDraft({ ...source, addOns: [] }, versions);
  record.requireNone(issues);
  if (!draft) throw new Error('the rules of versions gave neither a draft nor an issue');
  return insertDraft(ctx, draft, 'plan.next');
}

/** Another plan that starts as a copy of the given version. */
export async function duplicatePlan(ctx: Ctx, id: string, { key, name }: DuplicatePlanRequest): Promise<Plan> {
  const source = await copySource(ctx, id);
  await record.lockKey(ctx, key);
  const versions = await record.versionRows(ctx, key);
  if (versions.some((version) => version.deletedAt === null)) throw problem('conflict', `A plan with the key "${key}" exists.`);
  const version = Math.max(0, ...versions.map((v) => v.version)) + 1;
  return insertDraft(ctx, { ...source, key, name, version }, 'plan.duplicate');
}

/** All living versions of the plan that a version belongs to, the newest first. */
export async function listPlanVersions(ctx: Ctx, id: string): Promise<{ data: PlanVersion[] }> {
  const source = await ctx.tx.plan.findUnique({ where: { id }, select: { key: true } });
  if (!source) throw notFound('plan', id);
  const rows = (await record.versionRows(ctx, source.key)).filter((row) => row.deletedAt === null);
  const data = rows.reverse().map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    status: statusAt(record.versionOf(row), ctx.now),
    effectiveFrom: instant(row.effectiveFrom),
    effectiveTo: instant(row.effectiveTo),
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }));
  return { data };
}

/** The version asked for, or the newest of the key, draft or not. */
export async function newestPlan(ctx: Ctx, key: string, version: number | undefined): Promise<Plan> {
  const where = { key, deletedAt: null, ...(version !== undefined && { version }) };
  const row = await ctx.tx.plan.findFirst({ where, orderBy: { version: 'desc' } });
  if (!row) throw problem('not_found', `There is no plan "${key}"${version === undefined ? '' : ` with a version ${version}`}.`);
  return record.planOf(row, ctx.now);
}
