import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { emitVersion, type Versioned } from './version-record';

/** Tells subscribers that a scheduled version is on sale. Nothing where it was deleted, taken back or moved meanwhile. */
export async function startVersion(ctx: Ctx, { noun, id }: { noun: Versioned; id: string }): Promise<void> {
  const where = { id, deletedAt: null, effectiveFrom: ctx.now };
  const row = noun === 'plan' ? await ctx.tx.plan.findFirst({ where }) : await ctx.tx.addOn.findFirst({ where });
  if (row) await emitVersion(ctx, noun, 'start', row);
}
