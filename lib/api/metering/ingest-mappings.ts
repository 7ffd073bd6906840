import { z } from 'zod';
import { searchQuery } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, ResourceKey, Ulid } from '@/lib/fields';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { pageOf } from '@/lib/paging';

const tag = 'Sources';
const params = z.strictObject({ mappingId: Ulid });
const name = z.string().trim().min(1).max(100);

/** A line that became no event: its number in the request, why, and what it was. */
const RefusedRow = z.strictObject({ line: z.int(), reasons: z.array(z.string()), content: z.string() }).meta({ id: 'RefusedRow' });
export type RefusedRow = z.infer<typeof RefusedRow>;

export const IngestMapping = z
  .strictObject({
    id: Ulid,
    key: ResourceKey,
    name,
    mapping: UsageMapping,
    refusedRows: z.int(),
    lastRefusal: RefusedRow.optional(),
    lastRefusedAt: DateTime.optional(),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({ id: 'IngestMapping' });
export type IngestMapping = z.infer<typeof IngestMapping>;

export const CreateIngestMappingRequest = z
  .strictObject({ key: ResourceKey, name, mapping: UsageMapping })
  .meta({ id: 'CreateIngestMappingRequest' });
export type CreateIngestMappingRequest = z.infer<typeof CreateIngestMappingRequest>;

export const UpdateIngestMappingRequest = z.strictObject({ name, mapping: UsageMapping }).meta({ id: 'UpdateIngestMappingRequest' });
export type UpdateIngestMappingRequest = z.infer<typeof UpdateIngestMappingRequest>;

export const listIngestMappings = operation({
  id: 'list-ingest-mappings',
  method: 'get',
  path: `${V1}/ingest-mappings`,
  tag,
  summary: 'List the mappings by which lines of other systems become events, by words of their name or key',
  permission: 'events:read',
  query: searchQuery,
  result: pageOf(IngestMapping, 'IngestMappingPagePaginatedResponse'),
});

export const createIngestMapping = operation({
  id: 'create-ingest-mapping',
  method: 'post',
  path: `${V1}/ingest-mappings`,
  tag,
  summary: 'Save a mapping; lines are then sent to the address with its key',
  permission: 'events:write',
  body: CreateIngestMappingRequest,
  result: IngestMapping,
  status: 201,
});

export const getIngestMapping = operation({
  id: 'get-ingest-mapping',
  method: 'get',
  path: `${V1}/ingest-mappings/{mappingId}`,
  tag,
  summary: 'Get a mapping',
  permission: 'events:read',
  params,
  result: IngestMapping,
});

export const updateIngestMapping = operation({
  id: 'update-ingest-mapping',
  method: 'put',
  path: `${V1}/ingest-mappings/{mappingId}`,
  tag,
  summary: 'Change a mapping; events that it made stay as they are',
  permission: 'events:write',
  params,
  body: UpdateIngestMappingRequest,
  result: IngestMapping,
});

export const deleteIngestMapping = operation({
  id: 'delete-ingest-mapping',
  method: 'delete',
  path: `${V1}/ingest-mappings/{mappingId}`,
  tag,
  summary: 'Delete a mapping; whoever still sends lines to it is answered 404',
  permission: 'events:write',
  params,
});

export const REFUSED_SHOWN = 20;

export const MappedLines = z
  .strictObject({ rows: z.int(), events: z.int(), refused: z.int(), refusedRows: z.array(RefusedRow) })
  .meta({ id: 'MappedLines' });

export const ingestMapped = operation({
  id: 'ingest-mapped',
  method: 'post',
  path: `${V1}/ingest/mapped/{mappingKey}`,
  tag,
  summary: 'Take lines (NDJSON, a JSON array, or CSV) through a saved mapping; lines that become no event are told, the rest is stored',
  permission: 'events:write',
  params: z.strictObject({ mappingKey: ResourceKey }),
  result: MappedLines,
  status: 202,
  refusals: [413, 415, 422, 429],
});
