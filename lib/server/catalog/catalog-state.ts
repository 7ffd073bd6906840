import 'server-only';
import { AddOn, addOnStatusAt } from '@/lib/catalog/add-on';
import { type CatalogState, documentOf } from '@/lib/catalog/document/document-of';
import { Feature } from '@/lib/catalog/feature';
import { Plan } from '@/lib/catalog/plan';
import { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { OrganizationDefaultTaxCodes, TaxCode } from '@/lib/catalog/tax-code';
import { statusAt } from '@/lib/catalog/version';
import { Meter } from '@/lib/metering/meter';
import type { AuditedType } from '@/lib/server/audit/audit-shapes';
import type { Ctx } from '@/lib/server/core/ctx';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { CostBasis, CustomCurrency } from '@/lib/server/generated/prisma/client';
import { featureOf } from '@/lib/server/metering/features';
import { meterOf } from '@/lib/server/metering/meters';
import { everyOverride } from '@/lib/server/money/llm-cost';
import { storedDefaults } from '@/lib/server/money/tax-code-defaults';
import { taxCodeOf } from '@/lib/server/money/tax-codes';
import { addOnOf } from './add-on-record';
import { assignmentOf } from './assignment-record';
import { planOf } from './plan-record';

/** Every row of the catalog as its shape, deleted things included; assignments with the version that they belong to. */
async function everything(ctx: Ctx) {
  const currencies = await ctx.tx.customCurrency.findMany({ include: { costBases: true } });
  const byVersion = { orderBy: [{ key: 'asc' as const }, { version: 'asc' as const }] };
  return {
    currencies: currencies.map(currencyOf),
    taxCodes: (await ctx.tx.taxCode.findMany()).map(taxCodeOf),
    taxDefaults: await storedDefaults(ctx),
    llmOverrides: await everyOverride(ctx),
    meters: (await ctx.tx.meter.findMany()).map(meterOf),
    features: (await ctx.tx.feature.findMany()).map(featureOf),
    addons: (await ctx.tx.addOn.findMany(byVersion)).map((row) => addOnOf(row, ctx.now)),
    plans: (await ctx.tx.plan.findMany(byVersion)).map((row) => planOf(row, ctx.now)),
    assignments: (await ctx.tx.planAddOn.findMany({ orderBy: { id: 'asc' } })).map((row) => ({ planId: row.planId, ...assignmentOf(row) })),
  };
}

type StoredCurrency = CustomCurrency & { costBases: readonly CostBasis[] };

/** A currency of one's own with its history; both are only ever added to. */
const currencyOf = ({ id, workspaceId, createdAt, symbol, costBases, ...currency }: StoredCurrency) => ({
  ...currency,
  symbol: absent(symbol),
  createdAt: createdAt.toISOString(),
  costBases: costBases.map(({ fiatCode, rate, effectiveFrom, effectiveTo, createdAt: addedAt }) => ({
    ...{ fiatCode, rate: rate.toFixed(), effectiveFrom: effectiveFrom.toISOString(), effectiveTo: instant(effectiveTo) },
    createdAt: addedAt.toISOString(),
  })),
});

type Everything = Awaited<ReturnType<typeof everything>>;

function stateOf({ plans, assignments, llmOverrides, ...rest }: Everything): CatalogState {
  const offered = new Map<string, PlanAddOn[]>();
  for (const { planId, ...assignment } of assignments) offered.set(planId, [...(offered.get(planId) ?? []), assignment]);
  return {
    ...rest,
    llmOverrides: llmOverrides.map(({ price }) => price),
    plans: plans.map((plan) => ({ ...plan, addons: offered.get(plan.id) ?? [] })),
  };
}

/** The catalog as it is stored, deleted things included. */
export async function catalogState(ctx: Ctx): Promise<CatalogState> {
  const { llmOverrides, ...rest } = await everything(ctx);
  return stateOf({ ...rest, llmOverrides: llmOverrides.filter(({ deletedAt }) => deletedAt === undefined) });
}

/**
 * The catalog as it stood at an instant: what was there then, as it was written then, with the status that its versions had then. Every
 * change has an entry with what was before it, so a thing is what the first later entry found, or what it still is when there is none.
 */
export async function catalogStateAt(ctx: Ctx, at: string): Promise<CatalogState> {
  const later = await ctx.tx.$queryRaw<{ type: AuditedType; id: string; before: unknown }[]>`
    SELECT DISTINCT ON (resource_type, resource_id) resource_type AS type, resource_id AS id, before
    FROM audit_entries WHERE at > ${new Date(at)} AND resource_type IN ('tax_code', 'meter', 'feature', 'addon', 'plan', 'plan_addon', 'tax_code_defaults')
    ORDER BY resource_type, resource_id, sequence`;
  const found = new Map(later.map(({ type, id, before }) => [`${type} ${id}`, before]));
  const then = <T extends { id: string; createdAt: string }>(type: AuditedType, things: readonly T[], read: (before: unknown) => T): T[] =>
    things.flatMap((thing) => {
      if (Date.parse(thing.createdAt) > Date.parse(at)) return [];
      const before = found.get(`${type} ${thing.id}`) ?? null;
      return before === null ? [thing] : [read(before)];
    });
  const now = await everything(ctx);
  const readAssignment = (before: unknown) => {
    const { planId, ...assignment } = before as { planId: string };
    return { planId, ...PlanAddOn.parse(assignment) };
  };
  // Of what a plan no longer offers only the log is left.
  const kept = new Set(now.assignments.map(({ id }) => id));
  const gone = later.filter(({ type, id, before }) => type === 'plan_addon' && before !== null && !kept.has(id));
  const since = ({ createdAt }: { createdAt: string }) => Date.parse(createdAt) <= Date.parse(at);
  return stateOf({
    currencies: now.currencies.filter(since).map((currency) => ({ ...currency, costBases: currency.costBases.filter(since) })),
    taxDefaults: defaultsThen(now.taxDefaults, found.get(`tax_code_defaults ${ctx.workspace.id}`), since),
    // A price is said and taken back, and never changed.
    llmOverrides: now.llmOverrides.filter(
      ({ price, deletedAt }) => since(price) && (deletedAt === undefined || Date.parse(deletedAt) > Date.parse(at)),
    ),
    taxCodes: then('tax_code', now.taxCodes, (before) => TaxCode.parse(before)),
    meters: then('meter', now.meters, (before) => Meter.parse(before)),
    features: then('feature', now.features, (before) => Feature.parse(before)),
    addons: then('addon', now.addons, (before) => AddOn.parse(before)).map((addOn) => ({ ...addOn, status: addOnStatusAt(addOn, at) })),
    plans: then('plan', now.plans, (before) => Plan.parse(before)).map((plan) => ({ ...plan, status: statusAt(plan, at) })),
    assignments: [...then('plan_addon', now.assignments, readAssignment), ...gone.map(({ before }) => readAssignment(before))],
  });
}

/** The defaults as they were. There is one row of them, which is there from the first time that they are set. */
function defaultsThen(now: Everything['taxDefaults'], before: unknown, since: (thing: { createdAt: string }) => boolean) {
  if (!now || !since(now)) return null;
  return before === undefined || before === null ? now : OrganizationDefaultTaxCodes.parse(before);
}

/** The catalog as a document, now or as it stood. */
export const catalogDocument = async (ctx: Ctx, asOf?: string) =>
  documentOf(asOf === undefined ? await catalogState(ctx) : await catalogStateAt(ctx, asOf));

/** The living versions of plans as they stood at an instant, plans by key and their newest versions first. */
export async function plansAt(ctx: Ctx, at: string): Promise<{ data: Plan[] }> {
  const { plans } = await catalogStateAt(ctx, at);
  const living = plans.filter(({ deletedAt }) => deletedAt === undefined).map(({ addons: _, ...plan }) => plan);
  return { data: living.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : b.version - a.version)) };
}
