import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';

/**
 * Lets nobody else act on the subscriptions of a customer, or take the customer away, until the transaction ends. Comes before anything asks
 * `ctx.now`, so that of two acts the later one also happens later.
 */
export async function holdCustomer(ctx: Ctx, customerId: string): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`subscriptions:${ctx.workspace.id}:${customerId}`}, 0))`;
}
