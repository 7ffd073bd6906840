import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import { LLMCostOverrideCreate, LLMCostPrice, PricePagePaginatedResponse } from '@/lib/catalog/llm-price';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter } from '@/lib/filter';
import { PageQuery } from '@/lib/paging';

const tag = 'LLM prices';
const params = z.strictObject({ priceId: Ulid });
const text = StringFieldFilter.optional();
const Filter = z
  .strictObject({ provider: text, modelId: text, modelName: text, currency: text, source: text })
  .meta({ id: 'ListLLMCostPricesParamsFilter' });

export const listLlmPrices = operation({
  id: 'list-llm-cost-prices',
  method: 'get',
  path: `${V3}/llm-cost/prices`,
  tag,
  summary: 'List what each language model costs now, overrides included',
  permission: 'catalog:read',
  query: listQuery(Filter),
  result: PricePagePaginatedResponse,
});

/** One page of prices, one a model; `providers` are those of all of them. */
const FoundPrices = z
  .strictObject({
    ...PricePagePaginatedResponse.shape,
    providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    /** Which prices apply at another time only: their models have none now. */
    notInForce: z.array(Ulid),
    /** The last day of which the list that ships knows prices. */
    knownUntil: z.iso.date(),
  })
  .meta({ id: 'FoundLLMCostPrices' });

export const searchLlmPrices = operation({
  id: 'search-llm-cost-prices',
  method: 'get',
  path: `${V1}/llm-cost/prices`,
  tag,
  summary: 'Find what each language model costs now, by words of model and provider',
  permission: 'catalog:read',
  query: filteredSearch(z.strictObject({ provider: text, source: text })),
  result: FoundPrices,
  listOf: listLlmPrices,
});

export const getLlmPrice = operation({
  id: 'get-llm-cost-price',
  method: 'get',
  path: `${V3}/llm-cost/prices/{priceId}`,
  tag,
  summary: 'Get a price of the list or an override, as it stands',
  permission: 'catalog:read',
  params,
  result: LLMCostPrice,
});

export const listLlmOverrides = operation({
  id: 'list-llm-cost-overrides',
  method: 'get',
  path: `${V3}/llm-cost/overrides`,
  tag,
  summary: 'List the overrides, past and future ones included, the newest first',
  permission: 'catalog:read',
  query: z.strictObject({ filter: Filter.optional(), page: PageQuery.optional() }),
  result: PricePagePaginatedResponse,
});

export const createLlmOverride = operation({
  id: 'create-llm-cost-override',
  method: 'post',
  path: `${V3}/llm-cost/overrides`,
  tag,
  summary: 'Say what a language model costs you, from an instant on',
  permission: 'catalog:write',
  body: LLMCostOverrideCreate,
  result: LLMCostPrice,
  status: 201,
});

export const deleteLlmOverride = operation({
  id: 'delete-llm-cost-override',
  method: 'delete',
  path: `${V3}/llm-cost/overrides/{priceId}`,
  tag,
  summary: 'Delete an override, so that the list applies again',
  permission: 'catalog:write',
  params,
});
