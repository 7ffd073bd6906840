import { z } from 'zod';
import { filteredSearch, listQuery } from '@/lib/api/listing';
import { operation, V1, V3 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { StringFieldFilter, UlidFieldFilter } from '@/lib/filter';
import { CreateCustomerRequest, Customer, CustomerPagePaginatedResponse, UpsertCustomerRequest } from '@/lib/metering/customer';

const tag = 'Customers';
const params = z.strictObject({ customerId: Ulid });
const text = StringFieldFilter.optional();
const Filter = z
  .strictObject({
    key: text,
    name: text,
    primaryEmail: text,
    usageAttributionSubjectKey: text,
    planKey: text,
    billingProfileId: UlidFieldFilter.optional(),
  })
  .meta({ id: 'ListCustomersParamsFilter' });

export const createCustomer = operation({
  id: 'create-customer',
  method: 'post',
  path: `${V3}/customers`,
  tag,
  summary: 'Create a customer',
  permission: 'customers:write',
  body: CreateCustomerRequest,
  result: Customer,
  status: 201,
});

export const listCustomers = operation({
  id: 'list-customers',
  method: 'get',
  path: `${V3}/customers`,
  tag,
  summary: 'List customers',
  permission: 'customers:read',
  query: listQuery(Filter),
  result: CustomerPagePaginatedResponse,
});

export const searchCustomers = operation({
  id: 'search-customers',
  method: 'get',
  path: `${V1}/customers`,
  tag,
  summary: 'Find customers by words of their name, key, description, e-mail address or subjects',
  permission: 'customers:read',
  query: filteredSearch(Filter),
  result: CustomerPagePaginatedResponse,
  listOf: listCustomers,
});

export const getCustomer = operation({
  id: 'get-customer',
  method: 'get',
  path: `${V3}/customers/{customerId}`,
  tag,
  summary: 'Get a customer',
  permission: 'customers:read',
  params,
  result: Customer,
});

export const upsertCustomer = operation({
  id: 'upsert-customer',
  method: 'put',
  path: `${V3}/customers/{customerId}`,
  tag,
  summary: 'Replace all of a customer but its key',
  permission: 'customers:write',
  params,
  body: UpsertCustomerRequest,
  result: Customer,
});

export const deleteCustomer = operation({
  id: 'delete-customer',
  method: 'delete',
  path: `${V3}/customers/{customerId}`,
  tag,
  summary: 'Delete a customer and free its key and subjects',
  permission: 'customers:write',
  params,
});
