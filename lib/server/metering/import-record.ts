import 'server-only';
import { UsageImport } from '@/lib/api/metering/usage-imports';
import type { UsageMapping } from '@/lib/metering/usage-mapping';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound, type Principal } from '@/lib/server/core/ctx';
import { sqlTransaction, transaction } from '@/lib/server/core/db';
import { run, wallClock } from '@/lib/server/core/run';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { UsageImport as ImportRow } from '@/lib/server/generated/prisma/client';
import { enqueue } from '@/lib/server/jobs/enqueue';

export interface ImportFile {
  name: string;
  bytesTotal?: number | undefined;
  stream: AsyncIterable<Uint8Array>;
}

export interface ImportScope extends Principal {
  requestId: string;
}

export interface Counts {
  bytesRead: number;
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

export interface RejectedRow {
  line: number;
  reason: string;
  content: string;
}

/** More rejected rows than this are counted, and not kept one by one. */
const REJECTED_ROWS_MAX = 100_000;
/** A running import is heard of at least this often, also while its file does not arrive. */
export const HEARTBEAT_MS = 15_000;
/** After so long without a sign whoever ran it is gone. */
const SILENT_MS = 60_000;
const WATCH_MS = 15_000;

export async function startImport(scope: ImportScope, id: string, file: ImportFile, mapping: UsageMapping): Promise<void> {
  await run(scope, { requestId: scope.requestId }, async (ctx) => {
    await ctx.tx.usageImport.create({
      data: {
        id,
        workspaceId: scope.workspace.id,
        fileName: file.name,
        mapping,
        status: 'running',
        bytesTotal: file.bytesTotal ?? null,
        createdBy: scope.actor.name,
        createdAt: ctx.now,
        updatedAt: wallClock(),
      },
    });
    await enqueue(ctx, 'usage_import.watch', { importId: id, fileName: file.name, rows: 0 }, { afterMs: WATCH_MS });
  });
}

/**
 * Looks after a running import, again and again while it runs. One that is silent is ended as interrupted, with what was stored of it: the
 * rest of its file was in nobody's hands but its sender's, so only sending it again goes on with it, and no row counts twice.
 */
export async function watchImport(ctx: Ctx, { importId }: { importId: string }): Promise<void> {
  const [row] = await ctx.tx.$queryRaw<{ silent: boolean }[]>`
    SELECT updated_at < now() - make_interval(secs => ${SILENT_MS / 1000}) AS silent FROM usage_imports
    WHERE id = ${importId} AND status = 'running' FOR UPDATE`;
  if (!row) return;
  const { fileName, rows, accepted } = await ctx.tx.usageImport.findUniqueOrThrow({ where: { id: importId } });
  if (!row.silent) return enqueue(ctx, 'usage_import.watch', { importId, fileName, rows: Number(rows) }, { afterMs: WATCH_MS });
  const error = `The server stopped in the middle. ${rows} rows were read, and ${accepted} new events are stored. Import the file again: it goes on where it was, and no row counts twice.`;
  await endImport(ctx, importId, { status: 'interrupted', error });
}

/** Shows that an import still runs, though it has read nothing new. */
export const noteAlive = (workspaceId: string, id: string): Promise<unknown> =>
  sqlTransaction({ workspaceId }, (client) =>
    client.query(`UPDATE usage_imports SET updated_at = now() WHERE id = $1 AND status = 'running'`, [id]),
  );

export async function noteProgress(workspaceId: string, id: string, counts: Counts, rejected: readonly RejectedRow[]): Promise<void> {
  await sqlTransaction({ workspaceId }, async (client) => {
    await client.query(
      `UPDATE usage_imports SET bytes_read = $2, rows = $3, accepted = $4, duplicates = $5, rejected = $6, updated_at = now(),
         status = 'running', error = NULL, finished_at = NULL WHERE id = $1`,
      [id, counts.bytesRead, counts.rows, counts.accepted, counts.duplicates, counts.rejected],
    );
    if (!rejected.length || counts.rejected - rejected.length >= REJECTED_ROWS_MAX) return;
    await client.query(
      `INSERT INTO usage_import_rejections (import_id, line, workspace_id, reason, content)
       SELECT $1, line, $2, reason, content FROM unnest($3::bigint[], $4::text[], $5::text[]) AS t(line, reason, content) ON CONFLICT DO NOTHING`,
      [id, workspaceId, rejected.map((r) => r.line), rejected.map((r) => storable(r.reason)), rejected.map((r) => storable(r.content))],
    );
  });
}

/** A database text holds no NUL; shown as the sign for one. */
const storable = (text: string) => text.replaceAll('\u0000', '␀');

export async function finishImport(scope: ImportScope, id: string, end: { status: 'finished' | 'failed'; error?: string }): Promise<void> {
  await run(scope, { requestId: scope.requestId }, (ctx) => endImport(ctx, id, end));
}

async function endImport(ctx: Ctx, id: string, end: { status: 'finished' | 'failed' | 'interrupted'; error?: string }): Promise<void> {
  const row = await ctx.tx.usageImport.update({
    where: { id },
    data: { status: end.status, error: end.error === undefined ? null : storable(end.error), updatedAt: wallClock(), finishedAt: ctx.now },
  });
  const { mapping: _, ...after } = shapeOf(row);
  await audit(ctx, { action: 'usage.import', resourceType: 'usage_import', resourceId: id, resourceName: row.fileName, after });
}

export function shapeOf(row: ImportRow): UsageImport {
  const silent = row.status === 'running' && Date.now() - row.updatedAt.getTime() > SILENT_MS;
  return UsageImport.parse({
    id: row.id,
    fileName: row.fileName,
    status: silent ? 'interrupted' : row.status,
    error: absent(row.error),
    bytesTotal: row.bytesTotal === null ? undefined : Number(row.bytesTotal),
    bytesRead: Number(row.bytesRead),
    rows: Number(row.rows),
    accepted: Number(row.accepted),
    duplicates: Number(row.duplicates),
    rejected: Number(row.rejected),
    mapping: row.mapping,
    createdBy: row.createdBy,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    finishedAt: instant(row.finishedAt),
  });
}

export async function importOf(workspaceId: string, id: string): Promise<UsageImport> {
  const row = await transaction({ workspaceId }, (tx) => tx.usageImport.findFirst({ where: { id } }));
  if (!row) throw notFound('import', id);
  return shapeOf(row);
}

/** The rejected rows of an import, in steps, in the order of the file. */
export async function* rejectedRows(workspaceId: string, id: string): AsyncGenerator<RejectedRow[]> {
  for (let line = -1; ; ) {
    const { rows } = await sqlTransaction({ workspaceId }, (client) =>
      client.query<{ line: string; reason: string; content: string }>(
        'SELECT line, reason, content FROM usage_import_rejections WHERE workspace_id = $1 AND import_id = $2 AND line > $3 ORDER BY line LIMIT 1000',
        [workspaceId, id, line],
      ),
    );
    if (!rows.length) return;
    yield rows.map((r) => ({ ...r, line: Number(r.line) }));
    line = Number(rows.at(-1)?.line);
  }
}
