import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { nextDue, takeTimer } from '@/lib/server/clock/timers';
import { type Tx, transaction } from '@/lib/server/core/db';
import { log } from '@/lib/server/core/log';
import { runIn, wallClock } from '@/lib/server/core/run';
import { enqueue } from '@/lib/server/jobs/enqueue';
import type { Steps } from '@/lib/server/jobs/perform';
import { plainError } from '@/lib/server/jobs/plain-error';
import { doTimer } from './timer-handlers';

/**
 * Does what has fallen due in a live workspace, one piece after another in the order of time, each in a transaction that also takes it off
 * the list: its effects are there exactly once. Asks to be called again when the next piece falls due.
 */
export async function runTimers(steps: Steps): Promise<void> {
  const { principal } = steps;
  const scope = { workspaceId: steps.workspaceId };
  for (let more = true; more; ) {
    steps.signal.throwIfAborted();
    more = await transaction(scope, async (tx) => {
      if (await tx.testClock.findUnique({ where: { workspaceId: steps.workspaceId } })) return false; // it moves on by itself alone
      const timer = await takeTimer(tx, steps.workspaceId, wallClock());
      if (timer) await runIn(tx, principal, { now: timer.dueAt, requestId: steps.requestId }, (ctx) => doTimer(ctx, timer));
      else await askAgain(tx, steps);
      return timer !== undefined;
    });
  }
}

async function askAgain(tx: Tx, steps: Steps): Promise<void> {
  const due = await nextDue(tx, steps.workspaceId);
  if (due)
    await runIn(tx, steps.principal, { now: wallClock(), requestId: steps.requestId }, (ctx) => enqueue(ctx, 'timers.run', {}, { due }));
}

/**
 * Moves a test clock to its target: from one piece of work that falls due to the next, the clock standing at just that instant, each step
 * in one transaction. Whatever is killed in between goes on from the last step. Subscribers have been told of one step before the next.
 */
export async function advanceClock(steps: Steps): Promise<void> {
  for (let on = true; on; ) {
    steps.signal.throwIfAborted();
    await settled(steps);
    on = await step(steps);
  }
}

async function step(steps: Steps): Promise<boolean> {
  const where = { workspaceId: steps.workspaceId };
  try {
    return await transaction(where, async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM test_clocks WHERE workspace_id = ${steps.workspaceId} FOR UPDATE`;
      const clock = await tx.testClock.findUnique({ where });
      if (!clock?.target) return false;
      if (clock.cancelling) {
        await tx.testClock.update({ where, data: { target: null, cancelling: false } });
        return false;
      }
      const timer = await takeTimer(tx, steps.workspaceId, clock.target.toISOString());
      if (!timer) {
        await tx.testClock.update({ where, data: { at: clock.target, target: null } });
        return false;
      }
      const at = timer.dueAt > clock.at.toISOString() ? timer.dueAt : clock.at.toISOString();
      await tx.testClock.update({ where, data: { at, done: { increment: 1 } } });
      await runIn(tx, steps.principal, { now: at, requestId: steps.requestId }, (ctx) => doTimer(ctx, timer));
      return true;
    });
  } catch (e) {
    log().error({ err: e, workspaceId: steps.workspaceId }, 'a test clock stopped on its way');
    await transaction(where, (tx) => tx.testClock.updateMany({ where, data: { target: null, cancelling: false, error: plainError(e) } }));
    return false;
  }
}

const SETTLED_WAIT_MS = 20;
const SETTLED_ATTEMPTS = 3_000;

/** Waits until subscribers were told of everything that happened so far: what they do belongs before what falls due later. */
async function settled({ workspaceId, signal }: Steps): Promise<void> {
  for (let attempt = 0; attempt < SETTLED_ATTEMPTS; attempt++) {
    const waiting = await transaction({ workspaceId }, (tx) => tx.outboxDelivery.count());
    if (waiting === 0) return;
    await wait(SETTLED_WAIT_MS, undefined, { signal });
  }
}
