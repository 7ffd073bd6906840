import { createLoader, parseAsBoolean } from 'nuqs/server';
import { type Paged, pagedParams, pagedQuery } from '@/components/lists/paged-input';
import type { CallOf } from '@/lib/api/operation';
import type { listApiKeys } from '@/lib/api/workspace/api-keys';
import type { listMembers } from '@/lib/api/workspace/members';

/** One page of the members as their list stands in the URL: in the order in which they came, unless another is chosen. */
export const memberPage = (list: Paged): CallOf<typeof listMembers> =>
  pagedQuery(list, { since: ['created_at'], name: ['name', 'email'], role: ['role', 'name'] });

/** Whether keys are listed that no longer open anything. */
export const apiKeyFilters = { all: parseAsBoolean.withDefault(false) };
export const loadApiKeyList = createLoader({ ...pagedParams, ...apiKeyFilters });

/** One page of the API keys as their list stands in the URL: the newest first, unless another order is chosen. */
export function apiKeyPage({ all, ...list }: Paged & { all: boolean }): CallOf<typeof listApiKeys> {
  const { query } = pagedQuery(
    { ...list, sort: list.sort || '-created' },
    { created: ['created_at'], name: ['name'], role: ['role', 'name'], last_used: ['last_used_at'], expires: ['expires_at'] },
  );
  return { query: { ...query, ...(!all && { filter: { revoked: false } }) } };
}
