import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import type * as op from '@/lib/api/subscription/plan-migrations';
import {
  type CreatePlanMigrationRequest,
  MIGRATION_SUBSCRIPTIONS_MAX,
  MIGRATION_UNDO_DAYS,
  type PlanMigration,
  type PlanMigrationAct,
  type PlanMigrationStatus,
} from '@/lib/api/subscription/plan-migrations';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { pageResult, pageWindow } from '@/lib/server/core/listing';
import { jsonValue } from '@/lib/server/core/stored-values';
import { Prisma } from '@/lib/server/generated/prisma/client';
import { enqueue } from '@/lib/server/jobs/enqueue';
import { emit } from '@/lib/server/outbox/emit';
import { addDuration } from '@/lib/time';
import { allowedActs, countsOf, holdMigration, type MigrationRow, shownEntry, shownMigration } from './record';

/** Adds a migration and begins to check it: what each subscription would come to is found out by a job, and nothing is moved. */
export async function createPlanMigration(ctx: Ctx, request: CreatePlanMigrationRequest): Promise<PlanMigration> {
  const { planKey, toVersion } = request;
  const target = await ctx.tx.plan.findFirst({ where: { key: planKey, version: toVersion, deletedAt: null } });
  if (!target) throw problem('not_found', `There is no version ${toVersion} of the plan "${planKey}".`);
  if (!target.effectiveFrom || target.effectiveFrom.toISOString() > ctx.now)
    throw invalidField('$.to_version', `Version ${toVersion} is not published yet. Publish it first.`);
  if (request.fromVersions?.some((version) => version >= toVersion))
    throw invalidField('$.from_versions', `Subscribers move to a later version. Name versions below ${toVersion}.`);
  await requireNoOther(ctx, planKey);
  const id = newId();
  const row = await ctx.tx.planMigration.create({
    data: {
      ...{ id, workspaceId: ctx.workspace.id, planKey, planName: target.name, toVersion, status: 'checking' },
      request: jsonValue(request),
      ...{ actorType: ctx.actor.type, actorId: ctx.actor.id, actorName: ctx.actor.name },
      createdAt: ctx.now,
    },
  });
  const found = await addEntries(ctx, id, request);
  if (found === 0) throw problem('validation_failed', 'No subscription matches. Choose other versions or customers.');
  if (found > MIGRATION_SUBSCRIPTIONS_MAX)
    throw problem(
      'validation_failed',
      `At most ${MIGRATION_SUBSCRIPTIONS_MAX} subscriptions are moved at once. Choose fewer versions or customers.`,
    );
  await enqueue(ctx, 'plan_migration.run', { id });
  await note(ctx, 'create', undefined, row);
  return shownMigration(ctx, row);
}

/** Refuses a second migration of a plan while one is under way. */
async function requireNoOther(ctx: Ctx, planKey: string): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`plan_migrations:${ctx.workspace.id}:${planKey}`}, 0))`;
  const other = await ctx.tx.planMigration.findFirst({
    where: { planKey, status: { in: ['checking', 'ready', 'canary', 'running', 'paused', 'undoing'] } },
  });
  if (!other) return;
  throw problem('conflict', `Another migration of this plan is under way (${other.status}). Finish or cancel it first.`, {
    extensions: { migration_id: other.id },
  });
}

/** Notes the subscriptions that a request is about, as they are now; returns how many there are. */
function addEntries(ctx: Ctx, id: string, { planKey, toVersion, fromVersions, customerIds }: CreatePlanMigrationRequest): Promise<number> {
  const versions = fromVersions ? Prisma.sql`AND s.plan_version = ANY(${fromVersions}::int[])` : Prisma.empty;
  const customers = customerIds ? Prisma.sql`AND s.customer_id = ANY(${customerIds}::text[])` : Prisma.empty;
  return ctx.tx.$executeRaw`
    INSERT INTO plan_migration_entries (workspace_id, migration_id, subscription_id, customer_id, position, from_version, currency, state)
    SELECT s.workspace_id, ${id}, s.id, s.customer_id, row_number() OVER (ORDER BY s.id), s.plan_version, s.invoice_currency, 'unchecked'
    FROM subscriptions s
    WHERE s.workspace_id = ${ctx.workspace.id} AND s.deleted_at IS NULL AND s.plan_key = ${planKey} AND s.plan_version < ${toVersion}
      AND s.active_from <= ${ctx.now}::timestamptz AND (s.active_to IS NULL OR s.active_to > ${ctx.now}::timestamptz)
      ${versions} ${customers}
    LIMIT ${MIGRATION_SUBSCRIPTIONS_MAX + 1}`;
}

const STATUS_AFTER: Record<PlanMigrationAct, PlanMigrationStatus> = {
  start: 'canary',
  continue: 'running',
  pause: 'paused',
  cancel: 'canceled',
  undo: 'undoing',
};

/** Does one of the acts that steer a migration. Refused where its status does not allow it; asked for twice, the second changes nothing. */
export async function steerMigration(ctx: Ctx, id: string, act: PlanMigrationAct): Promise<PlanMigration> {
  const before = await holdMigration(ctx, id);
  const { applied } = await countsOf(ctx, id);
  const status = act === 'start' && requestOf(before).canarySize === 0 ? 'running' : STATUS_AFTER[act];
  if (before.status === status) return shownMigration(ctx, before);
  if (!allowedActs(before, applied, ctx.now).includes(act))
    throw problem('conflict', `The migration is ${before.status}, which does not allow to ${act} it.`);
  const isEnd = act === 'cancel';
  const row = await ctx.tx.planMigration.update({
    where: { id },
    data: {
      status,
      reason: null,
      revision: { increment: 1 },
      ...(isEnd && { finishedAt: ctx.now, undoUntil: undoWindow(ctx) }),
    },
  });
  if (act !== 'pause' && act !== 'cancel') await enqueue(ctx, 'plan_migration.run', { id });
  await note(ctx, act, before, row);
  return shownMigration(ctx, row);
}

/** Returns the instant until which a migration that ends now can be undone. */
export const undoWindow = (ctx: Pick<Ctx, 'now' | 'workspace'>): string =>
  addDuration(ctx.now, `P${MIGRATION_UNDO_DAYS}D`, 1, ctx.workspace.timeZone);

export const requestOf = (row: Pick<MigrationRow, 'request'>): CreatePlanMigrationRequest => row.request as CreatePlanMigrationRequest;

/** Writes an act on a migration to the log, and tells who listens. */
export async function note(ctx: Ctx, action: string, before: MigrationRow | undefined, after: MigrationRow): Promise<void> {
  const { id, planKey, planName, toVersion, status } = after;
  await audit(ctx, {
    action: `plan_migration.${action}`,
    resourceType: 'plan_migration',
    resourceId: id,
    resourceName: `${planName} to version ${toVersion}`,
    before: before && { status: before.status },
    after: { status, planKey, toVersion },
  });
  await emit(ctx, {
    type: 'plan_migration.updated',
    subject: `plan_migration/${id}`,
    payload: { id, planKey, toVersion, status },
  });
}

export async function getPlanMigration(ctx: Ctx, id: string): Promise<PlanMigration> {
  const row = await ctx.tx.planMigration.findUnique({ where: { id } });
  if (!row) throw notFound('migration', id);
  return shownMigration(ctx, row);
}

export async function listPlanMigrations(ctx: Ctx, { planKey, page }: InputOf<typeof op.listPlanMigrations>['query']) {
  const window = pageWindow(page);
  const where = planKey === undefined ? {} : { planKey };
  const rows = await ctx.tx.planMigration.findMany({ where, orderBy: { id: 'desc' }, skip: window.skip, take: window.take });
  const shown: PlanMigration[] = [];
  for (const row of rows) shown.push(await shownMigration(ctx, row));
  ctx.revision = undefined;
  return pageResult(shown, await ctx.tx.planMigration.count({ where }), window);
}

export async function listPlanMigrationEntries(
  ctx: Ctx,
  id: string,
  { state, page }: InputOf<typeof op.listPlanMigrationEntries>['query'],
) {
  const known = await ctx.tx.planMigration.findUnique({ where: { id }, select: { id: true } });
  if (!known) throw notFound('migration', id);
  const window = pageWindow(page);
  const where = { migrationId: id, ...(state !== undefined && { state }) };
  const rows = await ctx.tx.planMigrationEntry.findMany({
    where,
    orderBy: { position: 'asc' },
    skip: window.skip,
    take: window.take,
    include: { customer: { select: { id: true, name: true } } },
  });
  return pageResult(rows.map(shownEntry), await ctx.tx.planMigrationEntry.count({ where }), window);
}
