import 'server-only';
import { startVersion } from '@/lib/server/catalog/version-start';
import { TIMER_KINDS, type Timer, type TimerKind, type TimerPayload } from '@/lib/server/clock/timers';
import type { Ctx } from '@/lib/server/core/ctx';
import { wakeSubscription } from '@/lib/server/subscriptions/wake';

type TimerHandlers = { [K in TimerKind]: (ctx: Ctx, payload: TimerPayload<K>) => Promise<void> };

/** Handlers of the kinds of timer when they fall due. `ctx.now` is the instant at which it fell due. */
const TIMER_HANDLERS: TimerHandlers = { 'version.start': startVersion, 'subscription.wake': wakeSubscription };

/** Does what fell due. Throws for a kind that this build does not know: the timer stays, for one that does. */
export async function doTimer(ctx: Ctx, timer: Timer): Promise<void> {
  const handler = TIMER_HANDLERS[timer.kind as TimerKind] as ((ctx: Ctx, payload: unknown) => Promise<void>) | undefined;
  if (!handler) throw new Error(`This build has no way to do "${timer.kind}".`);
  await handler(ctx, TIMER_KINDS[timer.kind as TimerKind].parse(timer.payload));
}
