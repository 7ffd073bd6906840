import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { CurrencyCode } from '@/lib/currency-code';
import { Ulid } from '@/lib/fields';
import { Address, Customer } from '@/lib/metering/customer';

const tag = 'Customers';
const params = z.strictObject({ customerId: Ulid });

const TaxId = z
  .strictObject({
    type: z
      .string()
      .regex(/^[a-z0-9]+(?:_[a-z0-9]+)*$/)
      .max(32)
      .meta({ description: 'Kind of number, such as eu_vat or us_ein.' }),
    value: z.string().trim().min(1).max(64),
  })
  .meta({ id: 'CustomerTaxId' });

const data = {
  currency: CurrencyCode.optional().meta({ description: 'What the customer is invoiced in.' }),
  billingAddress: Address.optional(),
  taxIds: z.array(TaxId).max(10),
  department: z.string().trim().min(1).max(256).optional(),
  tags: z.array(z.string().trim().min(1).max(64)).max(50),
};

/** The part of a customer that invoices and groups of customers need. */
export const CustomerBillingData = z
  .strictObject({
    ...data,
    parent: z
      .strictObject({ id: Ulid, key: z.string(), name: z.string() })
      .optional()
      .meta({ description: 'The customer that this one is a part of.' }),
  })
  .meta({ id: 'CustomerBillingData' });
export type CustomerBillingData = z.infer<typeof CustomerBillingData>;

export const ReplaceCustomerBillingDataRequest = z
  .strictObject({ ...data, taxIds: data.taxIds.default([]), tags: data.tags.default([]), parentId: Ulid.optional() })
  .meta({ id: 'ReplaceCustomerBillingDataRequest' });
export type ReplaceCustomerBillingDataRequest = z.infer<typeof ReplaceCustomerBillingDataRequest>;

export const getCustomerBillingData = operation({
  id: 'get-customer-billing-data',
  method: 'get',
  path: `${V1}/customers/{customerId}/billing-data`,
  tag,
  summary: 'Get the address, tax ids, currency, place and tags of a customer',
  permission: 'customers:read',
  params,
  result: CustomerBillingData,
});

export const replaceCustomerBillingData = operation({
  id: 'replace-customer-billing-data',
  method: 'put',
  path: `${V1}/customers/{customerId}/billing-data`,
  tag,
  summary: 'Replace the address, tax ids, currency, place and tags of a customer',
  permission: 'customers:write',
  params,
  body: ReplaceCustomerBillingDataRequest,
  result: CustomerBillingData,
});

export const mergeCustomer = operation({
  id: 'merge-customer',
  method: 'post',
  path: `${V1}/customers/{customerId}/merge`,
  tag,
  summary: 'Give the subjects of a customer without subscriptions to another one from now on, and delete it',
  permission: 'customers:write',
  params,
  body: z.strictObject({ into: Ulid }).meta({ id: 'MergeCustomerRequest' }),
  result: Customer,
});
