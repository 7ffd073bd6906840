import 'server-only';
import type * as op from '@/lib/api/metering/usage-imports';
import type { InputOf } from '@/lib/api/operation';
import type { MeteringEvent } from '@/lib/metering/event';
import { compileMapping, UsageMapping } from '@/lib/metering/usage-mapping';
import { problem } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { notFound } from '@/lib/server/core/ctx';
import { orderOf, pageResult, pageWindow, wordsWhere } from '@/lib/server/core/listing';
import { converter, snake } from '@/lib/wire';
import { type FileRow, firstRows } from './file-rows';
import { FileFault } from './file-text';
import { mappingProblem } from './import-file';
import { shapeOf } from './import-record';

const PREVIEW_ROWS = 20;
/** Characters of a cell that a preview shows, and of all cells together: rows after that are left out. */
const CELL_SHOWN = 500;
const CELLS_SHOWN = 60_000;

/** The imports that hold every word of a search. */
export async function listUsageImports(ctx: Ctx, query: InputOf<typeof op.listUsageImports>['query']) {
  const window = pageWindow(query.page);
  const where = { AND: wordsWhere(query.q, ['fileName', 'createdBy', 'error']) };
  const orderBy = orderOf(
    query.sort,
    ['createdAt', 'fileName', 'createdBy', 'rows', 'accepted', 'duplicates', 'rejected'],
    'created_at desc',
  );
  const rows = await ctx.tx.usageImport.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(shapeOf), await ctx.tx.usageImport.count({ where }), window);
}

export async function getUsageImport(ctx: Ctx, id: string) {
  const row = await ctx.tx.usageImport.findFirst({ where: { id } });
  if (!row) throw notFound('import', id);
  return shapeOf(row);
}

/** Reads a mapping from the JSON text of a query parameter. */
export function readMapping(text: string): UsageMapping {
  let wire: unknown;
  try {
    wire = JSON.parse(text);
  } catch (e) {
    throw problem('invalid_parameters', `mapping: not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
  const parsed = UsageMapping.safeParse(converter(UsageMapping).fromWire(wire));
  if (parsed.success) return parsed.data;
  throw mappingProblem(
    parsed.error.issues.map((i) => ({ field: i.path.map((p) => snake(String(p))).join('.') || 'mapping', reason: i.message })),
  );
}

/** The first rows, as far as they fit in one answer. */
function shownOf(rows: readonly FileRow[]): readonly FileRow[] {
  let size = 0;
  const fits = rows.filter((row) => {
    size += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    return size <= CELLS_SHOWN;
  });
  return fits.length > 0 ? fits : rows.slice(0, 1).map((row) => ({ ...row, fault: row.fault ?? 'the row is too long to be shown' }));
}

/** Previews the events of the first rows of a file; without a mapping, just its columns and cells. */
export function previewUsageImport(beginning: string, query: InputOf<typeof op.previewUsageImport>['query']) {
  const mapping = query.mapping === undefined ? undefined : readMapping(query.mapping);
  const compiled = mapping && compileMapping(mapping);
  if (compiled && 'faults' in compiled) throw mappingProblem(compiled.faults);
  try {
    const format = mapping ?? { format: query.format ?? 'csv', delimiter: query.delimiter ?? ',' };
    const { columns, rows } = firstRows(beginning, format, PREVIEW_ROWS, true);
    let shown = 0;
    return {
      columns,
      rows: shownOf(rows).map((row) => {
        const at = { line: row.line, cells: row.cells.map((cell) => cell.slice(0, CELL_SHOWN)) };
        if (row.fault) return { ...at, reasons: [row.fault] };
        if (!compiled) return at;
        const missing = format.format === 'csv' ? compiled.columns.filter((column) => !columns.includes(column)) : [];
        if (missing.length) return { ...at, reasons: [`the file has no column ${missing.map((m) => `"${m}"`).join(', ')}`] };
        const mapped = compiled.map(row, row.whole);
        if ('reasons' in mapped) return { ...at, reasons: mapped.reasons };
        const { data, ...event } = mapped.event;
        shown += data.length;
        if (shown > CELLS_SHOWN) return { ...at, reasons: ['the event is too long to be shown'] };
        return { ...at, event: { ...event, specversion: '1.0', data: JSON.parse(data) as MeteringEvent['data'] } };
      }),
    };
  } catch (e) {
    if (!(e instanceof FileFault)) throw e;
    throw problem('validation_failed', e.message, {
      invalidParameters: [{ field: '$', rule: 'invalid', reason: e.message, source: 'body' }],
    });
  }
}
