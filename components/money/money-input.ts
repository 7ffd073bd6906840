import type { listCurrencies } from '@/lib/api/currencies';
import type { listLlmOverrides, listLlmPrices } from '@/lib/api/llm-cost';
import type { CallOf } from '@/lib/api/operation';
import type { listTaxCodes } from '@/lib/api/tax-codes';

// All of these are at most a few hundred: they are read whole, so that search and sort answer at once.
const page = { size: 1000 };

export const ALL_TAX_CODES: CallOf<typeof listTaxCodes> = { query: { page } };
export const ALL_CURRENCIES: CallOf<typeof listCurrencies> = { query: { page, expand: ['cost_basis'] } };
export const OWN_CURRENCIES: CallOf<typeof listCurrencies> = { query: { page, filter: { type: 'custom' }, expand: ['cost_basis'] } };
export const ALL_LLM_PRICES: CallOf<typeof listLlmPrices> = { query: { page } };
export const ALL_LLM_OVERRIDES: CallOf<typeof listLlmOverrides> = { query: { page } };
