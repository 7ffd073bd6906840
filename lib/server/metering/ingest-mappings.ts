import 'server-only';
import {
  type CreateIngestMappingRequest,
  IngestMapping,
  type listIngestMappings as listOp,
  type RefusedRow,
  type UpdateIngestMappingRequest,
} from '@/lib/api/metering/ingest-mappings';
import type { InputOf } from '@/lib/api/operation';
import { compileMapping, UsageMapping } from '@/lib/metering/usage-mapping';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound, requireFresh } from '@/lib/server/core/ctx';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, wordsWhere } from '@/lib/server/core/listing';
import { absent, instant, lockRow } from '@/lib/server/core/stored-values';
import type { IngestMapping as Row } from '@/lib/server/generated/prisma/client';
import { converter, snake } from '@/lib/wire';

const shapeOf = (row: Row): IngestMapping =>
  IngestMapping.parse({
    id: row.id,
    key: row.key,
    name: row.name,
    mapping: row.mapping,
    refusedRows: Number(row.refusedRows),
    lastRefusal: absent(row.lastRefusal),
    lastRefusedAt: instant(row.lastRefusedAt),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  });

const wire = (row: Row) => converter(IngestMapping).toWire(shapeOf(row));

function requireUsable(mapping: UsageMapping): void {
  const compiled = compileMapping(mapping);
  if (!('faults' in compiled)) return;
  throw problem('invalid_parameters', `mapping.${compiled.faults[0]?.field}: ${compiled.faults[0]?.reason}`, {
    invalidParameters: compiled.faults.map(({ field, reason }) => ({
      field: `$.mapping.${snake(field)}`,
      rule: 'invalid',
      reason,
      source: 'body',
    })),
  });
}

export async function listIngestMappings(ctx: Ctx, query: InputOf<typeof listOp>['query']) {
  const window = pageWindow(query.page);
  const where = { AND: wordsWhere(query.q, ['name', 'key']) };
  const orderBy = orderOf(query.sort, ['key', 'name', 'refusedRows', 'createdAt', 'updatedAt'], 'name');
  const rows = await ctx.tx.ingestMapping.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(shapeOf), await ctx.tx.ingestMapping.count({ where }), window);
}

async function rowOf(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.tx.ingestMapping.findUnique({ where: { id } });
  if (!row) throw notFound('mapping', id);
  return row;
}

export async function getIngestMapping(ctx: Ctx, id: string): Promise<IngestMapping> {
  const row = await rowOf(ctx, id);
  ctx.revision = row.revision;
  return shapeOf(row);
}

export async function createIngestMapping(ctx: Ctx, { key, name, mapping }: CreateIngestMappingRequest): Promise<IngestMapping> {
  requireUsable(mapping);
  if (await ctx.tx.ingestMapping.findFirst({ where: { key } })) throw problem('conflict', `A mapping with the key "${key}" exists.`);
  const row = await ctx.tx.ingestMapping.create({
    data: { id: newId(), workspaceId: ctx.workspace.id, key, name, mapping, createdAt: ctx.now, updatedAt: ctx.now },
  });
  ctx.revision = row.revision;
  const made = shapeOf(row);
  await audit(ctx, {
    action: 'ingest_mapping.create',
    resourceType: 'ingest_mapping',
    resourceId: row.id,
    resourceName: name,
    after: made,
  });
  return made;
}

export async function updateIngestMapping(ctx: Ctx, id: string, { name, mapping }: UpdateIngestMappingRequest): Promise<IngestMapping> {
  await lockRow(ctx, 'ingest_mappings', id);
  const before = await rowOf(ctx, id);
  requireFresh(ctx, before, () => wire(before));
  requireUsable(mapping);
  const row = await ctx.tx.ingestMapping.update({
    where: { id },
    data: { name, mapping, revision: { increment: 1 }, updatedAt: ctx.now },
  });
  ctx.revision = row.revision;
  const [was, is] = [shapeOf(before), shapeOf(row)];
  await audit(ctx, {
    action: 'ingest_mapping.update',
    resourceType: 'ingest_mapping',
    resourceId: id,
    resourceName: name,
    before: was,
    after: is,
  });
  return is;
}

/** Events that it made stay; whoever still sends lines to it is told that it is gone. */
export async function deleteIngestMapping(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'ingest_mappings', id);
  const row = await rowOf(ctx, id);
  requireFresh(ctx, row, () => wire(row));
  await ctx.tx.ingestMapping.delete({ where: { id } });
  await audit(ctx, {
    action: 'ingest_mapping.delete',
    resourceType: 'ingest_mapping',
    resourceId: id,
    resourceName: row.name,
    before: shapeOf(row),
  });
}

/** The mapping of a key, for lines that come in. */
export async function mappingOfKey(workspaceId: string, key: string): Promise<UsageMapping> {
  const { rows } = await sqlTransaction({ workspaceId }, (client) =>
    client.query<{ mapping: unknown }>('SELECT mapping FROM ingest_mappings WHERE workspace_id = $1 AND key = $2', [workspaceId, key]),
  );
  if (!rows[0]) throw problem('not_found', `There is no mapping with the key ${key}.`);
  return UsageMapping.parse(rows[0].mapping);
}

/** Notes on the mapping how many lines became no event, and the last of them, where a person will look for it. */
export async function noteRefused(workspaceId: string, key: string, count: number, last: RefusedRow, at: string): Promise<void> {
  await sqlTransaction({ workspaceId }, (client) =>
    client.query(
      `UPDATE ingest_mappings SET refused_rows = refused_rows + $3, last_refusal = $4, last_refused_at = $5
       WHERE workspace_id = $1 AND key = $2`,
      [workspaceId, key, count, JSON.stringify(last), at],
    ),
  );
}
