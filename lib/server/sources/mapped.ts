import 'server-only';
import type { RefusedRow } from '@/lib/api/metering/ingest-mappings';
import { EVENTS_PER_BATCH_MAX } from '@/lib/metering/event';
import { compileMapping, type UsageMapping } from '@/lib/metering/usage-mapping';
import { problem } from '@/lib/problem';
import { firstRows } from '@/lib/server/metering/file-rows';
import { FileFault } from '@/lib/server/metering/file-text';
import type { NewEvent } from '../usage/store';

const CONTENT_MAX = 2_000;

export interface MappedBody {
  rows: number;
  events: NewEvent[];
  /** Of each event, the row it came from. */
  origins: RefusedRow[];
  refused: RefusedRow[];
}

/** Lines of a body through a mapping: the events, and each line that gives none with its reasons. */
export function readMapped(mapping: UsageMapping, body: string, now: string): MappedBody {
  const compiled = compileMapping(mapping);
  if ('faults' in compiled) throw new Error(`a mapping was stored that cannot be used: ${compiled.faults[0]?.reason}`);
  const { columns, rows } = rowsOf(mapping, body);
  if (rows.length > EVENTS_PER_BATCH_MAX)
    throw problem(
      'limit_exceeded',
      `The body has more than ${EVENTS_PER_BATCH_MAX} lines, the limit. Nothing was stored. Send it in parts.`,
    );
  const missing = mapping.format === 'csv' ? compiled.columns.filter((column) => !columns.includes(column)) : [];
  if (missing.length && rows.length)
    throw problem('validation_failed', `The body has no column ${missing.map((m) => `"${m}"`).join(', ')}. Nothing was stored.`);
  const read: MappedBody = { rows: rows.length, events: [], origins: [], refused: [] };
  for (const row of rows) {
    const mapped = row.fault ? { reasons: [row.fault] } : compiled.map(row, row.whole);
    const origin = { line: row.line, reasons: [], content: row.cells.join(mapping.delimiter).slice(0, CONTENT_MAX) };
    if ('reasons' in mapped) read.refused.push({ ...origin, reasons: mapped.reasons });
    else {
      read.events.push({ ...mapped.event, timeGiven: true, dataschema: null, ingestedAt: now });
      read.origins.push(origin);
    }
  }
  return read;
}

function rowsOf(mapping: UsageMapping, body: string) {
  try {
    return firstRows(body, mapping, EVENTS_PER_BATCH_MAX + 1);
  } catch (e) {
    if (!(e instanceof FileFault)) throw e;
    throw problem('validation_failed', `${e.message} Nothing was stored.`, { cause: e });
  }
}
