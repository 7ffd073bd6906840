import { createLoader, parseAsArrayOf, parseAsString } from 'nuqs/server';
import type { searchAddOns, searchPlans } from '@/lib/api/catalog/version-lists';
import type { CallOf } from '@/lib/api/operation';
import { type Paged, pagedParams, pagedQuery } from './paged-input';

/** The filters of a list of what is sold in versions, as they stand in the URL. */
export const versionFilters = { status: parseAsArrayOf(parseAsString).withDefault([]) };
export const loadVersionList = createLoader({ ...pagedParams, ...versionFilters, as_of: parseAsString });

interface VersionList extends Paged {
  status: readonly string[];
}

const SORTED = {
  updated: ['updated_at', 'name'],
  name: ['name'],
  status: ['status', 'name'],
  from: ['effective_from', 'name'],
} as const;

const query = ({ status, ...list }: VersionList, columns: Readonly<Record<string, readonly string[]>>) => ({
  ...pagedQuery({ ...list, sort: list.sort || '-updated' }, columns).query,
  ...(status.length > 0 && { filter: { status: { oeq: status.join(',') } } }),
});

/** One page of the plans as their list stands in the URL; as of an instant, if one is given. */
export const planPage = (list: VersionList, asOf: string | null): CallOf<typeof searchPlans> => ({
  query: { ...query(list, { ...SORTED, phases: ['phases', 'name'] }), ...(asOf !== null && { asOf }) },
});

/** One page of the add-ons as their list stands in the URL. */
export const addOnPage = (list: VersionList): CallOf<typeof searchAddOns> => ({
  query: query(list, { ...SORTED, taken: ['instance_type', 'name'] }),
});
