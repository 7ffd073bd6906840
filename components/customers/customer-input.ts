import { createLoader, parseAsBoolean } from 'nuqs/server';
import { type Paged, pagedParams, pagedQuery } from '@/components/lists/paged-input';
import type { searchCustomers } from '@/lib/api/metering/customers';
import type { CallOf } from '@/lib/api/operation';
import type { searchSubscriptions } from '@/lib/api/subscription/state';

export const claimParam = parseAsBoolean.withDefault(false);
export const loadCustomerList = createLoader(pagedParams);

/** One page of the customers as their list stands in the URL. */
export const customerPage = (list: Paged): CallOf<typeof searchCustomers> =>
  pagedQuery(list, {
    name: ['name'],
    key: ['key'],
    email: ['primary_email', 'name'],
    currency: ['currency', 'name'],
    created: ['created_at'],
  });

/** All subscriptions of a customer, the newest first. */
export const subscriptionsOf = (customerId: string): CallOf<typeof searchSubscriptions> => ({
  query: { page: { size: 100 }, sort: 'active_from desc', filter: { customerId: { eq: customerId } } },
});
