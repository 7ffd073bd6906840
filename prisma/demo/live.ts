import { soldAt } from '@/lib/server/catalog/version-record';
import { takeTimer } from '@/lib/server/clock/timers';
import type { Ctx, Principal } from '@/lib/server/core/ctx';
import { transaction } from '@/lib/server/core/db';
import { run, runIn } from '@/lib/server/core/run';
import {
  decideAttach,
  decideCancel,
  decideChange,
  decideMigration,
  decideNegotiation,
  decidePause,
  decideResume,
} from '@/lib/server/subscriptions/acts';
import { commit, type Decided } from '@/lib/server/subscriptions/decided';
import { decideStart } from '@/lib/server/subscriptions/start';
import { doTimer } from '@/lib/server/work/timer-handlers';
import type { DemoAct } from './lives';

const DAY_MS = 86_400_000;
const MORNING_MS = 9 * 3_600_000;

/**
 * Lets the customers of the demo live: every act goes through the product's own verbs, at its own time, and whatever falls due in between is done
 * at its time. Returns the number of acts.
 */
export async function liveDemo(principal: Principal, acts: readonly DemoAct[], start: Date, now: Date): Promise<number> {
  let done = 0;
  for (const act of acts) {
    const at = new Date(Math.min(start.getTime() + act.day * DAY_MS + MORNING_MS, now.getTime())).toISOString();
    await doDue(principal, at);
    if (await run(principal, { now: at }, (ctx) => perform(ctx, act))) done++;
  }
  await doDue(principal, now.toISOString());
  return done;
}

/** Does what falls due up to an instant, in order of time. */
async function doDue(principal: Principal, upTo: string): Promise<void> {
  const scope = { workspaceId: principal.workspace.id };
  for (let more = true; more; ) {
    more = await transaction(scope, async (tx) => {
      const timer = await takeTimer(tx, principal.workspace.id, upTo);
      if (timer) await runIn(tx, principal, { now: timer.dueAt }, (ctx) => doTimer(ctx, timer));
      return timer !== undefined;
    });
  }
}

/** Does an act, where it has something to act on: an act on a subscription that has ended or is to end is left out. */
async function perform(ctx: Ctx, act: DemoAct): Promise<boolean> {
  const decided = await decideAct(ctx, act);
  if (decided) await commit(ctx, decided);
  return decided !== null;
}

async function decideAct(ctx: Ctx, act: DemoAct): Promise<Decided | null> {
  const customer = { key: act.customer };
  const running = await ctx.tx.subscription.findFirst({
    where: { customer: { key: act.customer }, deletedAt: null, activeFrom: { lte: ctx.now }, activeTo: null },
    select: { id: true, planKey: true, planVersion: true, planId: true },
  });
  if (act.kind === 'start') return running ? null : decideStart(ctx, { customer, plan: { key: act.plan } });
  if (!running) return null;
  const { id } = running;
  switch (act.kind) {
    case 'change':
      return decideChange(ctx, id, {
        plan: { key: act.plan },
        timing: 'next_billing_cycle',
        ...(act.phase && { startingPhase: act.phase }),
      });
    case 'cancel':
      return decideCancel(ctx, id, { timing: 'next_billing_cycle' });
    case 'negotiate': {
      const { item, percentage, reason } = act;
      return decideNegotiation(ctx, id, { terms: [{ item, set: { discounts: { percentage } }, reason }], timing: 'immediate' });
    }
    case 'pause':
      return decidePause(ctx, id, { timing: 'immediate' });
    case 'resume':
      return decideResume(ctx, id, { timing: 'immediate' });
    case 'migrate':
      return (await soldVersion(ctx, running.planKey)) > (running.planVersion ?? 0)
        ? decideMigration(ctx, id, { timing: 'immediate' })
        : null;
    case 'add_on': {
      const { addOn, quantity } = act;
      const offered = await ctx.tx.planAddOn.findFirst({
        where: { planId: running.planId ?? '', addOn: { key: addOn } },
        select: { addOnId: true },
      });
      return offered && decideAttach(ctx, id, { addon: { id: offered.addOnId }, quantity, timing: 'immediate' });
    }
  }
}

/** Returns the version of a plan that is sold at the instant of `ctx`; 0 when none is. */
async function soldVersion(ctx: Ctx, key: string | null): Promise<number> {
  const where = { key: key ?? '', deletedAt: null, ...soldAt(ctx.now) };
  const sold = await ctx.tx.plan.findFirst({ where, select: { version: true } });
  return sold?.version ?? 0;
}
