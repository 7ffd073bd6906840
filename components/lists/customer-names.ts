'use client';

import { useCallback } from 'react';
import { useApi } from '@/components/api/client';
import { listCustomers } from '@/lib/api/metering/customers';
import { NAMED_CUSTOMERS } from './catalog-input';

/** Gives the name of a customer by its id; undefined while loading, for an unknown one and for no id at all. */
export function useCustomerNames(enabled = true): (id: string) => string | undefined {
  const customers = useApi(listCustomers, NAMED_CUSTOMERS, { enabled }).data?.data;
  return useCallback((id: string) => customers?.find((customer) => customer.id === id)?.name, [customers]);
}
