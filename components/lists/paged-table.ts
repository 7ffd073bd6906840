import type { usePaged } from './use-paged';

export type PagedList = Pick<ReturnType<typeof usePaged>, 'params' | 'sort' | 'onSortChange' | 'onClearFilters' | 'onPageChange'>;

/** The server's answer to what a list asked, as `useApi` gives it. */
export interface PagedAnswer {
  data: { meta: { page: { total: number } } } | undefined;
  isPlaceholderData: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** Props shared by all tables of searched lists: its order, and the state of the answer. */
export const pagedTable = (list: PagedList, answer: PagedAnswer) => ({
  sort: list.sort,
  onSortChange: list.onSortChange,
  onClearFilters: list.onClearFilters,
  stale: answer.isPlaceholderData,
  error: answer.error,
  onRetry: () => void answer.refetch(),
});
