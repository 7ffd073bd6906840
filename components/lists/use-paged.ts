'use client';

import { useQueryStates } from 'nuqs';
import type { Sort } from '@/components/ui/table-column';
import { pagedParams } from './paged-input';

/** The URL state of a list that the server searches. A new search or order begins at the first page. */
export function usePaged() {
  const [params, set] = useQueryStates(pagedParams);
  const sort: Sort | null = params.sort ? { id: params.sort.replace(/^-/, ''), desc: params.sort.startsWith('-') } : null;
  return {
    params,
    onSearch: (q: string) => void set({ q: q || null, page: null }),
    sort,
    onSortChange: (next: Sort | null) => void set({ sort: next ? `${next.desc ? '-' : ''}${next.id}` : null, page: null }),
    onPageChange: (page: number) => void set({ page }, { history: 'push', scroll: true }),
    /** Also leads back from a page that is past the end. */
    onClear: params.q || params.page > 1 ? () => void set({ q: null, page: null }) : undefined,
  };
}
