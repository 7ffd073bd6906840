import 'server-only';
import type { CatalogApplied } from '@/lib/api/catalog/catalog';
import { isSame } from '@/lib/catalog/diff/diff';
import {
  type CatalogDocument,
  type DocumentAddOn,
  type DocumentAssignment,
  type DocumentCurrency,
  type DocumentFeature,
  type DocumentLlmOverride,
  type DocumentMeter,
  type DocumentPlan,
  type DocumentTaxCode,
  type DocumentTaxDefault,
  modelOfKey,
  type Section,
} from '@/lib/catalog/document/document';
import { addOnIn, type DocumentChange, planIn } from '@/lib/catalog/document/document-changes';
import { type CatalogState, normalDocument } from '@/lib/catalog/document/document-of';
import { partName, partWords } from '@/lib/catalog/document/document-parts';
import { isCritical } from '@/lib/catalog/issue-codes';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { RateCard } from '@/lib/catalog/rate-card';
import { statusAt } from '@/lib/catalog/version';
import { type PathStep, type ProblemCode, ProblemError, problem } from '@/lib/problem';
import { asOneAct } from '@/lib/server/audit/audit';
import { publishAddOn } from '@/lib/server/catalog/add-on-versions';
import { createAddOn, replaceAddOn } from '@/lib/server/catalog/add-ons';
import { assignedTo } from '@/lib/server/catalog/assignment-record';
import { catalogState } from '@/lib/server/catalog/catalog-state';
import { createPlanAddOn, deletePlanAddOn } from '@/lib/server/catalog/plan-add-ons';
import { publishPlan } from '@/lib/server/catalog/plan-versions';
import { createPlan, replacePlan } from '@/lib/server/catalog/plans';
import { lockKey } from '@/lib/server/catalog/version-record';
import type { Ctx } from '@/lib/server/core/ctx';
import { createFeature, updateFeature } from '@/lib/server/metering/features';
import { createMeter, updateMeter } from '@/lib/server/metering/meters';
import { createCostBasis } from '@/lib/server/money/cost-bases';
import { createCustomCurrency } from '@/lib/server/money/currencies';
import { createLlmOverride, deleteLlmOverride, everyOverride } from '@/lib/server/money/llm-cost';
import { storedDefaults, updateDefaultTaxCodes } from '@/lib/server/money/tax-code-defaults';
import { createTaxCode, upsertTaxCode } from '@/lib/server/money/tax-codes';
import type { Wanted } from './catalog-document';
import { namedParts, removeParts, unlisted } from './catalog-removal';
import { baseOf, changeAnswer, type Review, reviewDocument } from './catalog-review';

/** One application at a time; the versions it may change are held before they are read, always in the same order. */
export async function lockCatalog(ctx: Ctx, { addons, plans }: CatalogDocument): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`catalog:${ctx.workspace.id}`}, 0))`;
  const keys = (things: readonly { key: string }[]) => [...new Set(things.map(({ key }) => key))].sort();
  for (const key of keys(addons)) await lockKey(ctx, 'addon', key);
  for (const key of keys(plans)) await lockKey(ctx, 'plan', key);
}

interface Options {
  /** Publishes every draft of the document, add-ons before the plans that offer them. */
  publish?: boolean;
  /** Revision that the document was reviewed against. */
  base?: string | undefined;
  /** Things to remove as well: things by name, or `all` that the document does not list, as far as nothing uses it. */
  prune?: readonly string[] | 'all' | undefined;
  /** The whole catalog that the document was taken from, where it is a part of one. */
  listed?: CatalogDocument;
}

/**
 * Applies a document in the transaction of `ctx`: all of it, or nothing. New things are created, others changed where that is allowed,
 * plans and add-ons in their draft. Refused while anything is wrong, and when the catalog is no longer what was reviewed.
 */
export async function applyDocument(ctx: Ctx, wanted: Wanted, options: Options = {}): Promise<CatalogApplied> {
  const { publish = false, base, prune, listed = wanted.document } = options;
  await lockCatalog(ctx, wanted.document);
  const review = await reviewDocument(ctx, wanted);
  if (base !== undefined && base !== baseOf(review.current))
    throw problem('stale_revision', 'The catalog was changed since these changes were reviewed. Nothing was applied: review them again.');
  const blocking = review.issues.filter((issue) => publish || isCritical(issue));
  if (blocking.length > 0) throw problem('validation_failed', `Nothing was applied: ${blocking[0]?.message}`, { issues: review.issues });
  const words = (changes: number) => `the catalog, ${changes} ${changes === 1 ? 'change' : 'changes'}`;
  return asOneAct(ctx, { action: 'catalog.apply', words }, async (act) => {
    await applyChanges(act, wanted, review);
    const published = publish ? await publishAll(act, wanted.document) : [];
    const applied = { changes: review.changes.map(changeAnswer), published };
    if (!prune?.length) return applied;
    const candidates = unlisted(review.current, listed);
    const removals =
      prune === 'all'
        ? await removeParts(act, candidates, { archive: publish, strict: false })
        : await removeParts(act, namedParts(candidates, prune), { archive: true, strict: true });
    return { ...applied, removals };
  });
}

/** Makes the changes that a review found. */
export async function applyChanges(ctx: Ctx, { document }: Wanted, review: Review): Promise<void> {
  for (const change of review.changes) await within(document, change, () => APPLY[change.section](ctx, document, change, review));
}

/** Adds the part of the document to a verb's refusal, and the place in the document to its issues. */
async function within<T>(
  document: CatalogDocument,
  { section, key }: { section: Section; key: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const at: PathStep[] = [section, document[section].findIndex((thing) => thing.key === key)];
    const issues = error.issues?.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
    throw problem(error.code as ProblemCode, `Nothing was applied: ${partWords({ section, key })}: ${error.detail}`, {
      issues,
      cause: error,
    });
  }
}

type Apply = (ctx: Ctx, document: CatalogDocument, change: DocumentChange, review: Review) => Promise<unknown>;

/** A copy without what the request said of one resource's revision. */
const atRevision = (ctx: Ctx, ifMatch?: number): Ctx => ({ ...ctx, ifMatch });

function found<T extends { key: string }>(things: readonly T[], key: string): T {
  const thing = things.find((other) => other.key === key);
  if (!thing) throw new Error(`the document has no "${key}" any more`);
  return thing;
}

/** The ids behind the keys, as far as they are there: what was created before counts. */
async function idOf(ctx: Ctx, table: 'taxCode' | 'meter' | 'feature', key: string): Promise<string> {
  const query = { where: { key, deletedAt: null }, select: { id: true } };
  const { tx } = ctx;
  if (table === 'taxCode') return (await tx.taxCode.findFirstOrThrow(query)).id;
  return (table === 'meter' ? await tx.meter.findFirstOrThrow(query) : await tx.feature.findFirstOrThrow(query)).id;
}

const APPLY: Record<Section, Apply> = {
  async currencies(ctx, document, { key, act }) {
    const { key: code, costBases, ...currency }: DocumentCurrency = found(document.currencies, key);
    if (act === 'create') await createCustomCurrency(atRevision(ctx), { ...currency, code });
    const row = await ctx.tx.customCurrency.findFirstOrThrow({ where: { code }, include: { costBases: true } });
    const known = new Set(row.costBases.map(({ fiatCode, effectiveFrom }) => `${fiatCode} ${effectiveFrom.getTime()}`));
    const added = costBases.filter(({ fiatCode, effectiveFrom }) => !known.has(`${fiatCode} ${Date.parse(effectiveFrom)}`));
    added.sort((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom));
    for (const basis of added) await createCostBasis(atRevision(ctx), row.id, basis);
  },

  async taxCodes(ctx, document, { key, act }) {
    const taxCode: DocumentTaxCode = found(document.taxCodes, key);
    if (act === 'create') return createTaxCode(atRevision(ctx), taxCode);
    const { key: _, ...request } = taxCode;
    return upsertTaxCode(atRevision(ctx), await idOf(ctx, 'taxCode', key), request);
  },

  async taxDefaults(ctx, document) {
    const set = await storedDefaults(ctx);
    const id = async (key: DocumentTaxDefault['key']) => {
      const named = document.taxDefaults.find((thing) => thing.key === key);
      return named && { id: await idOf(ctx, 'taxCode', named.taxCode) };
    };
    const wanted = { invoicingTaxCode: await id('invoicing'), creditGrantTaxCode: await id('credit_grant') };
    const isSet = Object.entries(wanted).every(([field, code]) => !code || code.id === set?.[field as keyof typeof wanted].id);
    if (!isSet) await updateDefaultTaxCodes(atRevision(ctx), wanted); // both at once, with the first of the two
  },

  async llmOverrides(ctx, document, { key }) {
    const { overrides }: DocumentLlmOverride = found(normalDocument(document).llmOverrides, key);
    const { provider, modelId } = modelOfKey(key);
    const said = (await everyOverride(ctx)).filter(
      ({ price, deletedAt }) => deletedAt === undefined && price.provider.id === provider && price.model.id === modelId,
    );
    const kept = said.map(({ price: { id, model, pricing, currency, effectiveFrom, effectiveTo } }) => ({
      id,
      override: { name: model.name, pricing, currency, effectiveFrom, effectiveTo },
    }));
    for (const { id, override } of kept) {
      if (!overrides.some((wanted) => isSame(wanted, override))) await deleteLlmOverride(atRevision(ctx), id);
    }
    for (const { name, ...wanted } of overrides) {
      if (!kept.some(({ override }) => isSame(override, { name, ...wanted })))
        await createLlmOverride(atRevision(ctx), { provider, modelId, modelName: name, ...wanted });
    }
  },

  async meters(ctx, document, { key, act }) {
    const meter: DocumentMeter = found(document.meters, key);
    if (act === 'create') return createMeter(atRevision(ctx), meter);
    const { name, description, labels, dimensions } = meter;
    return updateMeter(atRevision(ctx), await idOf(ctx, 'meter', key), {
      name,
      description,
      labels: labels ?? {},
      dimensions: dimensions ?? {},
    });
  },

  async features(ctx, document, { key, act }) {
    const { meter, ...feature }: DocumentFeature = found(document.features, key);
    if (act === 'update') return updateFeature(atRevision(ctx), await idOf(ctx, 'feature', key), { unitCost: feature.unitCost ?? null });
    const behind = meter && { id: await idOf(ctx, 'meter', meter.key), filters: meter.filters };
    return createFeature(atRevision(ctx), { ...feature, meter: behind });
  },

  async addons(ctx, document, { key, act }) {
    const addon: DocumentAddOn = found(document.addons, key);
    const { name, description, labels } = addon;
    const content = addOnIn(addon);
    const request = { name, description, labels, ...content, rateCards: await withIds(ctx, content.rateCards) };
    if (act !== 'update') return createAddOn(atRevision(ctx), { key, ...request });
    const draft = await ctx.tx.addOn.findFirstOrThrow({ where: { key, effectiveFrom: null, deletedAt: null } });
    return replaceAddOn(atRevision(ctx, draft.revision), draft.id, request);
  },

  async plans(ctx, document, { key, act }) {
    const plan: DocumentPlan = found(document.plans, key);
    const { name, description, labels } = plan;
    const { addOns: _, ...content } = planIn(plan);
    const phases = [];
    for (const phase of content.phases) phases.push({ ...phase, rateCards: await withIds(ctx, phase.rateCards) });
    const addOns = await assignmentsOf(ctx, plan.addons);
    const request = { name, description, labels, ...content, phases };
    if (act !== 'update') return createPlan(atRevision(ctx), { key, ...request, addOns });
    const draft = await ctx.tx.plan.findFirstOrThrow({ where: { key, effectiveFrom: null, deletedAt: null } });
    await replacePlan(atRevision(ctx, draft.revision), draft.id, request);
    return offer(ctx, draft.id, addOns);
  },
};

/** Cards with ids where the document has keys. */
async function withIds(ctx: Ctx, cards: readonly RateCard[]): Promise<RateCard[]> {
  const made: RateCard[] = [];
  for (const { feature, taxConfig, ...card } of cards) {
    made.push({
      ...card,
      ...(feature && { feature: { id: await idOf(ctx, 'feature', feature.id) } }),
      ...(taxConfig && { taxConfig: { ...taxConfig, code: { id: await idOf(ctx, 'taxCode', taxConfig.code.id) } } }),
    });
  }
  return made;
}

/** Assignments of the newest version of each add-on: the draft that the document makes, or what is sold. */
async function assignmentsOf(ctx: Ctx, assignments: readonly DocumentAssignment[]): Promise<AddOnAssignment[]> {
  const made: AddOnAssignment[] = [];
  for (const { addon, ...assignment } of assignments) {
    const where = { key: addon, deletedAt: null };
    const row = await ctx.tx.addOn.findFirstOrThrow({ where, orderBy: { version: 'desc' } });
    made.push({ ...assignment, addon: { id: row.id } });
  }
  return made;
}

/** Makes a draft offer exactly these add-ons; what it offers in the same way already stays. */
async function offer(ctx: Ctx, planId: string, wanted: readonly AddOnAssignment[]): Promise<void> {
  const said = ({ name, description, labels, addon, fromPlanPhase, maxQuantity }: AddOnAssignment) => ({
    ...{ name, description, labels: labels ?? {}, addon: addon.id, fromPlanPhase, maxQuantity },
  });
  const offered = (await assignedTo(ctx, [planId])).get(planId) ?? [];
  const kept = offered.filter(({ assignment }) => wanted.some((other) => isSame(said(other), said(assignment))));
  for (const { assignment } of offered) {
    if (!kept.some((other) => other.assignment.id === assignment.id)) await deletePlanAddOn(atRevision(ctx), planId, assignment.id);
  }
  for (const assignment of wanted) {
    if (!kept.some((other) => other.assignment.addon.id === assignment.addon.id))
      await createPlanAddOn(atRevision(ctx), planId, assignment, { draftsFit: true });
  }
}

/** Publishes the drafts of everything that the document lists. */
export async function publishAll(ctx: Ctx, document: CatalogDocument): Promise<string[]> {
  const state: CatalogState = await catalogState(ctx);
  const published: string[] = [];
  for (const section of ['addons', 'plans'] as const) {
    const listed = new Set(document[section].map(({ key }) => key));
    const versions = state[section].filter(({ key, deletedAt }) => listed.has(key) && deletedAt === undefined);
    for (const { id, key, ...period } of versions) {
      if (statusAt(period, ctx.now) !== 'draft') continue;
      await within<unknown>(document, { section, key }, () =>
        section === 'plans' ? publishPlan(atRevision(ctx), id) : publishAddOn(atRevision(ctx), id),
      );
      published.push(partName({ section, key }));
    }
  }
  return published;
}
