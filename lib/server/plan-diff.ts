import 'server-only';
import type { z } from 'zod';
import type { PlanDiff } from '@/lib/api/plan-versions';
import { type Difference, diffPlans } from '@/lib/catalog/diff-sentences';
import { contentOf, Plan } from '@/lib/catalog/plan';
import { converter, snake } from '@/lib/wire';
import { type Ctx, notFound } from './ctx';
import { featureIds, planOf } from './plan-record';

async function living(ctx: Ctx, id: string): Promise<Plan> {
  const row = await ctx.tx.plan.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound('plan', id);
  return planOf(row, ctx.now);
}

/** What changed from one version to another, which may be of different plans: each difference as data and as a sentence. */
export async function diffPlan(ctx: Ctx, id: string, againstId: string): Promise<PlanDiff> {
  const [from, to] = [await living(ctx, againstId), await living(ctx, id)];
  const ids = [...featureIds(from), ...featureIds(to)];
  const features = await ctx.tx.feature.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(features.map((feature) => [feature.id, feature.name]));
  const side = (plan: Plan) => ({ ...contentOf(plan), addOns: [] });
  const changes = diffPlans(side(from), side(to), { featureName: (feature) => names.get(feature) }).map(onWire);
  const brief = ({ id, key, version }: Plan) => ({ id, key, version });
  return { from: brief(from), to: brief(to), changes };
}

/** A difference with field names as the wire has them, in its path and in what it holds. Keys of phases and cards are not field names. */
function onWire({ path, before, after, ...rest }: Difference): PlanDiff['changes'][number] {
  const steps: (string | number)[] = [];
  let schema: z.core.$ZodType | undefined = Plan;
  for (const step of path) {
    const member: z.core.$ZodType | undefined = typeof step === 'string' ? memberOf(schema, step) : undefined;
    steps.push(member ? snake(String(step)) : step);
    schema = member ?? elementOf(schema);
  }
  const write = (value: unknown) => (schema ? converter(schema).toWire(value) : value);
  return {
    ...rest,
    path: steps,
    ...(before !== undefined && { before: write(before) }),
    ...(after !== undefined && { after: write(after) }),
  };
}

function bare(schema: z.core.$ZodType | undefined): z.core.$ZodTypes | undefined {
  const s = schema as z.core.$ZodTypes | undefined;
  return s && 'innerType' in s._zod.def ? bare(s._zod.def.innerType as z.core.$ZodType) : s;
}

function memberOf(schema: z.core.$ZodType | undefined, name: string): z.core.$ZodType | undefined {
  const def = bare(schema)?._zod.def;
  if (def?.type === 'object') return def.shape[name];
  if (def?.type === 'union') return def.options.map((option) => memberOf(option, name)).find(Boolean);
  return undefined;
}

function elementOf(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const def = bare(schema)?._zod.def;
  return def?.type === 'array' ? def.element : undefined;
}
