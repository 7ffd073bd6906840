import 'server-only';
import type * as op from '@/lib/api/catalog/features';
import type { InputOf } from '@/lib/api/operation';
import { type CreateFeatureRequest, Feature, featureIssues, type UpdateFeatureRequest } from '@/lib/catalog/feature';
import { namesOf } from '@/lib/catalog/feature-cost';
import { indexPrices, priceOfModel } from '@/lib/catalog/llm-price';
import type { BillingFeatureUnitCost } from '@/lib/catalog/unit-cost';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, textWhere, wordsWhere } from '@/lib/server/core/listing';
import { subscriptionUses, usedBy, versionsWith } from '@/lib/server/core/references';
import { absent, instant, json, lockRow } from '@/lib/server/core/stored-values';
import type { Prisma, Feature as Row } from '@/lib/server/generated/prisma/client';
import { allPrices } from '@/lib/server/money/llm-cost';
import { emitThing } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';
import { meterOf } from './meters';

/** A stored row as the catalog's shape. */
export function featureOf(row: Row): Feature {
  return Feature.parse({
    id: row.id,
    key: row.key,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    meter: row.meterId === null ? undefined : { id: row.meterId, filters: absent(row.meterFilters) },
    unitCost: absent(row.unitCost),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

/**
 * Features with what their model costs now, where provider and model are fixed or the feature counts only one of each. Such prices are
 * shown and never kept.
 */
async function withPricing(ctx: Ctx, features: Feature[]): Promise<Feature[]> {
  if (!features.some((feature) => feature.unitCost?.type === 'llm')) return features;
  const prices = indexPrices(await allPrices(ctx));
  return features.map((feature) => {
    if (feature.unitCost?.type !== 'llm') return feature;
    const { provider, model } = namesOf(feature.unitCost, soleValues(feature));
    const price = provider && model ? priceOfModel(prices, provider, model, ctx.now) : undefined;
    return price ? { ...feature, unitCost: { ...feature.unitCost, pricing: price.pricing } } : feature;
  });
}

/** The dimensions of which a feature counts one value only. */
const soleValues = (feature: Feature): Record<string, string> =>
  Object.fromEntries(Object.entries(feature.meter?.filters ?? {}).flatMap(([name, { eq }]) => (eq === undefined ? [] : [[name, eq]])));

async function shown(ctx: Ctx, row: Row): Promise<Feature> {
  ctx.revision = row.revision;
  const [feature] = await withPricing(ctx, [featureOf(row)]);
  return feature as Feature;
}

async function livingRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.tx.feature.findUnique({ where: { id } });
  if (!row) throw notFound('feature', id);
  if (row.deletedAt) throw deleted('feature', row.key, row.deletedAt);
  return row;
}

/** One feature, a deleted one too, with its `deletedAt`; its revision goes to `ctx`. */
export async function getFeature(ctx: Ctx, id: string): Promise<Feature> {
  const row = await ctx.tx.feature.findUnique({ where: { id } });
  if (!row) throw notFound('feature', id);
  return shown(ctx, row);
}

export async function listFeatures(ctx: Ctx, query: InputOf<typeof op.listFeatures>['query']) {
  return page(ctx, { deletedAt: null, AND: filtered(query.filter) }, orderOf(query.sort, SORTED, 'key'), query.page);
}

const filtered = ({ meterId, key, name }: NonNullable<InputOf<typeof op.listFeatures>['query']['filter']> = {}) => [
  ...textWhere('meterId', meterId),
  ...textWhere('key', key),
  ...textWhere('name', name),
];

/** The features that hold every word of a search; those of one meter are together when sorted by `meter_name`. */
export async function searchFeatures(ctx: Ctx, query: InputOf<typeof op.searchFeatures>['query']) {
  const words = wordsWhere(query.q, ['name', 'key', 'description', 'meter.name', 'meter.key']);
  const where = { deletedAt: null, AND: [...filtered(query.filter), ...words] };
  const order = orderOf(query.sort, [...SORTED, 'meterName'], 'name');
  const found = await page(
    ctx,
    where,
    order.map((step) => ('meterName' in step ? { meter: { name: step.meterName } } : step)),
    query.page,
  );
  const meters = await ctx.tx.meter.findMany({
    where: { id: { in: found.data.flatMap(({ meter }) => meter?.id ?? []) } },
    select: { id: true, name: true },
  });
  const names = new Map(meters.map(({ id, name }) => [id, name]));
  return { ...found, data: found.data.map((feature) => ({ ...feature, meterName: feature.meter && names.get(feature.meter.id) })) };
}

const SORTED = ['key', 'name', 'createdAt', 'updatedAt'] as const;

async function page(
  ctx: Ctx,
  where: Prisma.FeatureWhereInput,
  orderBy: Prisma.FeatureOrderByWithRelationInput[],
  asked: Parameters<typeof pageWindow>[0],
) {
  const window = pageWindow(asked);
  const rows = await ctx.tx.feature.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(await withPricing(ctx, rows.map(featureOf)), await ctx.tx.feature.count({ where }), window);
}

/** The meter, which stays as it is until this is done. */
async function meterBehind(ctx: Ctx, id: string | null | undefined) {
  if (id) await ctx.tx.$queryRaw`SELECT 1 FROM meters WHERE id = ${id} FOR SHARE`;
  const row = id ? await ctx.tx.meter.findFirst({ where: { id, deletedAt: null } }) : null;
  return row ? meterOf(row) : undefined;
}

/** Returns the stored form of a unit cost: prices of language models are looked up when they are needed, and never kept with the feature. */
function storedCost(unitCost: BillingFeatureUnitCost | null | undefined) {
  return json(unitCost?.type === 'llm' ? { ...unitCost, pricing: undefined } : unitCost);
}

export async function createFeature(ctx: Ctx, input: CreateFeatureRequest): Promise<Feature> {
  const issues = featureIssues(input, await meterBehind(ctx, input.meter?.id));
  if (issues.length) throw problem('validation_failed', 'The feature cannot be created.', { issues });
  if (await ctx.tx.feature.findFirst({ where: { key: input.key, deletedAt: null } }))
    throw problem('conflict', `A feature with the key "${input.key}" exists.`);
  const { meter, unitCost, ...rest } = input;
  const row = await ctx.tx.feature.create({
    data: {
      ...rest,
      meterId: meter?.id ?? null,
      meterFilters: json(meter?.filters),
      unitCost: storedCost(unitCost),
      id: newId(),
      workspaceId: ctx.workspace.id,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  const after = featureOf(row);
  await emitThing(ctx, 'feature', 'created', row);
  await audit(ctx, { action: 'feature.create', resourceType: 'feature', resourceId: row.id, resourceName: row.name, after });
  return shown(ctx, row);
}

/** Changes only the cost of a unit: key, meter and filters say what customers have been billed for. Null removes the cost. */
export async function updateFeature(ctx: Ctx, id: string, input: UpdateFeatureRequest): Promise<Feature> {
  await lockRow(ctx, 'features', id);
  const before = await livingRow(ctx, id);
  requireFresh(ctx, before, () => converter(Feature).toWire(featureOf(before)));
  if (input.unitCost === undefined) return shown(ctx, before);
  const { key, meter } = featureOf(before);
  const issues = featureIssues({ key, meter, unitCost: input.unitCost ?? undefined }, await meterBehind(ctx, meter?.id));
  if (issues.length) throw problem('validation_failed', 'The feature cannot be changed like this.', { issues });
  const row = await ctx.tx.feature.update({
    where: { id },
    data: { unitCost: storedCost(input.unitCost), revision: { increment: 1 }, updatedAt: ctx.now },
  });
  const [was, is] = [featureOf(before), featureOf(row)];
  await emitThing(ctx, 'feature', 'updated', row);
  await audit(ctx, { action: 'feature.update', resourceType: 'feature', resourceId: id, resourceName: row.name, before: was, after: is });
  return shown(ctx, row);
}

/** Deletes a feature. A version that is being sold, or will be, keeps its features; drafts are told when they are published. */
export async function deleteFeature(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'features', id); // a publication under way holds it, and is seen below when that is done
  const row = await livingRow(ctx, id);
  requireFresh(ctx, row, () => converter(Feature).toWire(featureOf(row)));
  const sold = await versionsWith(ctx, { feature: { id } }, false);
  if (sold.length > 0) throw usedBy(`The feature "${row.key}"`, sold, 'Archive what sells it first.');
  const now = new Date(ctx.now);
  const had = { featureId: id, recordedTo: null, OR: [{ activeTo: null }, { activeTo: { gt: now } }] };
  const subscribed = await subscriptionUses(ctx, { items: { some: had } });
  if (subscribed.length > 0)
    throw usedBy(`The feature "${row.key}"`, subscribed, 'It can be deleted when these are over, or no longer have it.');
  await ctx.tx.feature.update({ where: { id }, data: { deletedAt: ctx.now, updatedAt: ctx.now, revision: { increment: 1 } } });
  await emitThing(ctx, 'feature', 'deleted', row);
  await audit(ctx, { action: 'feature.delete', resourceType: 'feature', resourceId: id, resourceName: row.name, before: featureOf(row) });
}
