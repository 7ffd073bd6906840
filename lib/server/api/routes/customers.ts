import 'server-only';
import * as op from '@/lib/api/metering/customers';
import * as billing from '@/lib/api/subscription/customer-billing';
import { bind } from '@/lib/server/api/edge/edge';
import * as data from '@/lib/server/customers/billing-data';
import * as customers from '@/lib/server/customers/customers';

export const customerRoutes = [
  bind(billing.getCustomerBillingData, (ctx, { params }) => data.getBillingData(ctx, params.customerId)),
  bind(billing.replaceCustomerBillingData, (ctx, { params, body }) => data.replaceBillingData(ctx, params.customerId, body)),
  bind(billing.mergeCustomer, (ctx, { params, body }) => data.mergeCustomer(ctx, params.customerId, body)),
  bind(op.createCustomer, (ctx, { body }) => customers.createCustomer(ctx, body)),
  bind(op.listCustomers, (ctx, { query }) => customers.listCustomers(ctx, query)),
  bind(op.searchCustomers, (ctx, { query }) => customers.searchCustomers(ctx, query)),
  bind(op.getCustomer, (ctx, { params }) => customers.getCustomer(ctx, params.customerId)),
  bind(op.upsertCustomer, (ctx, { params, body }) => customers.upsertCustomer(ctx, params.customerId, body)),
  bind(op.deleteCustomer, (ctx, { params }) => customers.deleteCustomer(ctx, params.customerId)),
];
