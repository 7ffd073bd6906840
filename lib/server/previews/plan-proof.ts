import 'server-only';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { planIssues } from '@/lib/catalog/checks/issues';
import { priceabilityIssues } from '@/lib/catalog/checks/priceability';
import type { Plan } from '@/lib/catalog/plan';
import { problem } from '@/lib/problem';
import { type Proof, proofs } from '@/lib/rating/proofs/prove';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { customCurrencies } from '@/lib/server/catalog/money-context';
import { newestPlan } from '@/lib/server/catalog/plan-versions';
import { livingPlan } from '@/lib/server/catalog/plans';
import type { Ctx } from '@/lib/server/core/ctx';

export interface PlanProof {
  plan: Plan;
  seed: number;
  proofs: Proof[];
}

/**
 * Tries every invariant of rating on the rate cards of a stored version, with quantities drawn from the seed: the same seed draws the same.
 * Without a seed it follows from the version's revision, so that the same content always shows the same result.
 */
export async function proofOfPlan(
  ctx: Ctx,
  choice: { id: string } | { key: string; version?: number | undefined },
  seed?: number,
): Promise<PlanProof> {
  const plan = 'id' in choice ? await livingPlan(ctx, choice.id) : await newestPlan(ctx, choice.key, choice.version);
  const issues = priceabilityIssues(planIssues(plan, await loadContext(ctx, [plan])));
  if (issues.length)
    throw problem('unpriceable_plan', `${plan.name} v${plan.version} cannot be priced yet: ${issues[0]?.message}`, { issues });
  const drawn =
    seed ??
    createHash('sha256')
      .update(`${plan.id}:${ctx.revision ?? 0}`)
      .digest()
      .readUInt32BE() % 1_000_000_000;
  const found: Proof[] = [];
  for (const proof of proofs(plan, drawn, undefined, await customCurrencies(ctx, [plan.currency]))) {
    found.push(proof);
    // A huge plan takes seconds: others are answered in between.
    await setImmediate();
  }
  return { plan, seed: drawn, proofs: found };
}
