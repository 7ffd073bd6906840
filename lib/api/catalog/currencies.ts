import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import { CostBasis, CostBasisPagePaginatedResponse, CreateCostBasisRequest } from '@/lib/catalog/cost-basis';
import {
  BillingCurrencyExpand,
  CreateCurrencyCustomRequest,
  CurrencyPagePaginatedResponse,
  CurrencyType,
  CustomCurrency,
} from '@/lib/catalog/currency';
import { CurrencyCode } from '@/lib/currency-code';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter } from '@/lib/filter';
import { PageQuery } from '@/lib/paging';

const tag = 'Currencies';
const params = z.strictObject({ currencyId: Ulid });
const Filter = z
  .strictObject({ type: CurrencyType.optional(), code: StringFieldFilter.optional() })
  .meta({ id: 'ListCurrenciesParamsFilter' });
const CostBasesFilter = z.strictObject({ fiatCode: CurrencyCode.optional() }).meta({ id: 'ListCostBasesParamsFilter' });

export const listCurrencies = operation({
  id: 'list-currencies',
  method: 'get',
  path: `${V3}/currencies`,
  tag,
  summary: 'List the currencies of ISO 4217 and those of your own',
  permission: 'catalog:read',
  query: listQuery(Filter).extend({ expand: z.array(BillingCurrencyExpand).optional() }),
  result: CurrencyPagePaginatedResponse,
});

export const searchCurrencies = operation({
  id: 'search-currencies',
  method: 'get',
  path: `${V1}/currencies`,
  tag,
  summary:
    'Find currencies by words of their code, name or sign, with what your own are worth; your own come first unless sorted otherwise',
  permission: 'catalog:read',
  query: filteredSearch(z.strictObject({ type: CurrencyType.optional() })),
  result: CurrencyPagePaginatedResponse,
  listOf: listCurrencies,
});

export const createCustomCurrency = operation({
  id: 'create-custom-currency',
  method: 'post',
  path: `${V3}/currencies/custom`,
  tag,
  summary: 'Create a currency of your own, such as credits',
  permission: 'catalog:write',
  body: CreateCurrencyCustomRequest,
  result: CustomCurrency,
  status: 201,
});

export const getCustomCurrency = operation({
  id: 'get-custom-currency',
  method: 'get',
  path: `${V3}/currencies/custom/{currencyId}`,
  tag,
  summary: 'Get a currency of your own',
  permission: 'catalog:read',
  params,
  result: CustomCurrency,
});

export const listCostBases = operation({
  id: 'list-cost-bases',
  method: 'get',
  path: `${V3}/currencies/custom/{currencyId}/cost-bases`,
  tag,
  summary: 'List what a currency of your own was, is and will be worth in money, the newest first',
  permission: 'catalog:read',
  params,
  query: z.strictObject({ filter: CostBasesFilter.optional(), page: PageQuery.optional() }),
  result: CostBasisPagePaginatedResponse,
});

export const createCostBasis = operation({
  id: 'create-cost-basis',
  method: 'post',
  path: `${V3}/currencies/custom/{currencyId}/cost-bases`,
  tag,
  summary: 'Say what a currency of your own is worth in money from an instant on',
  permission: 'catalog:write',
  params,
  body: CreateCostBasisRequest,
  result: CostBasis,
  status: 201,
});
