import 'server-only';
import type { AddOn } from '@/lib/catalog/add-on';
import { type AddOnAssignment, PlanAddOn } from '@/lib/catalog/plan-add-on';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { PlanAddOn as Row } from '@/lib/server/generated/prisma/client';
import { addOnOf } from './add-on-record';
import { nameOf, type VersionRow } from './version-record';

export type AssignmentRow = Row;

/** A stored row as the catalog's shape. */
export const assignmentOf = (row: Row): PlanAddOn =>
  PlanAddOn.parse({
    id: row.id,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    addon: { id: row.addOnId },
    fromPlanPhase: row.fromPlanPhase,
    maxQuantity: absent(row.maxQuantity),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  });

/** The columns of what a person says of an assignment. */
export const columnsOf = ({ name, description, labels, fromPlanPhase, maxQuantity }: Omit<AddOnAssignment, 'addon'>) => ({
  name,
  description: description ?? null,
  labels: labels ?? {},
  fromPlanPhase,
  maxQuantity: maxQuantity ?? null,
});

export interface Assigned {
  assignment: PlanAddOn;
  addOn: AddOn;
}

/** The add-ons offered with each of these versions, in the order in which they were assigned. `hold` keeps the add-ons as they are. */
export async function assignedTo(ctx: Ctx, planIds: readonly string[], hold = false): Promise<Map<string, Assigned[]>> {
  const found = new Map<string, Assigned[]>();
  if (planIds.length === 0) return found;
  const where = { planId: { in: [...planIds] } };
  if (hold) {
    await ctx.tx.$queryRaw`
      SELECT 1 FROM add_ons WHERE id IN (SELECT add_on_id FROM plan_add_ons WHERE plan_id = ANY(${[...planIds]})) ORDER BY id FOR SHARE`;
  }
  const rows = await ctx.tx.planAddOn.findMany({ where, include: { addOn: true }, orderBy: { id: 'asc' } });
  for (const { addOn, ...row } of rows) {
    const list = found.get(row.planId) ?? [];
    list.push({ assignment: assignmentOf(row), addOn: addOnOf(addOn, ctx.now) });
    found.set(row.planId, list);
  }
  return found;
}

/** Stores an assignment of an add-on that is there until it is stored. Whether it is allowed, and whether it fits, was asked before. */
export async function insertAssignment(
  ctx: Ctx,
  plan: Pick<VersionRow, 'id' | 'name' | 'version'>,
  assignment: AddOnAssignment,
): Promise<Row> {
  const [held] = await ctx.tx.$queryRaw<{ deleted: boolean }[]>`
    SELECT deleted_at IS NOT NULL AS deleted FROM add_ons WHERE id = ${assignment.addon.id} FOR SHARE`;
  if (held?.deleted) throw problem('conflict', `The add-on of "${assignment.name}" was deleted at the same moment.`);
  const row = await ctx.tx.planAddOn.create({
    data: {
      ...columnsOf(assignment),
      id: newId(),
      workspaceId: ctx.workspace.id,
      planId: plan.id,
      addOnId: assignment.addon.id,
      updatedBy: ctx.actor.name,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  await audit(ctx, { action: 'plan_addon.create', ...logged(plan, row), after: { planId: plan.id, ...assignmentOf(row) } });
  return row;
}

/** Name of an assignment in the log: by itself and by the version it belongs to. */
export const logged = (plan: Pick<VersionRow, 'name' | 'version'>, row: Pick<Row, 'id' | 'name'>) => ({
  resourceType: 'plan_addon' as const,
  resourceId: row.id,
  resourceName: `${row.name} on ${nameOf(plan)}`,
});
