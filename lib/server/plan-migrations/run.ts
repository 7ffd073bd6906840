import 'server-only';
import type { PlanMigrationStatus } from '@/lib/api/subscription/plan-migrations';
import { compare, decimal } from '@/lib/decimal';
import { ProblemError } from '@/lib/problem';
import { attempt } from '@/lib/server/core/attempt';
import type { Actor, Ctx, Principal } from '@/lib/server/core/ctx';
import { run } from '@/lib/server/core/run';
import type { PlanMigrationEntry as EntryRow, Prisma } from '@/lib/server/generated/prisma/client';
import type { Steps } from '@/lib/server/jobs/perform';
import { decideMigration, decideReversal } from '@/lib/server/subscriptions/acts';
import { commit, type Decided } from '@/lib/server/subscriptions/decided';
import { mrrAt } from '@/lib/server/subscriptions/mrr';
import { countsOf, type MigrationRow } from './record';
import { note, requestOf, undoWindow } from './verbs';

// Each subscription is checked, moved and moved back in a transaction of its own, which also writes its state: killed at any point, the job goes
// on with the next, and none is moved twice.

/** Subscriptions that are checked in one transaction. */
const CHECKED_AT_ONCE = 25;
/** Subscriptions that are moved, or moved back, in one transaction. */
const MOVED_AT_ONCE = 20;
/** Largest difference between a batch and its check, as a share of the latter, before the migration pauses by itself. */
const DEVIATION_MAX = decimal('0.02');
/** Failures in one batch at which a migration pauses by itself. */
const FAILURES_MAX = 10;

type Step = 'check' | 'move' | 'undo';

const STEP: Partial<Record<PlanMigrationStatus, Step>> = { checking: 'check', canary: 'move', running: 'move', undoing: 'undo' };

/** Does the next part of a migration, in the name of who asked for it, until there is nothing more to do in its status. */
export async function runMigration(steps: Steps, { id }: { id: string }): Promise<void> {
  const asked = await run(steps.principal, {}, ({ tx }) => tx.planMigration.findUnique({ where: { id } }));
  if (!asked) return;
  const principal: Principal = { ...steps.principal, actor: actorOf(asked) };
  for (let more = true; more; ) {
    steps.signal.throwIfAborted();
    const progress = await run(principal, { requestId: steps.requestId }, (ctx) => step(ctx, id));
    more = progress.more;
    await steps.progress(progress.done, progress.total);
  }
}

const actorOf = (row: MigrationRow): Actor => ({ type: row.actorType as Actor['type'], id: row.actorId, name: row.actorName });

/** Does one step of a migration in one transaction; says whether there is more, and how far it is. */
async function step(ctx: Ctx, id: string): Promise<{ more: boolean; done: number; total: number }> {
  // Held: steering waits for the step under way, and the step sees what was decided before it.
  await ctx.tx.$executeRaw`SELECT 1 FROM plan_migrations WHERE id = ${id} FOR UPDATE`;
  const row = await ctx.tx.planMigration.findUnique({ where: { id } });
  const what = row && STEP[row.status as PlanMigrationStatus];
  if (!row || !what) return { more: false, done: 0, total: 0 };
  const more = what === 'check' ? await check(ctx, row) : what === 'move' ? await move(ctx, row) : await undo(ctx, row);
  const { total, unchecked, pending, applied } = await countsOf(ctx, id);
  const left = what === 'check' ? unchecked : what === 'move' ? pending : applied;
  return { more, done: total - left, total };
}

const nextEntries = (ctx: Ctx, row: MigrationRow, state: string, take: number): Promise<EntryRow[]> =>
  ctx.tx.planMigrationEntry.findMany({ where: { migrationId: row.id, state }, orderBy: { position: 'asc' }, take });

type EntryChange = Prisma.PlanMigrationEntryUncheckedUpdateInput;

const setEntry = (ctx: Ctx, entry: EntryRow, data: EntryChange) =>
  ctx.tx.planMigrationEntry.update({
    where: { migrationId_subscriptionId: { migrationId: entry.migrationId, subscriptionId: entry.subscriptionId } },
    data,
  });

const decideMove = (ctx: Ctx, row: MigrationRow, entry: EntryRow): Promise<Decided> => {
  const { timing, note: why } = requestOf(row);
  return decideMigration(ctx, entry.subscriptionId, { version: row.toVersion, timing, note: why });
};

/** Finds out what some subscriptions come to; the last one makes the migration ready. */
async function check(ctx: Ctx, row: MigrationRow): Promise<boolean> {
  const entries = await nextEntries(ctx, row, 'unchecked', CHECKED_AT_ONCE);
  for (const entry of entries) await setEntry(ctx, entry, await checked(ctx, row, entry));
  if (entries.length === CHECKED_AT_ONCE) return true;
  await setStatus(ctx, row, 'ready');
  return false;
}

async function checked(ctx: Ctx, row: MigrationRow, entry: EntryRow): Promise<EntryChange> {
  const { includeNegotiated, includeScheduled } = requestOf(row);
  const skipped = (reason: string) => ({ state: 'skipped', reason });
  try {
    const decided = await decideMove(ctx, row, entry);
    const { before, current, at } = decided;
    if (before?.row.negotiated && !includeNegotiated) return skipped('It has negotiated terms. Move it by hand, or include those.');
    if (before?.row.changeAt && before.row.changeAt.toISOString() > ctx.now && !includeScheduled)
      return skipped('A change is scheduled for it already.');
    return {
      state: 'pending',
      effectiveAt: at,
      warnings: decided.notices.map(({ message }) => message),
      mrrBefore: before ? mrrAt(before.folded.timeline, at) : null,
      mrrAfter: mrrAt(current.folded.timeline, at),
    };
  } catch (error) {
    if (error instanceof ProblemError) return skipped(error.message);
    throw error;
  }
}

/** Moves the next subscriptions. After a batch, what came of it is held against the check. */
async function move(ctx: Ctx, row: MigrationRow): Promise<boolean> {
  const { canarySize, batchSize } = requestOf(row);
  const counts = await countsOf(ctx, row.id);
  const moved = counts.applied + counts.failed;
  const room = row.status === 'canary' ? canarySize - moved : batchSize - (moved % batchSize);
  if (room <= 0) {
    await pause(ctx, row, `The first ${moved} were moved. Look at them, then continue.`);
    return false;
  }
  const entries = await nextEntries(ctx, row, 'pending', Math.min(room, MOVED_AT_ONCE));
  if (entries.length === 0) {
    await setStatus(ctx, row, 'done');
    return false;
  }
  for (const entry of entries) await setEntry(ctx, entry, await applied(ctx, row, entry));
  const fault = (moved + entries.length) % batchSize === 0 ? await batchFault(ctx, row) : null;
  if (fault !== null) await pause(ctx, row, fault);
  return fault === null;
}

async function applied(ctx: Ctx, row: MigrationRow, entry: EntryRow): Promise<EntryChange> {
  const outcome = await attempt(ctx, async (): Promise<EntryChange> => {
    const decided = await decideMove(ctx, row, entry);
    await commit(ctx, decided);
    const { current, at } = decided;
    return {
      ...{ state: 'applied', actId: current.acts.at(-1)?.id ?? null, effectiveAt: at, appliedAt: ctx.now, reason: null },
      movedMrr: mrrAt(current.folded.timeline, at),
    };
  });
  return outcome instanceof ProblemError ? { state: 'failed', reason: outcome.message } : outcome;
}

/** Says why a migration should not go on by itself; null when all is as the check said. */
async function batchFault(ctx: Ctx, row: MigrationRow): Promise<string | null> {
  const { failed } = await countsOf(ctx, row.id);
  if (failed >= FAILURES_MAX) return `${failed} subscriptions could not be moved. Look at the reasons, then continue or cancel.`;
  const [differing] = await ctx.tx.$queryRaw<{ currency: string; expected: string; realised: string }[]>`
    SELECT currency, sum(mrr_after - mrr_before)::text AS expected, sum(moved_mrr - mrr_before)::text AS realised
    FROM plan_migration_entries WHERE migration_id = ${row.id} AND state = 'applied' GROUP BY currency
    HAVING sum(mrr_after - mrr_before) <> sum(moved_mrr - mrr_before) LIMIT 1`;
  if (!differing) return null;
  const [expected, realised] = [decimal(differing.expected), decimal(differing.realised)];
  const allowed = expected.abs().times(DEVIATION_MAX);
  if (compare(expected.minus(realised).abs(), allowed) <= 0) return null;
  return `Recurring revenue in ${differing.currency} changed by ${differing.realised} instead of ${differing.expected}. Check before going on.`;
}

/** Moves the next subscriptions back. */
async function undo(ctx: Ctx, row: MigrationRow): Promise<boolean> {
  const entries = await nextEntries(ctx, row, 'applied', MOVED_AT_ONCE);
  if (entries.length === 0) {
    await setStatus(ctx, row, 'undone');
    return false;
  }
  for (const entry of entries) {
    const outcome = await attempt(ctx, async () => {
      await commit(ctx, await decideReversal(ctx, entry.subscriptionId, entry.actId ?? ''));
      return { state: 'undone', reason: null };
    });
    await setEntry(
      ctx,
      entry,
      outcome instanceof ProblemError ? { state: 'failed', reason: `It could not be moved back. ${outcome.message}` } : outcome,
    );
  }
  return true;
}

const pause = (ctx: Ctx, row: MigrationRow, reason: string) => setStatus(ctx, row, 'paused', reason);

async function setStatus(ctx: Ctx, row: MigrationRow, status: PlanMigrationStatus, reason?: string): Promise<void> {
  const isEnd = status === 'done';
  const after = await ctx.tx.planMigration.update({
    where: { id: row.id },
    data: {
      status,
      reason: reason ?? null,
      revision: { increment: 1 },
      ...(isEnd && { finishedAt: ctx.now, undoUntil: undoWindow(ctx) }),
    },
  });
  await note(ctx, status, row, after);
}
