import 'server-only';
import type { DimensionFilters, QueryFilterString, QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import { segmentsSql } from '@/lib/server/usage/attribution';
import { dimensionKeys, lit } from '@/lib/server/usage/counting';
import type { Counted } from '@/lib/server/usage/store';

/** Returns the SQL column of a dimension key of a series; a customer is joined as `cs`. */
export function dimensionSql(meter: Pick<Counted, 'dimensions'>, key: string): string {
  if (key === 'subject') return 'subject';
  if (key === 'customer_id') return `coalesce(customer_id, '')`;
  const index = dimensionKeys(meter).indexOf(key);
  return index < 0 ? `''` : `dims[${index + 1}]`; // a dimension the meter has lost: no event has a value for it
}

/** Whose the events of a series are, and when: joined where `customer_id` is asked for, with a condition on the time of what is read. */
export const customersSql = (workspace: string, asOf: string | undefined) =>
  `LEFT JOIN ${segmentsSql(workspace, asOf)} c ON c.cs = s.subject`;

/** The same rules as `matchesDimension` of the catalog, for the database. All conditions must hold; `true` for none. */
export function filtersSql(meter: Pick<Counted, 'dimensions'>, filters: DimensionFilters): string {
  const conditions = Object.entries(filters).flatMap(([key, filter]) => conditionsOf(dimensionSql(meter, key), filter));
  return conditions.length ? conditions.join(' AND ') : 'true';
}

function conditionsOf(value: string, f: QueryFilterStringMapItem | QueryFilterString): string[] {
  const list = (texts: readonly string[]) => `ARRAY[${texts.map(lit).join(',')}]::text[]`;
  const nested = (parts: readonly QueryFilterString[], by: string) =>
    `(${parts.map((part) => `(${conditionsOf(value, part).join(' AND ') || 'true'})`).join(by)})`;
  const all: string[] = [];
  if ('exists' in f && f.exists !== undefined) all.push(`${value} ${f.exists ? '<>' : '='} ''`);
  if (f.eq !== undefined) all.push(`${value} = ${lit(f.eq)}`);
  if (f.neq !== undefined) all.push(`${value} <> ${lit(f.neq)}`);
  if (f.in) all.push(`${value} = ANY(${list(f.in)})`);
  if (f.nin) all.push(`${value} <> ALL(${list(f.nin)})`);
  if (f.contains !== undefined) all.push(`position(${lit(f.contains)} IN ${value}) > 0`);
  if (f.ncontains !== undefined) all.push(`position(${lit(f.ncontains)} IN ${value}) = 0`);
  if (f.and) all.push(nested(f.and, ' AND '));
  if (f.or) all.push(nested(f.or, ' OR '));
  return all;
}
