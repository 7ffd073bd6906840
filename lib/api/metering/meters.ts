import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter } from '@/lib/filter';
import { CreateMeterRequest, Meter, MeterPagePaginatedResponse, UpdateMeterRequest } from '@/lib/metering/meter';

const tag = 'Meters';
const params = z.strictObject({ meterId: Ulid });
const Filter = z
  .strictObject({ key: StringFieldFilter.optional(), name: StringFieldFilter.optional() })
  .meta({ id: 'ListMetersParamsFilter' });

export const createMeter = operation({
  id: 'create-meter',
  method: 'post',
  path: `${V3}/meters`,
  tag,
  summary: 'Create a meter',
  permission: 'catalog:write',
  body: CreateMeterRequest,
  result: Meter,
  status: 201,
});

export const listMeters = operation({
  id: 'list-meters',
  method: 'get',
  path: `${V3}/meters`,
  tag,
  summary: 'List meters',
  permission: 'catalog:read',
  query: listQuery(Filter),
  result: MeterPagePaginatedResponse,
});

export const searchMeters = operation({
  id: 'search-meters',
  method: 'get',
  path: `${V1}/meters`,
  tag,
  summary: 'Find meters by words of their name, key, description or event type',
  permission: 'catalog:read',
  query: filteredSearch(Filter),
  result: MeterPagePaginatedResponse,
  listOf: listMeters,
});

export const getMeter = operation({
  id: 'get-meter',
  method: 'get',
  path: `${V3}/meters/{meterId}`,
  tag,
  summary: 'Get a meter',
  permission: 'catalog:read',
  params,
  result: Meter,
});

export const updateMeter = operation({
  id: 'update-meter',
  method: 'put',
  path: `${V3}/meters/{meterId}`,
  tag,
  summary: 'Update a meter',
  permission: 'catalog:write',
  params,
  body: UpdateMeterRequest,
  result: Meter,
});

export const deleteMeter = operation({
  id: 'delete-meter',
  method: 'delete',
  path: `${V3}/meters/{meterId}`,
  tag,
  summary: 'Delete a meter that nothing uses',
  permission: 'catalog:write',
  params,
});
