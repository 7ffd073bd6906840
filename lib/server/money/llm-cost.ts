import 'server-only';
import type * as op from '@/lib/api/catalog/llm-cost';
import type { InputOf } from '@/lib/api/operation';
import { type LLMCostModelPricing, type LLMCostOverrideCreate, LLMCostPrice, overrideIssues, pricesAt } from '@/lib/catalog/llm-price';
import { decimal } from '@/lib/decimal';
import { matchesText } from '@/lib/filter-match';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { byText, type Comparison, holdsWords, orderOf, pageResult, pageWindow, sorted } from '@/lib/server/core/listing';
import { instant, json, lockRow } from '@/lib/server/core/stored-values';
import type { LlmPriceOverride as Row } from '@/lib/server/generated/prisma/client';
import { emit } from '@/lib/server/outbox/emit';
import { providerName } from './llm-price-list';
import { knownUntil, listedPrices } from './uploaded-prices';

/** A stored override as the catalog's shape. */
function priceOf(row: Row): LLMCostPrice {
  return LLMCostPrice.parse({
    id: row.id,
    provider: { id: row.provider, name: providerName(row.provider) },
    model: { id: row.modelId, name: row.modelName },
    pricing: row.pricing,
    currency: row.currency,
    source: 'manual',
    effectiveFrom: instant(row.effectiveFrom),
    effectiveTo: instant(row.effectiveTo),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  });
}

/** Every override there ever was, with the instant at which it was taken back. */
export async function everyOverride(ctx: Pick<Ctx, 'tx'>): Promise<{ price: LLMCostPrice; deletedAt: string | undefined }[]> {
  const rows = await ctx.tx.llmPriceOverride.findMany({ orderBy: { id: 'asc' } });
  return rows.map((row) => ({ price: priceOf(row), deletedAt: instant(row.deletedAt) }));
}

async function overrides(ctx: Pick<Ctx, 'tx'>): Promise<LLMCostPrice[]> {
  return (await ctx.tx.llmPriceOverride.findMany({ where: { deletedAt: null }, orderBy: { id: 'desc' } })).map(priceOf);
}

/** Every price there is here, past and future, of the list and overriding ones. */
export const allPrices = async (ctx: Pick<Ctx, 'tx'>): Promise<LLMCostPrice[]> => [...(await overrides(ctx)), ...(await listedPrices(ctx))];

const byPrice =
  (kind: keyof LLMCostModelPricing): Comparison<LLMCostPrice> =>
  (a, b) =>
    decimal(a.pricing[kind] ?? '0').cmp(decimal(b.pricing[kind] ?? '0'));

const FIELDS: Record<string, Comparison<LLMCostPrice>> = {
  id: byText((price) => price.id),
  'provider.id': byText((price) => price.provider.id),
  'provider.name': byText((price) => price.provider.name.toLowerCase()),
  'model.id': byText((price) => price.model.id),
  'model.name': byText((price) => price.model.name.toLowerCase()),
  effectiveFrom: byText((price) => price.effectiveFrom),
  effectiveTo: byText((price) => price.effectiveTo ?? '~'), // one without an end comes after every end
  source: byText((price) => price.source),
};
const FIGURES: typeof FIELDS = {
  inputPerToken: byPrice('inputPerToken'),
  outputPerToken: byPrice('outputPerToken'),
  cacheReadPerToken: byPrice('cacheReadPerToken'),
  cacheWritePerToken: byPrice('cacheWritePerToken'),
};

type Filter = NonNullable<InputOf<typeof op.listLlmPrices>['query']['filter']>;

const fits = (filter: Filter | undefined) => (price: LLMCostPrice) =>
  matchesText(filter?.provider, price.provider.id) &&
  matchesText(filter?.modelId, price.model.id) &&
  matchesText(filter?.modelName, price.model.name) &&
  matchesText(filter?.currency, price.currency) &&
  matchesText(filter?.source, price.source);

/** Lists the current price of each model: the override in force, or the list's price. Lists are filtered and sorted here. */
export async function listLlmPrices(ctx: Ctx, query: InputOf<typeof op.listLlmPrices>['query']) {
  const window = pageWindow(query.page);
  const order = orderOf(query.sort, Object.keys(FIELDS), 'provider.id,model.id');
  const prices = sorted(pricesAt(await allPrices(ctx), ctx.now).filter(fits(query.filter)), order, FIELDS);
  return pageResult(prices.slice(window.skip, window.skip + window.take), prices.length, window);
}

/** Of each model that is priced at another time only, what is said of it: what begins next, or what ended last. */
function waitingPrices(known: readonly LLMCostPrice[], priced: ReadonlySet<string>, now: string): LLMCostPrice[] {
  const models = new Map<string, LLMCostPrice[]>();
  for (const price of known.filter(({ source }) => source === 'manual')) {
    if (!priced.has(modelOf(price))) models.set(modelOf(price), [...(models.get(modelOf(price)) ?? []), price]);
  }
  return [...models.values()].flatMap((prices) => {
    const byStart = prices.toSorted((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom));
    return byStart.find(({ effectiveFrom }) => Date.parse(effectiveFrom) > Date.parse(now)) ?? byStart.at(-1) ?? [];
  });
}

const modelOf = ({ provider, model }: LLMCostPrice) => `${provider.id}/${model.id}`;

/** Lists all prices of the models, in force or not, that hold every word of a search, with what there is to filter by. */
export async function searchLlmPrices(ctx: Ctx, query: InputOf<typeof op.searchLlmPrices>['query']) {
  const window = pageWindow(query.page);
  const order = orderOf(query.sort, Object.keys({ ...FIELDS, ...FIGURES }), 'provider.id,model.id');
  const known = await allPrices(ctx);
  const inForce = pricesAt(known, ctx.now);
  const waiting = waitingPrices(known, new Set(inForce.map(modelOf)), ctx.now);
  const all = [...inForce, ...waiting];
  const found = all
    .filter(fits(query.filter))
    .filter(({ model, provider }) => holdsWords(query.q, [model.name, model.id, provider.name, provider.id]));
  const page = sorted(found, order, { ...FIELDS, ...FIGURES }).slice(window.skip, window.skip + window.take);
  const providers = new Map(all.map(({ provider }) => [provider.id, provider]));
  return {
    ...pageResult(page, found.length, window),
    providers: [...providers.values()].sort(byText(({ name }) => name.toLowerCase())),
    notInForce: waiting.map(({ id }) => id),
    knownUntil: await knownUntil(ctx),
  };
}

export async function getLlmPrice(ctx: Ctx, id: string): Promise<LLMCostPrice> {
  const price = (await allPrices(ctx)).find((known) => known.id === id);
  if (!price) throw notFound('LLM price', id);
  return price;
}

export async function listLlmOverrides(ctx: Ctx, query: InputOf<typeof op.listLlmOverrides>['query']) {
  const window = pageWindow(query.page);
  const prices = (await overrides(ctx)).filter(fits(query.filter));
  return pageResult(prices.slice(window.skip, window.skip + window.take), prices.length, window);
}

/** Adds an override. Where two overlap, the one that begins later goes before the other while both last. */
export async function createLlmOverride(ctx: Ctx, input: LLMCostOverrideCreate): Promise<LLMCostPrice> {
  const issues = overrideIssues(input);
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The override cannot be added.', { issues });
  const { provider, modelId, effectiveFrom } = input;
  if (await ctx.tx.llmPriceOverride.findFirst({ where: { provider, modelId, effectiveFrom: new Date(effectiveFrom), deletedAt: null } }))
    throw problem(
      'conflict',
      `An override of ${provider} / ${modelId} begins at this very instant. Delete it first, or choose another start.`,
    );
  const known = (await listedPrices(ctx)).find((price) => price.provider.id === provider && price.model.id === modelId);
  const row = await ctx.tx.llmPriceOverride.create({
    data: {
      id: newId(),
      workspaceId: ctx.workspace.id,
      provider,
      modelId,
      modelName: input.modelName ?? known?.model.name ?? modelId,
      pricing: json(input.pricing) as object,
      currency: input.currency,
      effectiveFrom: new Date(effectiveFrom),
      effectiveTo: input.effectiveTo === undefined ? null : new Date(input.effectiveTo),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  const after = priceOf(row);
  await emit(ctx, {
    type: 'llm_price.created',
    subject: `llm_price/${row.provider}/${row.modelId}`,
    payload: { id: row.id, provider: row.provider, model: row.modelId },
  });
  await audit(ctx, { action: 'llm_price.create', resourceType: 'llm_price', resourceId: row.id, resourceName: after.model.name, after });
  return after;
}

export async function deleteLlmOverride(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'llm_price_overrides', id);
  const row = await ctx.tx.llmPriceOverride.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound('override', id);
  await ctx.tx.llmPriceOverride.update({ where: { id }, data: { deletedAt: ctx.now, updatedAt: ctx.now } });
  const before = priceOf(row);
  await emit(ctx, {
    type: 'llm_price.deleted',
    subject: `llm_price/${row.provider}/${row.modelId}`,
    payload: { id: row.id, provider: row.provider, model: row.modelId },
  });
  await audit(ctx, { action: 'llm_price.delete', resourceType: 'llm_price', resourceId: id, resourceName: row.modelName, before });
}
