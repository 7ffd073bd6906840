import 'server-only';
import { ADVANCE_DAYS_MAX, type TestClock } from '@/lib/api/workspace/test-clock';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { wallClock } from '@/lib/server/core/run';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { TestClock as Row } from '@/lib/server/generated/prisma/client';
import { enqueue } from '@/lib/server/jobs/enqueue';

const DAY_MS = 86_400_000;
/** Lag behind the wall clock at which a test clock may stand and still have reached the present. */
const PRESENT_MS = 60 * 60_000;

const clockOf = (row: Row): TestClock => ({
  at: row.at.toISOString(),
  status: row.target === null ? 'standing' : row.cancelling ? 'cancelling' : 'advancing',
  target: instant(row.target),
  startedFrom: row.target === null ? undefined : instant(row.startedFrom),
  done: row.done,
  error: absent(row.error),
});

const none = () => problem('not_found', 'This workspace has no test clock: it goes by the wall clock.');

/** Returns the clock, held so that nothing else moves it until the transaction ends. */
async function heldClock(ctx: Ctx): Promise<Row> {
  await ctx.tx.$executeRaw`SELECT 1 FROM test_clocks WHERE workspace_id = ${ctx.workspace.id} FOR UPDATE`;
  const row = await ctx.tx.testClock.findUnique({ where: { workspaceId: ctx.workspace.id } });
  if (!row) throw none();
  return row;
}

const note = (ctx: Ctx, action: string, before: Row | undefined, after: Row | undefined) =>
  audit(ctx, {
    action: `test_clock.${action}`,
    resourceType: 'workspace',
    resourceId: ctx.workspace.id,
    resourceName: ctx.workspace.name,
    before: before && clockOf(before),
    after: after && clockOf(after),
  });

/** Returns the test clock. Refuses with 404 where the wall clock counts. */
export async function getTestClock(ctx: Ctx): Promise<TestClock> {
  const row = await ctx.tx.testClock.findUnique({ where: { workspaceId: ctx.workspace.id } });
  if (!row) throw none();
  return clockOf(row);
}

/** Gives a sandbox workspace a clock that stands at `at`. Later than now where things have happened already: time does not go back. */
export async function setTestClock(ctx: Ctx, { at }: { at: string }): Promise<TestClock> {
  if (!ctx.workspace.sandbox) throw problem('conflict', 'Only a sandbox workspace has a test clock. Create one to try things out.');
  const held = await ctx.tx.testClock.findUnique({ where: { workspaceId: ctx.workspace.id } });
  if (held) throw problem('conflict', 'This workspace has a test clock. Advance it instead.');
  const last = await ctx.tx.auditEntry.findFirst({ orderBy: { at: 'desc' }, select: { at: true } });
  if (last && Date.parse(at) < last.at.getTime() && (await ctx.tx.plan.count()) + (await ctx.tx.customer.count()) > 0)
    throw invalidField('at', 'Things have happened in this workspace after that instant. Choose a later one.');
  const row = await ctx.tx.testClock.create({ data: { workspaceId: ctx.workspace.id, at } });
  await note(ctx, 'set', undefined, row);
  return clockOf(row);
}

/** Begins to move the clock forward; a job does the rest. Refused while it is on its way, for the past, and beyond the longest advance. */
export async function advanceTestClock(ctx: Ctx, { to }: { to: string }): Promise<TestClock> {
  const before = await heldClock(ctx);
  if (before.target) throw problem('conflict', 'The test clock is being advanced. Wait until it has arrived, or cancel that.');
  const distance = Date.parse(to) - before.at.getTime();
  if (distance <= 0) throw invalidField('to', `The clock stands at ${before.at.toISOString()}. Choose a later instant.`);
  if (distance > ADVANCE_DAYS_MAX * DAY_MS) throw invalidField('to', `At most ${ADVANCE_DAYS_MAX} days at once.`);
  const data = { target: to, startedFrom: before.at, done: 0, cancelling: false, error: null, revision: { increment: 1 } };
  const after = await ctx.tx.testClock.update({ where: { workspaceId: ctx.workspace.id }, data });
  await enqueue(ctx, 'test_clock.advance', {});
  await note(ctx, 'advance', before, after);
  return clockOf(after);
}

/** Asks an advance to stop after the piece of work under way. Refused while the clock stands. */
export async function cancelTestClock(ctx: Ctx): Promise<TestClock> {
  const before = await heldClock(ctx);
  if (!before.target) throw problem('conflict', 'The test clock is not being advanced.');
  if (before.cancelling) return clockOf(before);
  const data = { cancelling: true, revision: { increment: 1 } };
  const after = await ctx.tx.testClock.update({ where: { workspaceId: ctx.workspace.id }, data });
  await note(ctx, 'cancel', before, after);
  return clockOf(after);
}

/** Lets the workspace go on by the wall clock. Refused unless the test clock stands at the present, up to an hour behind. */
export async function releaseTestClock(ctx: Ctx): Promise<void> {
  const before = await heldClock(ctx);
  if (before.target) throw problem('conflict', 'The test clock is being advanced. Wait until it has arrived, or cancel that.');
  const behind = Date.parse(wallClock()) - before.at.getTime();
  if (behind < 0) throw problem('conflict', 'The test clock is ahead of the present. Real time has to reach it first.');
  if (behind > PRESENT_MS) throw problem('conflict', 'The test clock is behind the present. Advance it to now first.');
  await ctx.tx.testClock.delete({ where: { workspaceId: ctx.workspace.id } });
  await enqueue(ctx, 'timers.run', {});
  await note(ctx, 'release', before, undefined);
}
