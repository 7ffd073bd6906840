'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useApi } from '@/components/api/client';
import { listCustomers } from '@/lib/api/customers';
import { type CustomerSearch, customerPage, customerSearches, PAGE_SIZE } from './customer-input';

/** The customers that a search finds, or one page of all of them. */
export function useCustomers(search: CustomerSearch) {
  const searching = search.q.trim() !== '';
  const [byName, bySubject] = customerSearches(search);
  const page = useApi(listCustomers, customerPage(search), { enabled: !searching, placeholderData: keepPreviousData });
  const named = useApi(listCustomers, byName, { enabled: searching, placeholderData: keepPreviousData });
  const attributed = useApi(listCustomers, bySubject, { enabled: searching, placeholderData: keepPreviousData });
  if (!searching) {
    return {
      rows: page.data?.data,
      total: page.data?.meta.page.total,
      error: page.error,
      stale: page.isPlaceholderData,
      retry: page.refetch,
      more: false,
    };
  }
  const seen = new Set(named.data?.data.map(({ id }) => id));
  const rows = named.data && attributed.data && [...named.data.data, ...attributed.data.data.filter(({ id }) => !seen.has(id))];
  return {
    rows,
    total: undefined,
    error: named.error ?? attributed.error,
    stale: named.isPlaceholderData || attributed.isPlaceholderData,
    retry: () => Promise.all([named.refetch(), attributed.refetch()]),
    /** There are more than are shown. */
    more: [named, attributed].some(({ data }) => (data?.meta.page.total ?? 0) > PAGE_SIZE),
  };
}
