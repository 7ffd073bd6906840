import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type Paged, pagedParams, pagedQuery } from '@/components/lists/paged-input';
import type { listCurrencies, searchCurrencies } from '@/lib/api/catalog/currencies';
import type { listLlmOverrides, listLlmPrices, searchLlmPrices } from '@/lib/api/catalog/llm-cost';
import type { listTaxCodes, searchTaxCodes } from '@/lib/api/catalog/tax-codes';
import type { CallOf } from '@/lib/api/operation';

// Choices in forms are read whole; the lists are searched by the server.
const page = { size: 1000 };

export const ALL_TAX_CODES: CallOf<typeof listTaxCodes> = { query: { page } };
export const OWN_CURRENCIES: CallOf<typeof listCurrencies> = { query: { page, filter: { type: 'custom' }, expand: ['cost_basis'] } };

/** One page of the tax codes as their list stands in the URL. */
export const taxCodePage = (list: Paged): CallOf<typeof searchTaxCodes> =>
  pagedQuery(list, { name: ['name'], key: ['key'], created: ['created_at'] });

export const currencyFilters = { kind: parseAsStringLiteral(['custom', 'fiat'] as const) };
export const loadCurrencyList = createLoader({ ...pagedParams, ...currencyFilters });

/** One page of the currencies as their list stands in the URL: one's own first, the others everybody knows. */
export function currencyPage({ kind, ...list }: Paged & { kind: 'custom' | 'fiat' | null }): CallOf<typeof searchCurrencies> {
  const { query } = pagedQuery(list, { kind: ['type', 'code'], code: ['code'], name: ['name'], digits: ['precision', 'code'] });
  return { query: { ...query, ...(kind && { filter: { type: kind } }) } };
}

/** One currency by its code, with what it is worth. */
export const currencyOfCode = (code: string): CallOf<typeof listCurrencies> => ({
  query: { page: { size: 1 }, filter: { code }, expand: ['cost_basis'] },
});

export const llmPriceFilters = {
  provider: parseAsArrayOf(parseAsString).withDefault([]),
  source: parseAsStringLiteral(['manual', 'system'] as const),
};
export const loadLlmPriceList = createLoader({ ...pagedParams, ...llmPriceFilters });

interface LlmPriceList extends Paged {
  provider: readonly string[];
  source: 'manual' | 'system' | null;
}

/** One page of the LLM prices as their list stands in the URL. */
export function llmPricePage({ provider, source, ...list }: LlmPriceList): CallOf<typeof searchLlmPrices> {
  const { query } = pagedQuery(list, {
    provider: ['provider.name', 'model.id'],
    model: ['model.name'],
    inputPerToken: ['input_per_token', 'model.id'],
    outputPerToken: ['output_per_token', 'model.id'],
    cacheReadPerToken: ['cache_read_per_token', 'model.id'],
    cacheWritePerToken: ['cache_write_per_token', 'model.id'],
  });
  const filter = { ...(provider.length > 0 && { provider: { oeq: provider.join(',') } }), ...(source && { source }) };
  return { query: { ...query, ...(Object.keys(filter).length > 0 && { filter }) } };
}

/** The price in force of one model, and its overrides: `openai/gpt-4o`. */
export function pricesOfModel(key: string): CallOf<typeof listLlmPrices> & CallOf<typeof listLlmOverrides> {
  const [provider = '', ...model] = key.split('/');
  return { query: { page, filter: { provider, modelId: model.join('/') } } };
}
