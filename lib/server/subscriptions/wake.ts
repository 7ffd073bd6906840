import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { holdCustomer } from '@/lib/server/customers/hold';
import { loadSubscription, secondOf } from './record';
import { columnsOf, setWake } from './save';
import { tellBoundaries } from './told';

/**
 * Moves on what lists show of a subscription as its time passes, and tells what began and ended. The terms do not change by it: they follow
 * from the acts. Nothing happens where it was deleted meanwhile.
 */
export async function wakeSubscription(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const named = await ctx.tx.subscription.findUnique({ where: { id }, select: { customerId: true } });
  if (!named) return;
  await holdCustomer(ctx, named.customerId);
  const { row, life, folded } = await loadSubscription(ctx, id);
  if (row.deletedAt) return;
  const now = secondOf(ctx);
  const { nextBillingAt, changeAt, changeKind, pausedFrom, pausedTo, mrr } = columnsOf(life, folded, now);
  await ctx.tx.subscription.update({ where: { id }, data: { nextBillingAt, changeAt, changeKind, pausedFrom, pausedTo, mrr } });
  await tellBoundaries(ctx, row, folded, now);
  await setWake(ctx, row, life, folded);
}
