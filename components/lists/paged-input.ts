import { createLoader, parseAsInteger, parseAsString } from 'nuqs/server';

export const ROWS_PER_PAGE = 50;

/** Search, page and order of a list that the server searches, as they stand in the URL (`?q=tok&sort=-created&page=2`). */
export const pagedParams = {
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  sort: parseAsString.withDefault(''),
};
export const loadPaged = createLoader(pagedParams);

export interface Paged {
  q: string;
  page: number;
  sort: string;
}

/** Builds the query for the server. `columns` says which fields each column is sorted by, its first column when none is chosen. */
export function pagedQuery({ q, page, sort }: Paged, columns: Readonly<Record<string, readonly string[]>>) {
  const fields = columns[sort.replace(/^-/, '')] ?? Object.values(columns)[0] ?? [];
  return {
    query: {
      page: { size: ROWS_PER_PAGE, number: Math.max(1, page) },
      sort: fields.map((field) => (sort.startsWith('-') ? `${field} desc` : field)).join(','),
      q: q.trim() || undefined,
    },
  };
}
