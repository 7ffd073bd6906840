import 'server-only';
import {
  CreatePlanMigrationRequest,
  type PlanMigration,
  type PlanMigrationAct,
  type PlanMigrationEntry,
  PlanMigrationEntryState,
  PlanMigrationStatus,
} from '@/lib/api/subscription/plan-migrations';
import { decimal, text } from '@/lib/decimal';
import { type Ctx, notFound, requireFresh } from '@/lib/server/core/ctx';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { PlanMigrationEntry as EntryRow, PlanMigration as Row } from '@/lib/server/generated/prisma/client';

export type MigrationRow = Row;

/** Acts that a status allows. */
const ALLOWED: Record<PlanMigrationStatus, readonly PlanMigrationAct[]> = {
  checking: ['cancel'],
  ready: ['start', 'cancel'],
  canary: ['pause', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['continue', 'cancel', 'undo'],
  done: ['undo'],
  canceled: ['undo'],
  undoing: [],
  undone: [],
};

/** Returns what can be done with a migration at an instant: undoing has its window, and needs something that was moved. */
export function allowedActs(row: Row, applied: number, now: string): PlanMigrationAct[] {
  const isOpen = row.undoUntil === null || row.undoUntil.toISOString() > now;
  return ALLOWED[PlanMigrationStatus.parse(row.status)].filter((act) => act !== 'undo' || (applied > 0 && isOpen));
}

/** Returns a migration that nothing else changes until the transaction ends. */
export async function holdMigration(ctx: Ctx, id: string): Promise<Row> {
  await ctx.tx.$executeRaw`SELECT 1 FROM plan_migrations WHERE id = ${id} FOR UPDATE`;
  const row = await ctx.tx.planMigration.findUnique({ where: { id } });
  if (!row) throw notFound('migration', id);
  requireFresh(ctx, { revision: row.revision }, () => ({ id, status: row.status }));
  return row;
}

interface EffectRow {
  currency: string;
  expected: string;
  realised: string;
}

/** Returns the change of recurring revenue per month of a migration by currency: as its check has it, and of those that moved. */
export async function effectsOf(ctx: Ctx, id: string): Promise<EffectRow[]> {
  const rows = await ctx.tx.$queryRaw<EffectRow[]>`
    SELECT currency, coalesce(sum(mrr_after - mrr_before) FILTER (WHERE state IN ('pending', 'applied')), 0)::text AS expected,
      coalesce(sum(moved_mrr - mrr_before) FILTER (WHERE state = 'applied'), 0)::text AS realised
    FROM plan_migration_entries WHERE migration_id = ${id} AND state NOT IN ('unchecked', 'skipped') GROUP BY currency ORDER BY currency`;
  return rows.map(({ currency, expected, realised }) => ({
    currency,
    expected: text(decimal(expected)),
    realised: text(decimal(realised)),
  }));
}

export async function countsOf(ctx: Ctx, id: string): Promise<PlanMigration['counts']> {
  const groups = await ctx.tx.planMigrationEntry.groupBy({ by: ['state'], where: { migrationId: id }, _count: true });
  const counts = { total: 0, unchecked: 0, pending: 0, applied: 0, skipped: 0, failed: 0, undone: 0 };
  for (const { state, _count } of groups) {
    counts[PlanMigrationEntryState.parse(state)] = _count;
    counts.total += _count;
  }
  return counts;
}

/** Returns a migration as it is answered, with its counts of now. */
export async function shownMigration(ctx: Ctx, row: Row): Promise<PlanMigration> {
  const counts = await countsOf(ctx, row.id);
  ctx.revision = row.revision;
  return {
    id: row.id,
    planKey: row.planKey,
    planName: row.planName,
    toVersion: row.toVersion,
    status: PlanMigrationStatus.parse(row.status),
    request: CreatePlanMigrationRequest.parse(row.request),
    counts,
    effects: await effectsOf(ctx, row.id),
    reason: absent(row.reason),
    startedBy: row.actorName,
    createdAt: row.createdAt.toISOString(),
    finishedAt: instant(row.finishedAt),
    undoUntil: instant(row.undoUntil),
    revision: row.revision,
    allowed: allowedActs(row, counts.applied, ctx.now),
  };
}

type Entry = EntryRow & { customer: { id: string; name: string } };

const figure = (value: { toFixed(): string } | null): string | undefined => (value === null ? undefined : text(decimal(value.toFixed())));

export const shownEntry = (row: Entry): PlanMigrationEntry => ({
  subscriptionId: row.subscriptionId,
  customerId: row.customer.id,
  customerName: row.customer.name,
  fromVersion: row.fromVersion,
  state: PlanMigrationEntryState.parse(row.state),
  reason: absent(row.reason),
  warnings: row.warnings,
  effectiveAt: instant(row.effectiveAt),
  currency: row.currency,
  mrrBefore: figure(row.mrrBefore),
  mrrAfter: figure(row.movedMrr ?? row.mrrAfter),
});
