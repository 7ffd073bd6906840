'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { Column, Sort } from '@/components/ui/table-column';

const parsers = { q: parseAsString.withDefault(''), sort: parseAsString.withDefault('') };

/**
 * Search and sort of a list that is in memory as a whole, kept in the URL (`?q=tok&sort=-created`).
 * `textOf` gives what of a row is searched; every word typed must occur somewhere in it.
 */
export function useListState<Row>(rows: readonly Row[] | undefined, columns: readonly Column<Row>[], textOf: (row: Row) => string) {
  const [{ q, sort: written }, set] = useQueryStates(parsers);
  const sort: Sort | null = written ? { id: written.replace(/^-/, ''), desc: written.startsWith('-') } : null;
  const shown = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows?.filter((row) => {
      const text = textOf(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const compare = columns.find((column) => written.replace(/^-/, '') === column.id)?.compare;
    if (!found || !compare) return found;
    return found.sort((a, b) => (written.startsWith('-') ? compare(b, a) : compare(a, b)));
  }, [rows, columns, textOf, q, written]);
  return {
    shown,
    search: q,
    onSearch: (next: string) => void set({ q: next || null }),
    sort,
    onSortChange: (next: Sort | null) => void set({ sort: next ? `${next.desc ? '-' : ''}${next.id}` : null }),
    onClearFilters: q ? () => void set({ q: null }) : undefined,
  };
}
