'use client';

import { type UseQueryStatesKeysMap, useQueryStates, type Values } from 'nuqs';
import type { Sort } from '@/components/ui/table-column';
import { pagedParams } from './paged-input';

/**
 * The URL state of a list that the server searches, with the filters that only this list has. A new search, filter or order begins at the
 * first page.
 */
export function usePaged<F extends UseQueryStatesKeysMap = Record<never, never>>(filters: F = {} as F) {
  const [params, set] = useQueryStates(pagedParams);
  const [filter, setFilters] = useQueryStates(filters);
  const sort: Sort | null = params.sort ? { id: params.sort.replace(/^-/, ''), desc: params.sort.startsWith('-') } : null;
  const isFiltered = Object.entries(filter).some(([name, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== defaultOf(filters, name),
  );
  const narrowed = params.q !== '' || isFiltered;
  const clear = () => {
    void set({ q: null, page: null });
    void setFilters(null);
  };
  return {
    params,
    filter,
    onFilter: (next: Partial<{ [K in keyof Values<F>]: Values<F>[K] | null }>) => {
      void setFilters(next as Parameters<typeof setFilters>[0]);
      void set({ page: null });
    },
    onSearch: (q: string) => void set({ q: q || null, page: null }),
    sort,
    onSortChange: (next: Sort | null) => void set({ sort: next ? `${next.desc ? '-' : ''}${next.id}` : null, page: null }),
    onPageChange: (page: number) => void set({ page }, { history: 'push', scroll: true }),
    /** Whether fewer rows than there are may be shown. */
    narrowed,
    onClear: narrowed ? clear : undefined,
    /** For a table that shows nothing: it may also be at a page that is past the end. */
    onClearFilters: narrowed || params.page > 1 ? clear : undefined,
  };
}

const defaultOf = (filters: UseQueryStatesKeysMap, name: string): unknown =>
  (filters[name] as { defaultValue?: unknown }).defaultValue ?? null;
