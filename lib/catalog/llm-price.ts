import { z } from 'zod';
import { CurrencyCode } from '@/lib/currency-code';
import { decimal, isNegative } from '@/lib/decimal';
import { DateTime, readOnly, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';
import { nameOfPrice, namesOfModel } from './llm-model';
import { type BillingFeatureLLMTokenType, canonicalTokenType, LLMTokenPrices } from './unit-cost';

/** Price of one token of each kind. */
export const LLMCostModelPricing = z.strictObject(LLMTokenPrices).meta({ id: 'LLMCostModelPricing' });
export type LLMCostModelPricing = z.infer<typeof LLMCostModelPricing>;

const named = { id: z.string(), name: z.string() };
const LLMCostProvider = z.strictObject(named).meta({ id: 'LLMCostProvider' });
const LLMCostModel = z.strictObject(named).meta({ id: 'LLMCostModel' });

/** Source of a price: the list that ships with the product, or somebody here. */
export const LLMCostPriceSource = z.enum(['manual', 'system']).meta({ id: 'LLMCostPriceSource' });

export const LLMCostPrice = z
  .strictObject({
    id: readOnly(Ulid),
    provider: readOnly(LLMCostProvider),
    model: readOnly(LLMCostModel),
    pricing: readOnly(LLMCostModelPricing),
    currency: readOnly(CurrencyCode),
    source: readOnly(LLMCostPriceSource),
    effectiveFrom: readOnly(DateTime),
    effectiveTo: readOnly(DateTime).optional(),
    createdAt: readOnly(DateTime),
    updatedAt: readOnly(DateTime),
  })
  .meta({ id: 'LLMCostPrice' });
export type LLMCostPrice = z.infer<typeof LLMCostPrice>;

export const PricePagePaginatedResponse = pageOf(LLMCostPrice, 'PricePagePaginatedResponse');

export const LLMCostOverrideCreate = z
  .strictObject({
    provider: z.string(),
    modelId: z.string(),
    modelName: z.string().optional(),
    pricing: LLMCostModelPricing,
    currency: CurrencyCode,
    effectiveFrom: DateTime,
    effectiveTo: DateTime.optional(),
  })
  .meta({ id: 'LLMCostOverrideCreate' });
export type LLMCostOverrideCreate = z.infer<typeof LLMCostOverrideCreate>;

const at = (instant: string) => Date.parse(instant);

const NAME_LENGTH_MAX = 256;

/** Returns the issues of an override. All are critical. Costs are in US dollars throughout, as in the reference. */
export function overrideIssues(override: LLMCostOverrideCreate): Issue[] {
  const issues: Issue[] = [];
  for (const field of ['provider', 'modelId', 'modelName'] as const) {
    const name = override[field];
    if (name === undefined || (name.trim() !== '' && name.length <= NAME_LENGTH_MAX)) continue;
    issues.push(critical([field], 'llm_price_name_invalid', `Enter between 1 and ${NAME_LENGTH_MAX} characters.`));
  }
  for (const [field, price] of Object.entries(override.pricing)) {
    if (price !== undefined && isNegative(decimal(price))) {
      issues.push(critical(['pricing', field], 'price_negative', 'A price cannot be negative. Enter what one token costs, or 0.'));
    }
  }
  if (override.currency !== 'USD') {
    issues.push(critical(['currency'], 'llm_price_currency_not_usd', 'Costs are kept in US dollars. Convert the price and enter USD.'));
  }
  if (override.effectiveTo !== undefined && at(override.effectiveTo) <= at(override.effectiveFrom)) {
    issues.push(critical(['effectiveTo'], 'effective_period_from_after_to', 'The price must end after it begins.'));
  }
  return issues;
}

const within = (price: LLMCostPrice, instant: number) =>
  at(price.effectiveFrom) <= instant && (price.effectiveTo === undefined || instant < at(price.effectiveTo));

/** Prices by the name of their model, so that one of many is found at once. */
export type PriceIndex = ReadonlyMap<string, readonly LLMCostPrice[]>;

/** Takes all prices there are, of the list and overriding ones. */
export function indexPrices(prices: readonly LLMCostPrice[]): PriceIndex {
  const index = new Map<string, LLMCostPrice[]>();
  for (const price of prices) {
    const name = nameOfPrice(price.provider.id, price.model.id);
    const same = index.get(name);
    if (same) same.push(price);
    else index.set(name, [price]);
  }
  return index;
}

/**
 * Every price, past and future, that might apply to a model, the closest first: under its very name, then with region, cloud and maker taken
 * off. A price of a neighbour (another date, the plain model of a variant) is never among them.
 */
export function pricesOfModel(index: PriceIndex, provider: string, model: string): LLMCostPrice[] {
  const exact = (price: LLMCostPrice) => price.provider.id === provider && price.model.id === model;
  const rank = (price: LLMCostPrice) => (exact(price) ? 2 : 0) + (price.source === 'manual' ? 1 : 0);
  return namesOfModel(provider, model).flatMap((name) =>
    (index.get(name) ?? []).toSorted((a, b) => rank(b) - rank(a) || at(b.effectiveFrom) - at(a.effectiveFrom)),
  );
}

/**
 * The price of a model at an instant, or undefined. The closest name goes first, under it an override before the list, and of several the
 * one that began last.
 */
export function priceOfModel(index: PriceIndex, provider: string, model: string, instant: string): LLMCostPrice | undefined {
  const time = at(instant);
  return pricesOfModel(index, provider, model).find((price) => within(price, time));
}

/** Returns the price at an instant: for each provider and model the override or the list price in force. */
export function pricesAt(prices: readonly LLMCostPrice[], instant: string): LLMCostPrice[] {
  const index = indexPrices(prices);
  return prices.filter((price) => priceOfModel(index, price.provider.id, price.model.id, instant)?.id === price.id);
}

const PRICED = {
  input: 'inputPerToken',
  output: 'outputPerToken',
  cache_read: 'cacheReadPerToken',
  cache_write: 'cacheWritePerToken',
  cache_write_1h: 'cacheWrite1hPerToken',
  reasoning: 'reasoningPerToken',
  input_audio: 'inputAudioPerToken',
  output_audio: 'outputAudioPerToken',
  input_image: 'inputImagePerToken',
  output_image: 'outputImagePerToken',
} as const satisfies Record<ReturnType<typeof canonicalTokenType>, keyof LLMCostModelPricing>;

/** Returns the price of one token of a kind; undefined where the price list does not say. */
export const pricePerToken = (pricing: LLMCostModelPricing, tokenType: BillingFeatureLLMTokenType): string | undefined =>
  pricing[PRICED[canonicalTokenType(tokenType)]];
