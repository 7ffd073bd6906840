import 'server-only';
import type { AddOn } from '@/lib/catalog/add-on';
import {
  addOnCurrencyIssues,
  assignmentIssues,
  closedPlanIssues,
  duplicateIssues,
  notOnSaleIssues,
} from '@/lib/catalog/checks/compatibility';
import type { Plan } from '@/lib/catalog/plan';
import { type AddOnAssignment, type CreatePlanAddOnRequest, PlanAddOn, type UpsertPlanAddOnRequest } from '@/lib/catalog/plan-add-on';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { isEditable } from '@/lib/catalog/version';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { pageResult, pageWindow } from '@/lib/server/core/listing';
import { converter } from '@/lib/wire';
import { addOnOf } from './add-on-record';
import { type Assigned, type AssignmentRow, assignedTo, assignmentOf, columnsOf, insertAssignment, logged } from './assignment-record';
import { loadContext } from './catalog-context';
import { planOf, planStore } from './plan-record';
import { emitVersion, nameOf, requireNone } from './version-record';
import { openVersion } from './versions';

/** A plan version to read from; a deleted one too. */
async function planFor(ctx: Ctx, id: string): Promise<Plan> {
  const row = await ctx.tx.plan.findUnique({ where: { id } });
  if (!row) throw notFound('plan', id);
  return planOf(row, ctx.now);
}

/** A plan version whose key is locked, so that it is not published while what it offers changes. */
async function openPlan(ctx: Ctx, id: string): Promise<Plan> {
  const { row } = await openVersion(ctx, planStore, id);
  if (row.deletedAt) throw deleted('plan', nameOf(row), row.deletedAt);
  return planOf(row, ctx.now);
}

async function assignmentRow(ctx: Ctx, planId: string, id: string): Promise<AssignmentRow> {
  const row = await ctx.tx.planAddOn.findFirst({ where: { id, planId } });
  if (!row) throw notFound('add-on of this plan', id);
  return row;
}

/** Assignments as they are shown: while their plan can change, with what keeps it from being published with them. */
async function withIssues(ctx: Ctx, plan: Plan, assigned: readonly Assigned[]): Promise<PlanAddOn[]> {
  if (!isEditable(plan.status) || plan.deletedAt !== undefined) return assigned.map(({ assignment }) => assignment);
  const context = await loadContext(ctx, [plan, ...assigned.map(({ addOn }) => addOn)]);
  return assigned.map(({ assignment, addOn }) => {
    const issues = assignmentIssues(plan, addOn, assignment, context);
    return issues.length ? { ...assignment, validationErrors: issues.map(validationErrorOf) } : assignment;
  });
}

async function shown(ctx: Ctx, plan: Plan, row: AssignmentRow): Promise<PlanAddOn> {
  ctx.revision = row.revision;
  const addOn = await ctx.tx.addOn.findUniqueOrThrow({ where: { id: row.addOnId } });
  const [assignment] = await withIssues(ctx, plan, [{ assignment: assignmentOf(row), addOn: addOnOf(addOn, ctx.now) }]);
  if (!assignment) throw new Error('one assignment in, none out');
  return assignment;
}

/** The add-ons offered with a version of a plan, in the order in which they were assigned. */
export async function listPlanAddOns(
  ctx: Ctx,
  planId: string,
  page: { size?: number | undefined; number?: number | undefined } | undefined,
) {
  const plan = await planFor(ctx, planId);
  const window = pageWindow(page);
  const assigned = (await assignedTo(ctx, [planId])).get(planId) ?? [];
  const data = await withIssues(ctx, plan, assigned.slice(window.skip, window.skip + window.take));
  return pageResult(data, assigned.length, window);
}

export async function getPlanAddOn(ctx: Ctx, planId: string, id: string): Promise<PlanAddOn> {
  return shown(ctx, await planFor(ctx, planId), await assignmentRow(ctx, planId, id));
}

/**
 * An add-on must be on sale and in a currency that the plan can invoice. With a scheduled version it must fit in all else too, as nobody
 * looks at it again before it goes on sale; with a draft, what else does not fit is kept and shown.
 */
async function requireFitting(
  ctx: Ctx,
  plan: Plan,
  addOn: AddOn,
  assignment: Omit<AddOnAssignment, 'addon'>,
  { draftsFit = false } = {},
): Promise<void> {
  const context = await loadContext(ctx, [plan, addOn]);
  if (plan.status !== 'draft') return requireNone(assignmentIssues(plan, addOn, assignment, context));
  const fits = draftsFit && addOn.status === 'draft';
  requireNone([...(fits ? [] : notOnSaleIssues(addOn)), ...addOnCurrencyIssues(plan, addOn, context)]);
}

async function livingAddOn(ctx: Ctx, id: string): Promise<AddOn> {
  await ctx.tx.$queryRaw`SELECT 1 FROM add_ons WHERE id = ${id} FOR SHARE`; // it is not deleted or archived until this is done
  const row = await ctx.tx.addOn.findUnique({ where: { id } });
  if (!row) throw notFound('add-on', id);
  if (row.deletedAt) throw deleted('add-on', nameOf(row), row.deletedAt);
  return addOnOf(row, ctx.now);
}

/**
 * Offers an add-on with a draft or scheduled version. It has to be on sale; `draftsFit` lets a draft of a plan offer a draft of an add-on, as a
 * catalog file that brings both does. Publishing the plan asks again.
 */
export async function createPlanAddOn(
  ctx: Ctx,
  planId: string,
  input: CreatePlanAddOnRequest,
  options: { draftsFit?: boolean } = {},
): Promise<PlanAddOn> {
  const plan = await openPlan(ctx, planId);
  requireNone(closedPlanIssues(plan));
  const addOn = await livingAddOn(ctx, input.addon.id);
  const others = (await assignedTo(ctx, [planId])).get(planId) ?? [];
  const twice = duplicateIssues(
    addOn,
    others.map((other) => other.addOn),
  );
  if (twice[0]) throw problem('conflict', twice[0].message, { issues: twice });
  await requireFitting(ctx, plan, addOn, input, options);
  const row = await insertAssignment(ctx, plan, input);
  await emitVersion(ctx, 'plan', 'update', plan);
  return shown(ctx, plan, row);
}

function requireFreshAssignment(ctx: Ctx, row: AssignmentRow): void {
  const current = { revision: row.revision, changedBy: row.updatedBy, changedAt: row.updatedAt.toISOString() };
  requireFresh(ctx, current, () => converter(PlanAddOn).toWire(assignmentOf(row)));
}

/** Changes how an add-on is offered; which one it is stays. */
export async function updatePlanAddOn(ctx: Ctx, planId: string, id: string, input: UpsertPlanAddOnRequest): Promise<PlanAddOn> {
  const plan = await openPlan(ctx, planId);
  const row = await assignmentRow(ctx, planId, id);
  requireFreshAssignment(ctx, row);
  requireNone(closedPlanIssues(plan));
  await requireFitting(ctx, plan, await livingAddOn(ctx, row.addOnId), input);
  return saveAssignment(ctx, plan, row, columnsOf(input));
}

/** Puts another version of the same add-on into an assignment, which keeps its terms: the contract has no way to do it but in two steps. */
export async function exchangePlanAddOn(ctx: Ctx, planId: string, id: string, addOnId: string): Promise<PlanAddOn> {
  const plan = await openPlan(ctx, planId);
  const row = await assignmentRow(ctx, planId, id);
  requireFreshAssignment(ctx, row);
  requireNone(closedPlanIssues(plan));
  const addOn = await livingAddOn(ctx, addOnId);
  const { key } = await ctx.tx.addOn.findUniqueOrThrow({ where: { id: row.addOnId } });
  if (addOn.key !== key) {
    const message = `This offers the add-on "${key}", and the other one is "${addOn.key}". Choose a version of "${key}".`;
    throw problem('invalid_parameters', message, { invalidParameters: [{ field: '$.addon.id', reason: message, source: 'body' }] });
  }
  await requireFitting(ctx, plan, addOn, assignmentOf(row));
  return saveAssignment(ctx, plan, row, { addOnId });
}

type Terms = ReturnType<typeof columnsOf>;

async function saveAssignment(ctx: Ctx, plan: Plan, row: AssignmentRow, data: Terms | { addOnId: string }): Promise<PlanAddOn> {
  const saved = await ctx.tx.planAddOn.update({
    where: { id: row.id },
    data: { ...data, revision: { increment: 1 }, updatedBy: ctx.actor.name, updatedAt: ctx.now },
  });
  await emitVersion(ctx, 'plan', 'update', plan);
  await audit(ctx, {
    action: 'plan_addon.update',
    ...logged(plan, saved),
    before: { planId: plan.id, ...assignmentOf(row) },
    after: { planId: plan.id, ...assignmentOf(saved) },
  });
  return shown(ctx, plan, saved);
}

/** Stops offering an add-on with a draft or scheduled version. */
export async function deletePlanAddOn(ctx: Ctx, planId: string, id: string): Promise<undefined> {
  const plan = await openPlan(ctx, planId);
  const row = await assignmentRow(ctx, planId, id);
  requireFreshAssignment(ctx, row);
  requireNone(closedPlanIssues(plan));
  await ctx.tx.planAddOn.delete({ where: { id } });
  await emitVersion(ctx, 'plan', 'update', plan);
  await audit(ctx, { action: 'plan_addon.delete', ...logged(plan, row), before: { planId, ...assignmentOf(row) } });
}
