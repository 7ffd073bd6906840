import 'server-only';
import { getPlanProof } from '@/lib/api/catalog/plan-proofs';
import * as own from '@/lib/api/catalog/plan-versions';
import * as op from '@/lib/api/catalog/plans';
import { searchPlans } from '@/lib/api/catalog/version-lists';
import type { InputOf } from '@/lib/api/operation';
import type { Plan } from '@/lib/catalog/plan';
import { wireIssue } from '@/lib/invalid-parameters';
import { bind, type Route, replyText, wireText } from '@/lib/server/api/edge/edge';
import { authorise, caller, input } from '@/lib/server/api/edge/request';
import { diffPlan } from '@/lib/server/catalog/plan-diff';
import { readPlan } from '@/lib/server/catalog/plan-read';
import * as versions from '@/lib/server/catalog/plan-versions';
import * as plans from '@/lib/server/catalog/plans';
import * as lists from '@/lib/server/catalog/version-lists';
import { workspaceNow } from '@/lib/server/core/run';
import { proofOfPlan } from '@/lib/server/previews/plan-proof';
import { FAULTS_MAX } from '@/lib/work-limits';

// A plan that is kept is written once and not for every request.
const texts = new WeakMap<Plan, string>();

function textOf(plan: Plan): string {
  const known = texts.get(plan);
  if (known !== undefined) return known;
  const text = wireText(op.getPlan, plan);
  texts.set(plan, text);
  return text;
}

/** The most frequent read goes past Prisma and its transaction: see lib/server/catalog/plan-read.ts. */
const getPlan: Route = {
  op: op.getPlan,
  async handle(c, requestId) {
    const principal = authorise(await caller(c), op.getPlan.permission);
    const { params } = await input(c, op.getPlan);
    const { plan, revision } = await readPlan(principal, params.planId, await workspaceNow(principal));
    return replyText(op.getPlan, textOf(plan), requestId, revision);
  },
  async local(who, given) {
    const principal = authorise(who, op.getPlan.permission);
    const { params } = given as InputOf<typeof op.getPlan>;
    const { plan, revision } = await readPlan(principal, params.planId, await workspaceNow(principal));
    return { data: plan, revision };
  },
};

export const planRoutes = [
  bind(getPlanProof, async (ctx, { params, query }) => {
    const { plan, seed, proofs } = await proofOfPlan(ctx, { id: params.planId }, query.seed);
    return { planId: plan.id, version: plan.version, seed, holds: proofs.every(({ broken }) => broken === null), invariants: proofs };
  }),
  bind(op.listPlans, (ctx, { query }) => plans.listPlans(ctx, query)),
  bind(searchPlans, (ctx, { query }) => lists.searchPlans(ctx, query)),
  bind(op.createPlan, (ctx, { body }) => plans.createPlan(ctx, body)),
  getPlan,
  bind(op.updatePlan, (ctx, { params, body }) => plans.updatePlan(ctx, params.planId, body)),
  bind(op.deletePlan, (ctx, { params }) => versions.deletePlan(ctx, params.planId)),
  bind(op.publishPlan, (ctx, { params }) => versions.publishPlan(ctx, params.planId)),
  bind(op.archivePlan, (ctx, { params }) => versions.archivePlan(ctx, params.planId)),
  bind(own.replacePlan, (ctx, { params, body }) => plans.replacePlan(ctx, params.planId, body)),
  bind(own.schedulePlan, (ctx, { params, body }) => versions.publishPlan(ctx, params.planId, body.effectiveFrom)),
  bind(own.unschedulePlan, (ctx, { params }) => versions.unschedulePlan(ctx, params.planId)),
  bind(own.createNextPlan, (ctx, { params }) => versions.createNextPlan(ctx, params.planId)),
  bind(own.duplicatePlan, (ctx, { params, body }) => versions.duplicatePlan(ctx, params.planId, body)),
  bind(own.listPlanVersions, (ctx, { params }) => versions.listPlanVersions(ctx, params.planId)),
  bind(own.diffPlan, (ctx, { params, query }) => diffPlan(ctx, params.planId, query.against)),
  bind(own.validatePlan, async (ctx, { body }) => {
    const issues = await plans.validatePlan(ctx, body);
    const more = issues.length - FAULTS_MAX;
    return { issues: issues.slice(0, FAULTS_MAX).map(wireIssue), ...(more > 0 && { moreIssues: more }) };
  }),
];
