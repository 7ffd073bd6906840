import { z } from 'zod';
import { listQuery } from '@/lib/api/listing';
import { operation, V3 } from '@/lib/api/operation';
import { AddOn, AddOnPagePaginatedResponse, CreateAddOnRequest, UpsertAddOnRequest } from '@/lib/catalog/add-on';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter, StringFieldFilterExact, UlidFieldFilter } from '@/lib/filter';

const tag = 'Add-ons';
export const addOnParams = z.strictObject({ addonId: Ulid });
const Filter = z
  .strictObject({
    id: UlidFieldFilter.optional(),
    key: StringFieldFilter.optional(),
    name: StringFieldFilter.optional(),
    status: StringFieldFilterExact.optional(),
    currency: StringFieldFilterExact.optional(),
  })
  .meta({ id: 'ListAddonsParamsFilter' });

export const listAddOns = operation({
  id: 'list-addons',
  method: 'get',
  path: `${V3}/addons`,
  tag,
  summary: 'List versions of add-ons',
  permission: 'catalog:read',
  query: listQuery(Filter),
  result: AddOnPagePaginatedResponse,
});

export const createAddOn = operation({
  id: 'create-addon',
  method: 'post',
  path: `${V3}/addons`,
  tag,
  summary: 'Create an add-on, or the next draft of an add-on whose key exists',
  permission: 'catalog:write',
  body: CreateAddOnRequest,
  result: AddOn,
  status: 201,
});

export const getAddOn = operation({
  id: 'get-addon',
  method: 'get',
  path: `${V3}/addons/{addonId}`,
  tag,
  summary: 'Get a version of an add-on',
  permission: 'catalog:read',
  params: addOnParams,
  result: AddOn,
});

export const updateAddOn = operation({
  id: 'update-addon',
  method: 'put',
  path: `${V3}/addons/{addonId}`,
  tag,
  summary: 'Replace a draft or scheduled version, but for its key and currency',
  permission: 'catalog:write',
  params: addOnParams,
  body: UpsertAddOnRequest,
  result: AddOn,
});

export const deleteAddOn = operation({
  id: 'delete-addon',
  method: 'delete',
  path: `${V3}/addons/{addonId}`,
  tag,
  summary: 'Delete a version that is neither sold nor offered with a plan',
  permission: 'catalog:write',
  params: addOnParams,
});

export const publishAddOn = operation({
  id: 'publish-addon',
  method: 'post',
  path: `${V3}/addons/{addonId}/publish`,
  tag,
  summary: 'Publish a draft or scheduled version now',
  permission: 'catalog:write',
  params: addOnParams,
  result: AddOn,
});

export const archiveAddOn = operation({
  id: 'archive-addon',
  method: 'post',
  path: `${V3}/addons/{addonId}/archive`,
  tag,
  summary: 'Stop selling the active version now',
  permission: 'catalog:write',
  params: addOnParams,
  result: AddOn,
});
