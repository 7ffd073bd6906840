import { Pagination } from '@/components/ui/pagination';
import { ROWS_PER_PAGE } from './paged-input';
import type { PagedAnswer, PagedList } from './paged-table';

/** Shows the position of a page of a searched list among all that it found. `noun` is what the rows are: "plans". */
export function ListPages({ list, answer, noun }: { list: PagedList; answer: PagedAnswer; noun: string }) {
  return (
    <Pagination
      noun={noun}
      page={list.params.page}
      pageSize={ROWS_PER_PAGE}
      total={answer.data?.meta.page.total}
      onPageChange={list.onPageChange}
    />
  );
}
