import 'server-only';
import type { UsageImport } from '@/lib/api/metering/usage-imports';
import { compileMapping, type MappedEvent, type UsageMapping } from '@/lib/metering/usage-mapping';
import { problem } from '@/lib/problem';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { workspaceNow } from '@/lib/server/core/run';
import type { NewEvent } from '@/lib/server/usage/store';
import { type FileRow, readRows } from './file-rows';
import { FileFault } from './file-text';
import {
  type Counts,
  finishImport,
  HEARTBEAT_MS,
  type ImportFile,
  type ImportScope,
  importOf,
  noteAlive,
  noteProgress,
  type RejectedRow,
  startImport,
} from './import-record';
import { insertPatiently } from './ingest';

const ROWS_PER_WRITE = 2_000;
const CONFLICT = 'an event with this source and id was imported or sent before, with other content';

/**
 * Imports a file: reads, maps and stores it in steps, in constant memory whatever its size. What was stored before a fault stays, and
 * importing the file again adds only the rest. Throws a problem when the file or the mapping cannot be used.
 */
export async function importUsage(
  scope: ImportScope,
  file: ImportFile,
  mapping: UsageMapping,
  onProgress: (progress: Counts) => void = () => {},
): Promise<UsageImport> {
  const compiled = compileMapping(mapping);
  if ('faults' in compiled) throw mappingProblem(compiled.faults);
  const id = newId();
  await startImport(scope, id, file, mapping);
  const counts: Counts = { bytesRead: 0, rows: 0, accepted: 0, duplicates: 0, rejected: 0 };
  let rows: { row: FileRow; event: MappedEvent }[] = [];
  let rejected: RejectedRow[] = [];
  const reject = (row: FileRow, reason: string) => {
    counts.rejected++;
    rejected.push({ line: row.line, reason, content: row.cells.join(mapping.delimiter).slice(0, 2_000) });
  };
  const flush = async () => {
    const ingestedAt = await workspaceNow(scope);
    const events = rows.map(({ event }): NewEvent => ({ ...event, timeGiven: true, dataschema: null, ingestedAt }));
    const { stored, duplicates, conflicts } = await insertPatiently(scope.workspace.id, events);
    for (const i of conflicts) reject((rows[i] as (typeof rows)[number]).row, CONFLICT);
    counts.accepted += stored;
    counts.duplicates += duplicates;
    await noteProgress(scope.workspace.id, id, counts, rejected);
    onProgress(counts);
    rows = [];
    rejected = [];
  };
  const heart = setInterval(() => {
    noteAlive(scope.workspace.id, id).catch((e) => log().warn({ err: e, import: id }, 'an import could not show that it runs'));
  }, HEARTBEAT_MS).unref();
  try {
    const bytes = counted(file.stream, (n) => {
      counts.bytesRead += n;
    });
    const requireColumns = (names: string[]) => {
      const missing = compiled.columns.filter((column) => !names.includes(column));
      if (missing.length)
        throw new FileFault(`The file has no column ${missing.map((m) => `"${m}"`).join(', ')}. It has: ${names.join(', ')}.`);
    };
    for await (const row of readRows(bytes, mapping, requireColumns)) {
      counts.rows++;
      const mapped = row.fault ? { reasons: [row.fault] } : compiled.map(row, row.whole);
      if ('reasons' in mapped) reject(row, mapped.reasons.join('; '));
      else rows.push({ row, event: mapped.event });
      if (rows.length >= ROWS_PER_WRITE || rejected.length >= ROWS_PER_WRITE) await flush();
    }
    await flush();
  } catch (e) {
    // Rows already read are kept if possible; an import that fails twice is ended all the same, and never left running.
    if (rows.length || rejected.length)
      await flush().catch((err) => log().error({ err, import: id }, 'the last rows of an import could not be stored'));
    const reason =
      e instanceof FileFault ? e.message : 'The import was interrupted: the file did not arrive whole, or something failed on our side.';
    await finishImport(scope, id, { status: 'failed', error: reason });
    if (!(e instanceof FileFault)) throw e;
    const soFar = `Rows before that are imported (${counts.accepted}); import the repaired file again, no row counts twice.`;
    throw problem('validation_failed', `${reason} ${counts.accepted ? soFar : 'Nothing was imported.'}`, {
      invalidParameters: [{ field: '$', rule: 'invalid', reason, source: 'body' }],
      extensions: { import_id: id },
    });
  } finally {
    clearInterval(heart);
  }
  await finishImport(scope, id, { status: 'finished' });
  return importOf(scope.workspace.id, id);
}

async function* counted(stream: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    count(chunk.byteLength);
    yield chunk;
  }
}

export function mappingProblem(faults: readonly { field: string; reason: string }[]) {
  return problem('invalid_parameters', `mapping.${faults[0]?.field}: ${faults[0]?.reason}`, {
    invalidParameters: faults.map((f) => ({ field: `mapping.${f.field}`, rule: 'invalid', reason: f.reason, source: 'query' })),
  });
}
