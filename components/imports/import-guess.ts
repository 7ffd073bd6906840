import { isUsageTime } from './import-time';
import type { FieldType, ImportValues } from './import-values';

/** The beginning of a file as a table: names of columns, and the cells of its first rows. */
export interface FileSample {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Is the file rows of JSON or of cells? By its name, else by its first character. */
export function formatOf(fileName: string, beginning: string): 'csv' | 'ndjson' {
  if (/\.(ndjson|jsonl)$/i.test(fileName)) return 'ndjson';
  return beginning.trimStart().startsWith('{') ? 'ndjson' : 'csv';
}

/** Guesses the separator of the cells: the usual one that the first line has most of. */
export function delimiterOf(beginning: string): string {
  const line = beginning.split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: line.split(mark).length - 1 }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark;
}

const NUMBER = /^\s*-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*$/;

/** Names by which columns are most often known, the surest first. */
const KNOWN: Record<'time' | 'subject' | 'id' | 'type' | 'source', RegExp[]> = {
  time: [/^(event_?)?time(stamp)?$/i, /^(ts|date|datetime|occurred_?at|created_?at)$/i, /time|date/i],
  subject: [/^subject(_?key)?$/i, /^(customer|tenant|account|org(anization)?|client|project)(_?(id|key))?$/i, /^user(_?id)?$/i],
  id: [/^(event_?|request_?|message_?)?(id|uuid)$/i],
  type: [/^(event_?)?type$/i],
  source: [/^source$/i],
};

/** "ContextTokens" → context_tokens. */
const fieldName = (column: string) =>
  column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();

/** A column in a template; quoted where its name could be taken for the number of the row or has marks of its own. */
export const columnMark = (column: string): string => (/^row\b|[":%]/.test(column) ? `{"${column}"}` : `{${column}}`);

/**
 * A first mapping from the names and cells of a file. What cannot be known from it (the type, and the subject without a likely column)
 * is left empty for the person to say; rows without an id of their own are named by their number.
 */
export function guessMapping(sample: FileSample, file: { name: string; format: 'csv' | 'ndjson'; delimiter: string }): ImportValues {
  const cells = (column: string) => {
    const at = sample.columns.indexOf(column);
    return sample.rows.map((row) => row[at] ?? '').filter((cell) => cell.trim() !== '');
  };
  const taken = new Set<string>();
  const find = (what: keyof typeof KNOWN, fits: (column: string) => boolean = () => true): string | undefined => {
    for (const pattern of KNOWN[what]) {
      const column = sample.columns.find((name) => pattern.test(name) && !taken.has(name) && fits(name));
      if (column !== undefined) {
        taken.add(column);
        return column;
      }
    }
    return undefined;
  };
  const timeFormat = (column: string) => formatOfTime(cells(column));
  const time = find('time', (column) => timeFormat(column) !== null) ?? sample.columns.find((column) => isDated(cells(column)));
  if (time) taken.add(time);
  const [id, subject, type, source] = [find('id'), find('subject'), find('type'), find('source')];
  const mark = (column: string | undefined) => (column === undefined ? '' : columnMark(column));
  return {
    format: file.format,
    delimiter: file.delimiter,
    type: mark(type),
    source: mark(source) || file.name.replace(/\.[^.]*$/, ''),
    id: mark(id) || '{row}',
    subject: mark(subject),
    time: mark(time),
    timeFormat: (time && timeFormat(time)) || 'iso',
    timeZone: 'UTC',
    wholeRow: file.format === 'ndjson',
    data: sample.columns
      .filter((column) => !taken.has(column))
      .map((column, key) => ({
        key,
        name: fieldName(column) || `field_${key + 1}`,
        value: columnMark(column),
        type: typeOf(cells(column)),
      })),
  };
}

const typeOf = (cells: readonly string[]): FieldType =>
  cells.length > 0 && cells.every((cell) => NUMBER.test(cell))
    ? 'number'
    : cells.length > 0 && cells.every((cell) => /^(true|false)$/i.test(cell))
      ? 'boolean'
      : 'string';

const TIME_FORMATS = ['iso', 'unix_seconds', 'unix_milliseconds'] as const;

/** The first format that every cell is a time of, within reason; null when there is none. */
const formatOfTime = (cells: readonly string[]) =>
  TIME_FORMATS.find((format) => cells.length > 0 && cells.every((cell) => isUsageTime(cell, format))) ?? null;

const isDated = (cells: readonly string[]) => cells.length > 0 && cells.every((cell) => isUsageTime(cell, 'iso'));
