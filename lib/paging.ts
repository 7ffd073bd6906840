import { z } from 'zod';

/** Position of a numbered page among all results. */
export const PageMeta = z.object({ number: z.number(), size: z.number(), total: z.number() }).meta({ id: 'PageMeta' });

export const PaginatedMeta = z.object({ page: PageMeta }).meta({ id: 'PaginatedMeta' });

const pathOrNull = z.string().nullable().meta({ format: 'path' });

/** Links to the neighbours of a cursor page; null where there is none. */
export const CursorMetaPage = z
  .object({
    first: z.string().meta({ format: 'path' }).optional(),
    last: z.string().meta({ format: 'path' }).optional(),
    next: pathOrNull,
    previous: pathOrNull,
    size: z.number(),
  })
  .meta({ id: 'CursorMetaPage' });

export const CursorMeta = z.object({ page: CursorMetaPage }).meta({ id: 'CursorMeta' });

/** `page[size]` and `page[number]` of a query string, already turned into numbers by the edge. */
export const PageQuery = z.strictObject({ size: z.int().optional(), number: z.int().optional() });

/** `page[size]`, `page[after]` and `page[before]` of a query string. */
export const CursorPaginationQueryPage = z
  .strictObject({ size: z.int().optional(), after: z.string().optional(), before: z.string().optional() })
  .meta({ id: 'CursorPaginationQueryPage' });

/** `sort=name desc,created_at`: field names in snake_case, each with an optional direction. */
export const SortQuery = z.string().meta({ id: 'SortQuery' });

/** The body of a numbered page of `item`, named as the contract names it. */
export function pageOf<T extends z.ZodType>(item: T, id: string) {
  return z.strictObject({ data: z.array(item), meta: PaginatedMeta }).meta({ id });
}

/** The body of a cursor page of `item`, named as the contract names it. */
export function cursorPageOf<T extends z.ZodType>(item: T, id: string) {
  return z.strictObject({ data: z.array(item), meta: CursorMeta }).meta({ id });
}
