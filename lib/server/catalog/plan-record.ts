import 'server-only';
import { planAssignmentsIssues } from '@/lib/catalog/checks/compatibility';
import { planIssues } from '@/lib/catalog/checks/issues';
import { isCritical } from '@/lib/catalog/issue-codes';
import { contentOf, Plan, type PlanContent, withPaymentTerms } from '@/lib/catalog/plan';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { isEditable, statusAt } from '@/lib/catalog/version';
import type { Issue } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { absent, instant, jsonValue } from '@/lib/server/core/stored-values';
import type { Plan as Row } from '@/lib/server/generated/prisma/client';
import { converter } from '@/lib/wire';
import { assignedTo } from './assignment-record';
import { loadContext, storedCard } from './catalog-context';
import { refusal } from './version-record';
import type { VersionStore } from './versions';

export type PlanRow = Omit<Row, 'workspaceId'>;

/** The content as it is stored: payment terms written out, tiers in ascending order. */
export function storedContent(content: PlanContent): PlanContent {
  const { phases, ...rest } = withPaymentTerms(contentOf(content));
  return {
    ...rest,
    phases: phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map(storedCard) })),
  };
}

/** The columns of a content. */
export const columnsOf = (content: PlanContent) => ({ ...content, phases: jsonValue(content.phases) });

/** A stored row as the catalog's shape. */
export function planOf(row: PlanRow, now: string): Plan {
  const period = { effectiveFrom: instant(row.effectiveFrom), effectiveTo: instant(row.effectiveTo) };
  return Plan.parse({
    id: row.id,
    key: row.key,
    version: row.version,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    currency: row.currency,
    billingCadence: row.billingCadence,
    proRatingEnabled: row.proRatingEnabled,
    settlementMode: row.settlementMode,
    phases: row.phases,
    ...period,
    status: statusAt(period, now),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

type Checked = PlanContent & Partial<Pick<Plan, 'id'>> & Pick<Plan, 'status'>;

/** Everything that is wrong with each of these versions, the add-ons offered with them included. `hold` keeps what they name as it is. */
export async function issuesOf(ctx: Ctx, plans: readonly Checked[], hold = false): Promise<Issue[][]> {
  const assigned = await assignedTo(
    ctx,
    plans.flatMap(({ id }) => id ?? []),
    hold,
  );
  const extensions = [...assigned.values()].flat().map(({ addOn }) => addOn);
  const context = await loadContext(ctx, [...plans, ...extensions], hold);
  return plans.map((plan) => [
    ...planIssues(plan, context),
    ...planAssignmentsIssues(plan, (plan.id && assigned.get(plan.id)) || [], context),
  ]);
}

/** Versions as they are shown: those that can still change with what is wrong with them. */
export async function withIssues(ctx: Ctx, plans: readonly Plan[]): Promise<Plan[]> {
  const open = plans.filter(({ status, deletedAt }) => isEditable(status) && deletedAt === undefined);
  const issues = new Map((await issuesOf(ctx, open)).map((found, i) => [open[i], found]));
  return plans.map((plan) => {
    const found = issues.get(plan);
    return found?.length ? { ...plan, validationErrors: found.map(validationErrorOf) } : plan;
  });
}

/** A version with what is wrong with it; its revision goes to `ctx`. */
export async function shown(ctx: Ctx, row: PlanRow): Promise<Plan> {
  ctx.revision = row.revision;
  const [plan] = await withIssues(ctx, [planOf(row, ctx.now)]);
  if (!plan) throw new Error('one plan in, none out');
  return plan;
}

/** Describes how versions of plans are stored. */
export const planStore: VersionStore<Row, Plan> = {
  noun: 'plan',
  find: (ctx, id) => ctx.tx.plan.findUnique({ where: { id } }),
  versions: (ctx, key) =>
    ctx.tx.plan.findMany({ where: { key }, orderBy: { version: 'asc' }, omit: { phases: true, labels: true, description: true } }),
  save: (ctx, id, data) => ctx.tx.plan.update({ where: { id }, data }),
  shapeOf: planOf,
  wire: (plan) => converter(Plan).toWire(plan),
  shown,
};

/** Refuses content that cannot be saved at all; what else is wrong with it stays with the draft. What it names is held until it is saved. */
export async function requireSavable(ctx: Ctx, content: PlanContent): Promise<void> {
  const issues = planIssues(content, await loadContext(ctx, [content], true));
  if (issues.some(isCritical)) throw refusal('The plan cannot be saved.', issues);
}

/** Refuses a version with anything wrong at all, as customers would be billed by it. */
export async function requirePublishable(ctx: Ctx, plan: Checked): Promise<void> {
  const [issues = []] = await issuesOf(ctx, [plan], true);
  if (issues.length) throw refusal('The plan cannot be published before every issue is resolved.', issues);
}
