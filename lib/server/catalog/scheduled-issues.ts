import 'server-only';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { issuesOf, planOf } from './plan-record';
import { nameOf } from './version-record';

/**
 * A scheduled plan version was faultless when it was published, and goes on sale by the clock, without anybody looking at it again. When a
 * new version of an add-on takes the place of one that it offers, what is wrong with it now is written into the log at once.
 */
export async function logScheduledIssues(ctx: Ctx, addOnKey: string): Promise<void> {
  const rows = await ctx.tx.plan.findMany({
    where: { deletedAt: null, effectiveFrom: { gt: new Date(ctx.now) }, addOns: { some: { addOn: { key: addOnKey } } } },
    orderBy: { id: 'asc' },
  });
  const plans = rows.map((row) => planOf(row, ctx.now));
  for (const [i, issues] of (await issuesOf(ctx, plans)).entries()) {
    const [row, plan] = [rows[i], plans[i]];
    if (!row || !plan || issues.length === 0) continue;
    await audit(ctx, {
      action: 'plan.find_issues',
      resourceType: 'plan',
      resourceId: row.id,
      resourceName: nameOf(row),
      before: plan,
      after: { ...plan, validationErrors: issues.map(validationErrorOf) },
    });
  }
}
