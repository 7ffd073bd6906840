import 'server-only';
import { ProblemError } from '@/lib/problem';
import type { Ctx } from './ctx';

/**
 * Does something that may be refused without losing the transaction: returns its result, or the refusal, after which nothing of it is left.
 * Throws whatever is no refusal.
 */
export async function attempt<T>(ctx: Pick<Ctx, 'tx'>, work: () => Promise<T>): Promise<T | ProblemError> {
  await ctx.tx.$executeRaw`SAVEPOINT attempt`;
  try {
    const result = await work();
    await ctx.tx.$executeRaw`RELEASE SAVEPOINT attempt`;
    return result;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await ctx.tx.$executeRaw`ROLLBACK TO SAVEPOINT attempt`;
    await ctx.tx.$executeRaw`RELEASE SAVEPOINT attempt`;
    return error;
  }
}
