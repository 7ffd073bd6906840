import 'server-only';
import { z } from 'zod';
import type { PlanDiff } from '@/lib/api/catalog/plan-versions';
import { diffPlans } from '@/lib/catalog/diff/diff-sentences';
import { assignmentOf } from '@/lib/catalog/next-draft';
import { contentOf, Plan } from '@/lib/catalog/plan';
import { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { assignedTo } from './assignment-record';
import { featureIds } from './catalog-context';
import { planOf } from './plan-record';
import { wireDifference } from './wire-difference';

/** Fields of a plan that are compared, as the wire names its fields. */
const Compared = z.strictObject({ ...Plan.shape, addOns: z.array(PlanAddOn) });

async function living(ctx: Ctx, id: string) {
  const row = await ctx.tx.plan.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound('plan', id);
  return { plan: planOf(row, ctx.now), assigned: (await assignedTo(ctx, [id])).get(id) ?? [] };
}

/** Compares two versions, which may be of different plans: each difference as data and as a sentence. */
export async function diffPlan(ctx: Ctx, id: string, againstId: string): Promise<PlanDiff> {
  const [from, to] = [await living(ctx, againstId), await living(ctx, id)];
  const sides = [from, to];
  const ids = sides.flatMap(({ plan }) => featureIds(plan));
  const features = await ctx.tx.feature.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(features.map((feature) => [feature.id, feature.name]));
  const addOns = new Map(
    sides.flatMap(({ assigned }) => assigned.map(({ addOn }) => [addOn.id, `${addOn.name} v${addOn.version}`] as const)),
  );
  const side = ({ plan, assigned }: typeof from) => ({
    ...contentOf(plan),
    addOns: assigned.map(({ assignment }) => assignmentOf(assignment)),
  });
  const changes = diffPlans(side(from), side(to), {
    featureName: (feature) => names.get(feature),
    addOnName: (addOn) => addOns.get(addOn),
  }).map((difference) => wireDifference(Compared, difference));
  const brief = ({ plan: { id: planId, key, version } }: typeof from) => ({ id: planId, key, version });
  return { from: brief(from), to: brief(to), changes };
}
