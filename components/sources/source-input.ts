import { parseAsString } from 'nuqs/server';
import { type Paged, pagedQuery } from '@/components/lists/paged-input';
import type { listIngestMappings } from '@/lib/api/metering/ingest-mappings';
import type { CallOf } from '@/lib/api/operation';

/** Which configuration is shown; in the URL. */
export const sourceParams = { source: parseAsString.withDefault('api') };

/** One page of the mappings as their list stands in the URL. */
export const mappingPage = (list: Paged): CallOf<typeof listIngestMappings> =>
  pagedQuery(list, { name: ['name'], refused: ['refused_rows', 'name'], updated: ['updated_at'] });
