import { z } from 'zod';
import { searchQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import {
  CreateTaxCodeRequest,
  OrganizationDefaultTaxCodes,
  TaxCode,
  TaxCodePagePaginatedResponse,
  UpdateOrganizationDefaultTaxCodesRequest,
  UpsertTaxCodeRequest,
} from '@/lib/catalog/tax-code';
import { Ulid } from '@/lib/fields';
import { PageQuery } from '@/lib/paging';

const tag = 'Tax codes';
const params = z.strictObject({ taxCodeId: Ulid });

export const createTaxCode = operation({
  id: 'create-tax-code',
  method: 'post',
  path: `${V3}/tax-codes`,
  tag,
  summary: 'Create a tax code',
  permission: 'catalog:write',
  body: CreateTaxCodeRequest,
  result: TaxCode,
  status: 201,
});

export const listTaxCodes = operation({
  id: 'list-tax-codes',
  method: 'get',
  path: `${V3}/tax-codes`,
  tag,
  summary: 'List tax codes by key',
  permission: 'catalog:read',
  query: z.strictObject({ page: PageQuery.optional(), includeDeleted: z.boolean().optional() }),
  result: TaxCodePagePaginatedResponse,
});

export const searchTaxCodes = operation({
  id: 'search-tax-codes',
  method: 'get',
  path: `${V1}/tax-codes`,
  tag,
  summary: 'Find tax codes by words of their name, key, description or the codes of other systems',
  permission: 'catalog:read',
  query: searchQuery,
  result: TaxCodePagePaginatedResponse,
  listOf: listTaxCodes,
});

export const getTaxCode = operation({
  id: 'get-tax-code',
  method: 'get',
  path: `${V3}/tax-codes/{taxCodeId}`,
  tag,
  summary: 'Get a tax code',
  permission: 'catalog:read',
  params,
  result: TaxCode,
});

export const upsertTaxCode = operation({
  id: 'upsert-tax-code',
  method: 'put',
  path: `${V3}/tax-codes/{taxCodeId}`,
  tag,
  summary: 'Replace a tax code, but for its key',
  permission: 'catalog:write',
  params,
  body: UpsertTaxCodeRequest,
  result: TaxCode,
});

export const deleteTaxCode = operation({
  id: 'delete-tax-code',
  method: 'delete',
  path: `${V3}/tax-codes/{taxCodeId}`,
  tag,
  summary: 'Delete a tax code that nothing uses',
  permission: 'catalog:write',
  params,
});

export const getDefaultTaxCodes = operation({
  id: 'get-organization-default-tax-codes',
  method: 'get',
  path: `${V3}/defaults/tax-codes`,
  tag,
  summary: 'Get the tax codes of what names none of its own',
  permission: 'catalog:read',
  result: OrganizationDefaultTaxCodes,
  refusals: [404],
});

/** The same for pages, to which nothing set is an answer like any other. */
export const findDefaultTaxCodes = operation({
  id: 'find-default-tax-codes',
  method: 'get',
  path: `${V1}/defaults/tax-codes`,
  tag,
  summary: 'Find the tax codes of what names none of its own; null as long as none are set',
  permission: 'catalog:read',
  result: z.strictObject({ defaults: OrganizationDefaultTaxCodes.nullable() }),
});

export const updateDefaultTaxCodes = operation({
  id: 'update-organization-default-tax-codes',
  method: 'put',
  path: `${V3}/defaults/tax-codes`,
  tag,
  summary: 'Set the tax codes of what names none of its own; what is left out stays',
  permission: 'catalog:write',
  body: UpdateOrganizationDefaultTaxCodesRequest,
  result: OrganizationDefaultTaxCodes,
  refusals: [404],
});
