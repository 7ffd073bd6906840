import { z } from 'zod';
import { PageQuery, SortQuery } from '@/lib/paging';

export const PAGE_SIZE = 20;
export const PAGE_SIZE_MAX = 1000;

/** The query of a list as its page asks for it: `q` holds words, each of which every row has somewhere. */
export const searchQuery = z.strictObject({ page: PageQuery.optional(), sort: SortQuery.optional(), q: z.string().max(200).optional() });

/** The same with filters beside the words. */
export const filteredSearch = <F extends z.ZodObject>(filter: F) => searchQuery.extend({ filter: filter.optional() });

/** The query of a list with numbered pages: `page[size]`, `page[number]`, `sort`, `filter[field]` and `filter[field][operator]`. */
export const listQuery = <F extends z.ZodObject>(filter: F) =>
  z.strictObject({ page: PageQuery.optional(), sort: SortQuery.optional(), filter: filter.optional() });
