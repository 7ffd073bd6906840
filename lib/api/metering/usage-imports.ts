import { z } from 'zod';
import { searchQuery } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { MeteringEvent } from '@/lib/metering/event';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { pageOf } from '@/lib/paging';

const tag = 'Usage imports';
const params = z.strictObject({ importId: Ulid });

/** `interrupted`: whoever ran it is gone. Importing the file again goes on where it was, since no row counts twice. */
export const UsageImportStatus = z.enum(['running', 'finished', 'failed', 'interrupted']).meta({ id: 'UsageImportStatus' });

export const UsageImport = z
  .strictObject({
    id: Ulid,
    fileName: z.string(),
    status: UsageImportStatus,
    error: z.string().optional(),
    bytesTotal: z.int().optional(),
    bytesRead: z.int(),
    rows: z.int(),
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.int(),
    mapping: UsageMapping,
    createdBy: z.string(),
    createdAt: DateTime,
    updatedAt: DateTime,
    finishedAt: DateTime.optional(),
  })
  .meta({ id: 'UsageImport' });
export type UsageImport = z.infer<typeof UsageImport>;

const PreviewRow = z.strictObject({
  line: z.int(),
  cells: z.array(z.string()),
  event: MeteringEvent.optional(),
  reasons: z.array(z.string()).optional(),
});
export const UsageImportPreview = z
  .strictObject({ columns: z.array(z.string()), rows: z.array(PreviewRow) })
  .meta({ id: 'UsageImportPreview' });
export type UsageImportPreview = z.infer<typeof UsageImportPreview>;

const fileName = z.string().min(1).max(255);

export const createUsageImport = operation({
  id: 'create-usage-import',
  method: 'post',
  path: `${V1}/usage-imports`,
  tag,
  summary: 'Import a file of usage: the body is the file (text/csv or application/x-ndjson, of any size), `mapping` a UsageMapping as JSON',
  permission: 'events:write',
  query: z.strictObject({ mapping: z.string().max(20_000), fileName: fileName.optional() }),
  result: UsageImport,
  status: 201,
  refusals: [413, 415, 422, 429],
});

export const previewUsageImport = operation({
  id: 'preview-usage-import',
  method: 'post',
  path: `${V1}/usage-imports/preview`,
  tag,
  summary: 'Show the events that the first rows of a file would become: the body is the beginning of the file (at most 1 MB)',
  permission: 'events:read',
  query: z.strictObject({
    mapping: z.string().max(20_000).optional(),
    format: z.enum(['csv', 'ndjson']).optional(),
    delimiter: z.string().length(1).optional(),
  }),
  result: UsageImportPreview,
  refusals: [404, 413, 415, 422],
});

export const listUsageImports = operation({
  id: 'list-usage-imports',
  method: 'get',
  path: `${V1}/usage-imports`,
  tag,
  summary:
    'List imports with their progress, newest first unless sorted otherwise, by words of the file name, who imported it or the error',
  permission: 'events:read',
  query: searchQuery,
  result: pageOf(UsageImport, 'UsageImportPagePaginatedResponse'),
});

export const getUsageImport = operation({
  id: 'get-usage-import',
  method: 'get',
  path: `${V1}/usage-imports/{importId}`,
  tag,
  summary: 'Get an import with its progress',
  permission: 'events:read',
  params,
  result: UsageImport,
});

export const getUsageImportRejections = operation({
  id: 'get-usage-import-rejections',
  method: 'get',
  path: `${V1}/usage-imports/{importId}/rejections.csv`,
  tag,
  summary: 'Download the rejected rows of an import as CSV: line, reason, content',
  permission: 'events:read',
  params,
  result: z.string(),
});
