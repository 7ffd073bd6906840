import { z } from 'zod';

const choices = z.array(z.string()).min(1).max(100).optional();

const comparisons = {
  eq: z.string().optional(),
  neq: z.string().optional(),
  in: choices,
  nin: choices,
  contains: z.string().optional(),
  ncontains: z.string().optional(),
};

/** A condition on one dimension's text. All operators given must hold together. */
export interface QueryFilterString {
  eq?: string | undefined;
  neq?: string | undefined;
  in?: string[] | undefined;
  nin?: string[] | undefined;
  contains?: string | undefined;
  ncontains?: string | undefined;
  and?: QueryFilterString[] | undefined;
  or?: QueryFilterString[] | undefined;
}

export const QueryFilterString: z.ZodType<QueryFilterString> = z
  .strictObject({
    ...comparisons,
    get and() {
      return z.array(QueryFilterString).min(1).max(10).optional();
    },
    get or() {
      return z.array(QueryFilterString).min(1).max(10).optional();
    },
  })
  .meta({ id: 'QueryFilterString' });

const nested = z.array(QueryFilterString).min(1).max(10).optional();

/** The same, for the value under one key of a map, which may also be asked whether it is there at all. */
export const QueryFilterStringMapItem = z
  .strictObject({ exists: z.boolean().optional(), ...comparisons, and: nested, or: nested })
  .meta({ id: 'QueryFilterStringMapItem' });
export type QueryFilterStringMapItem = z.infer<typeof QueryFilterStringMapItem>;

/** The most dimensions that one question filters by. */
export const FILTERS_MAX = 10;

/** Conditions by dimension key, all of which must hold. */
export const DimensionFilters = z
  .record(z.string(), QueryFilterStringMapItem)
  .refine((filters) => Object.keys(filters).length <= FILTERS_MAX, { error: `At most ${FILTERS_MAX} dimensions can be filtered at once.` })
  .meta({ maxProperties: FILTERS_MAX });
export type DimensionFilters = z.infer<typeof DimensionFilters>;

/**
 * Does a dimension's value satisfy a filter? A value that the event does not carry counts as the empty text, as it does when
 * grouping, and `exists` tells the two apart from a real text. Comparisons are exact, letter case included.
 */
export function matchesDimension(filter: QueryFilterStringMapItem, value: string | undefined): boolean {
  const text = value ?? '';
  if (filter.exists !== undefined && filter.exists !== (text !== '')) return false;
  if (filter.eq !== undefined && text !== filter.eq) return false;
  if (filter.neq !== undefined && text === filter.neq) return false;
  if (filter.in && !filter.in.includes(text)) return false;
  if (filter.nin?.includes(text)) return false;
  if (filter.contains !== undefined && !text.includes(filter.contains)) return false;
  if (filter.ncontains !== undefined && text.includes(filter.ncontains)) return false;
  if (filter.and && !filter.and.every((part) => matchesDimension(part, value))) return false;
  if (filter.or && !filter.or.some((part) => matchesDimension(part, value))) return false;
  return true;
}
