import { parseAsString } from 'nuqs/server';
import type { listIngestMappings } from '@/lib/api/ingest-mappings';
import type { CallOf } from '@/lib/api/operation';

/** Which configuration is shown; in the URL. */
export const sourceParams = { source: parseAsString.withDefault('api') };

/** Mappings are few: they are read whole. */
export const ALL_MAPPINGS: CallOf<typeof listIngestMappings> = { query: { page: { size: 1000 }, sort: 'name' } };
