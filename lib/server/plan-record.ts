import 'server-only';
import { isCritical } from '@/lib/catalog/issue-codes';
import { planIssues } from '@/lib/catalog/issues';
import { contentOf, Plan, type PlanContent, withPaymentTerms } from '@/lib/catalog/plan';
import type { CatalogContext } from '@/lib/catalog/rate-card-issues';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { isEditable, statusAt, type Version } from '@/lib/catalog/version';
import { sortTiers } from '@/lib/pricing/tiers';
import { type Issue, problem } from '@/lib/problem';
import { converter } from '@/lib/wire';
import { type Ctx, notFound, requireFresh } from './ctx';
import type { Prisma, Plan as Row } from './generated/prisma/client';
import { absent, instant } from './row';

export type PlanRow = Omit<Row, 'workspaceId'>;

/** A feature as the checks of a plan need it, with what becomes of its meter. */
export interface FeatureFact {
  id: string;
  key: string;
  meterId: string | null;
  deletedAt: unknown;
  meterDeletedAt: unknown;
}

/** The workspace's part in the checks of plans. Only what the plans name is needed. */
export function contextOf(facts: readonly FeatureFact[]): CatalogContext {
  const gone = (at: unknown) => (at === null ? {} : { deletedAt: String(at) });
  return {
    features: facts.map((f) => ({ id: f.id, key: f.key, ...(f.meterId && { meter: { id: f.meterId } }), ...gone(f.deletedAt) })),
    meters: facts.flatMap((f) => (f.meterId ? [{ id: f.meterId, ...gone(f.meterDeletedAt) }] : [])),
  };
}

export const featureIds = (content: Pick<PlanContent, 'phases'>) =>
  content.phases.flatMap((phase) => phase.rateCards.flatMap((card) => card.feature?.id ?? []));

/** The features named by these contents. While a version is published they are held, so that none is deleted at the same moment. */
export async function loadContext(ctx: Ctx, contents: readonly Pick<PlanContent, 'phases'>[], hold = false): Promise<CatalogContext> {
  const ids = [...new Set(contents.flatMap(featureIds))];
  if (ids.length === 0) return contextOf([]);
  if (hold) await ctx.tx.$queryRaw`SELECT 1 FROM features WHERE id = ANY(${ids}) ORDER BY id FOR SHARE`;
  const rows = await ctx.tx.feature.findMany({ where: { id: { in: ids } }, include: { meter: { select: { deletedAt: true } } } });
  return contextOf(rows.map((row) => ({ ...row, meterDeletedAt: row.meter?.deletedAt ?? null })));
}

/** The content as it is stored: payment terms written out, tiers in ascending order. */
export function storedContent(content: PlanContent): PlanContent {
  const { phases, ...rest } = withPaymentTerms(contentOf(content));
  return {
    ...rest,
    phases: phases.map((phase) => ({
      ...phase,
      rateCards: phase.rateCards.map((card) =>
        'tiers' in card.price ? { ...card, price: { ...card.price, tiers: sortTiers(card.price.tiers) } } : card,
      ),
    })),
  };
}

/** The columns of a content. */
export const columnsOf = (content: PlanContent) => ({ ...content, phases: content.phases as unknown as Prisma.InputJsonValue });

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

/** A version that can still change shows what is wrong with it. */
export function withIssues(plan: Plan, context: CatalogContext): Plan {
  if (!isEditable(plan.status)) return plan;
  const issues = planIssues(plan, context);
  return issues.length ? { ...plan, validationErrors: issues.map(validationErrorOf) } : plan;
}

/** A version with what is wrong with it; its revision goes to `ctx`. */
export async function shown(ctx: Ctx, row: PlanRow): Promise<Plan> {
  ctx.revision = row.revision;
  const plan = planOf(row, ctx.now);
  return isEditable(plan.status) ? withIssues(plan, await loadContext(ctx, [plan])) : plan;
}

/** What a version is called where it stands alone. */
export const nameOf = (row: Pick<Row, 'name' | 'version'>) => `${row.name} v${row.version}`;

export function requirePlanFresh(ctx: Ctx, row: PlanRow): void {
  const current = { revision: row.revision, changedBy: row.updatedBy, changedAt: row.updatedAt.toISOString() };
  requireFresh(ctx, current, () => converter(Plan).toWire(planOf(row, ctx.now)));
}

/** Refuses content that cannot be saved at all; what else is wrong with it stays with the draft. */
export function requireSavable(content: PlanContent, context: CatalogContext): void {
  const issues = planIssues(content, context);
  if (issues.some(isCritical)) throw refusal('The plan cannot be saved.', issues);
}

/** Refuses content with anything wrong at all, as customers would be billed by it. */
export function requirePublishable(content: PlanContent, context: CatalogContext): void {
  const issues = planIssues(content, context);
  if (issues.length) throw refusal('The plan cannot be published before every issue is resolved.', issues);
}

export function requireNone(issues: readonly Issue[]): void {
  const first = issues[0];
  if (first) throw refusal(first.message, issues);
}

const refusal = (detail: string, issues: readonly Issue[]) => problem('validation_failed', detail, { issues: [...issues] });

export type VersionRow = Omit<PlanRow, 'phases' | 'labels' | 'description'>;

/** A version as the rules of versions see it. */
export const versionOf = (row: VersionRow): Version & { deletedAt?: string | undefined } => ({
  id: row.id,
  version: row.version,
  effectiveFrom: instant(row.effectiveFrom),
  effectiveTo: instant(row.effectiveTo),
  deletedAt: instant(row.deletedAt),
});

/** Lets one act at a time work on the versions of a key. The wait may have been long: what follows happens at the end of it. */
export async function lockKey(ctx: Ctx, key: string): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`plan:${ctx.workspace.id}:${key}`}, 0))`;
  ctx.now = new Date().toISOString();
}

/** Every version of a key, deleted ones included, in the order of their numbers. */
export function versionRows(ctx: Ctx, key: string): Promise<VersionRow[]> {
  return ctx.tx.plan.findMany({ where: { key }, orderBy: { version: 'asc' }, omit: { phases: true, labels: true, description: true } });
}

/** A version that is about to change, with its key locked, and the living versions of that key. */
export async function openVersion(ctx: Ctx, id: string): Promise<{ row: Row; versions: Version[] }> {
  const found = await ctx.tx.plan.findUnique({ where: { id }, select: { key: true } });
  if (!found) throw notFound('plan', id);
  await lockKey(ctx, found.key);
  const row = await ctx.tx.plan.findUniqueOrThrow({ where: { id } });
  const versions = (await versionRows(ctx, found.key)).filter((version) => version.deletedAt === null).map(versionOf);
  return { row, versions };
}
