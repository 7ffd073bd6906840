import { z } from 'zod';
import { Ulid } from '@/lib/fields';
import { operation, V1 } from './operation';

/** The lists of the pages that can be saved as views and exported as CSV. */
export const ListName = z
  .enum([
    ...(['plans', 'addons', 'features', 'meters', 'customers', 'subscriptions', 'tax_codes', 'currencies', 'llm_prices'] as const),
    ...(['events', 'refused_events', 'usage_imports', 'ingest_mappings', 'members', 'api_keys', 'audit_log', 'security_log'] as const),
  ])
  .meta({ id: 'ListName' });
export type ListName = z.infer<typeof ListName>;

/** The most rows that one CSV holds. */
export const EXPORT_ROWS_MAX = 50_000;

const viewTag = 'Saved views';
const name = z.string().trim().min(1).max(100);
const search = z.string().max(2000);

export const SavedView = z
  .strictObject({ id: Ulid, list: ListName, name, search, shared: z.boolean(), mine: z.boolean(), ownerName: z.string() })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const listSavedViews = operation({
  id: 'list-saved-views',
  method: 'get',
  path: `${V1}/saved-views`,
  tag: viewTag,
  summary: 'The views of a list: your own, and those that others share in the workspace',
  permission: 'catalog:read',
  query: z.strictObject({ list: ListName }),
  result: z.strictObject({ data: z.array(SavedView) }).meta({ id: 'SavedViewList' }),
});

export const createSavedView = operation({
  id: 'create-saved-view',
  method: 'post',
  path: `${V1}/saved-views`,
  tag: viewTag,
  summary: 'Save the search, filters and order of a list under a name',
  permission: 'catalog:read',
  body: z.strictObject({ list: ListName, name, search, shared: z.boolean().default(false) }).meta({ id: 'CreateSavedViewRequest' }),
  result: SavedView,
  status: 201,
});

export const updateSavedView = operation({
  id: 'update-saved-view',
  method: 'patch',
  path: `${V1}/saved-views/{viewId}`,
  tag: viewTag,
  summary: 'Rename a view of your own, share it, or save another search under it',
  permission: 'catalog:read',
  params: z.strictObject({ viewId: Ulid }),
  body: z
    .strictObject({ name: name.optional(), search: search.optional(), shared: z.boolean().optional() })
    .meta({ id: 'UpdateSavedViewRequest' }),
  result: SavedView,
});

export const deleteSavedView = operation({
  id: 'delete-saved-view',
  method: 'delete',
  path: `${V1}/saved-views/{viewId}`,
  tag: viewTag,
  summary: 'Delete a view of your own; who manages members also deletes what others share',
  permission: 'catalog:read',
  params: z.strictObject({ viewId: Ulid }),
});

export const exportList = operation({
  id: 'export-list',
  method: 'get',
  path: `${V1}/exports/{list}`,
  tag: 'Exports',
  summary: `Every row of a list as CSV, at most ${EXPORT_ROWS_MAX}: with the words, filters and sort of the operation that its page asks`,
  permission: 'session',
  params: z.strictObject({ list: ListName }),
  result: z.string(),
  refusals: [404, 422],
});
