import 'server-only';
import { Readable } from 'node:stream';
import { type CsvError, type Info, type Options, parse } from 'csv-parse';
import { parse as parseAll } from 'csv-parse/sync';
import type { UsageMapping } from '@/lib/metering/usage-mapping';
import type { Row } from '@/lib/metering/usage-template';
import { flatten } from '@/lib/server/usage/flatten';
import { RawJson } from '@/lib/server/usage/raw-json';
import { COLUMNS_MAX, isHeavierThan, LINE_VALUES_MAX } from '@/lib/work-limits';

/** A row of a file, with its line (the last, where a cell runs over several) and its cells as they stand. */
export interface FileRow extends Row {
  line: number;
  cells: string[];
  /** The row as JSON text, with the digits of the file. */
  whole(): string;
  /** Problem of the row itself, before any mapping. */
  fault?: string;
}

/** The file cannot be read on; the message says where and why. */
export class FileFault extends Error {}

type FileFormat = Pick<UsageMapping, 'format' | 'delimiter'>;

const RECORD_MAX = 1024 * 1024;
/** Characters of the names of all columns of a file. */
const COLUMN_NAMES_MAX = 50_000;

const csvOptions = (delimiter: string) =>
  ({ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: RECORD_MAX }) satisfies Options;

interface Parsed {
  info: Info;
  record: string[];
}

/** Reads a file row by row, in constant memory. `columns` is called once when they are known. Throws FileFault. */
export async function* readRows(
  stream: AsyncIterable<Uint8Array>,
  format: FileFormat,
  columns: (names: string[]) => void,
): AsyncGenerator<FileRow> {
  if (format.format === 'ndjson') {
    let number = 0;
    for await (const { line, text } of lines(stream)) yield jsonRow(text, line, number++);
    return;
  }
  const bytes = Readable.from(utf8(stream));
  let lastLine = 0; // of the last whole row: rows that are read ahead when a fault comes up are dropped, and must be counted here
  const note = (record: string[], { lines }: { lines: number }) => {
    lastLine = lines;
    return record;
  };
  const parser = bytes.pipe(parse({ ...csvOptions(format.delimiter), on_record: note }));
  bytes.on('error', (e) => parser.destroy(e)); // pipe does not pass errors on
  try {
    let header: Map<string, number> | undefined;
    let number = 0;
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!header) {
        header = headerOf(record);
        columns([...header.keys()]);
      } else yield csvRow(header, record, info.lines, number++);
    }
    if (!header) throw new FileFault('The file is empty: it needs a first line with the names of its columns.');
  } catch (e) {
    throw csvFault(e, lastLine);
  }
}

/** The first rows of the beginning of a file. */
export function firstRows(text: string, format: FileFormat, count: number): { columns: string[]; rows: FileRow[] } {
  if (format.format === 'ndjson') {
    const rows = jsonTexts(text)
      .slice(0, count)
      .map((part, i) => jsonRow(part.text, part.line, i));
    return { columns: bounded([...new Set(rows.flatMap((r) => (r.fault ? [] : [...flatten(r.whole()).keys()])))]), rows };
  }
  try {
    const records = parseAll(text, { ...csvOptions(format.delimiter), to: count + 1 }) as unknown as Parsed[];
    const first = records[0];
    if (!first) return { columns: [], rows: [] };
    const header = headerOf(first.record);
    return { columns: [...header.keys()], rows: records.slice(1).map((r, i) => csvRow(header, r.record, r.info.lines, i)) };
  } catch (e) {
    throw csvFault(e, 0);
  }
}

/** JSON objects of a text, each with the line it begins at: one on each line, or an array of them, or one that runs over several lines. */
function jsonTexts(text: string): { text: string; line: number }[] {
  const start = text.trimStart();
  if (start.startsWith('[') || (start.startsWith('{') && !isJson(start.slice(0, start.indexOf('\n') + 1 || undefined)))) {
    if (isJson(text)) return elementsOf(text);
  }
  return text
    .split('\n')
    .map((line, i) => ({ text: line.trim(), line: i + 1 }))
    .filter((part) => part.text);
}

function elementsOf(text: string): { text: string; line: number }[] {
  const raw = new RawJson(text);
  const parts: { text: string; line: number }[] = [];
  let [line, counted] = [1, 0];
  raw.forEach(() => {
    const { start, end } = raw.element();
    for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++;
    counted = start;
    parts.push({ text: text.slice(start, end), line });
  });
  return parts;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // then it is read line by line, and each line says what is wrong with it
  }
}

/** As many names of columns as a file may have. */
function bounded(names: readonly string[]): string[] {
  let length = 0;
  return names.slice(0, COLUMNS_MAX).filter((name) => {
    length += name.length;
    return length <= COLUMN_NAMES_MAX;
  });
}

function headerOf(record: string[]): Map<string, number> {
  if (bounded(record).length < record.length)
    throw new FileFault(`The first line names more than ${COLUMNS_MAX} columns, or is longer than ${COLUMN_NAMES_MAX} characters.`);
  const header = new Map<string, number>();
  for (const [i, name] of record.entries()) {
    const trimmed = name.trim();
    if (header.has(trimmed)) throw new FileFault(`Two columns are called "${trimmed}". Give each its own name.`);
    header.set(trimmed, i);
  }
  return header;
}

function csvRow(header: Map<string, number>, record: string[], line: number, number: number): FileRow {
  const fault = record.length === header.size ? undefined : `the row has ${record.length} cells, the first line ${header.size}`;
  return {
    number,
    line,
    cells: record,
    cell: (column) => record[header.get(column) ?? -1],
    whole: () => JSON.stringify(Object.fromEntries([...header].map(([name, i]) => [name, record[i] ?? '']))),
    ...(fault && { fault }),
  };
}

function jsonRow(text: string, line: number, number: number): FileRow {
  if (isHeavierThan(text, LINE_VALUES_MAX)) {
    const fault = `the line holds more than ${LINE_VALUES_MAX} values`;
    return { number, line, cells: [text], cell: () => undefined, whole: () => text, fault };
  }
  let fault: string | undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fault = 'the line is not a JSON object';
    const raw = new RawJson(text);
    raw.element();
    if (raw.fault) fault = `the line ${raw.fault.reason}`;
  } catch (e) {
    fault = `the line is not valid JSON: ${(e as Error).message}`;
  }
  let cells: Map<string, string> | undefined;
  return {
    number,
    line,
    cells: [text],
    cell: (column) => {
      cells ??= flatten(text);
      return cells.get(column);
    },
    whole: () => text,
    ...(fault && { fault }),
  };
}

async function* utf8(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const check = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const chunk of stream) {
    try {
      check.decode(chunk, { stream: true });
    } catch {
      throw new FileFault(`The file is not UTF-8 text (somewhere after line ${line}). Save it as UTF-8 and import it again.`);
    }
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) line++;
    yield chunk;
  }
}

async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  for await (const chunk of utf8(stream)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > RECORD_MAX)
      throw new FileFault(`Line ${line + parts.length + 1} is longer than 1 MB. One JSON object stands on each line.`);
    for (const part of parts) {
      line++;
      if (part.trim()) yield { line, text: part.trim() };
    }
  }
  if (rest.trim()) yield { line: line + 1, text: rest.trim() };
}

/** Translates a fault of csv-parse into a sentence that names the line. `lastLine` is that of the last row that was whole. */
function csvFault(e: unknown, lastLine: number): unknown {
  const { code, lines: line } = e as CsvError & { lines?: number };
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new FileFault(
        `A quote is opened in the row that begins at line ${lastLine + 1} and never closed. Close it, or double quotes that belong to the text.`,
      );
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return new FileFault(
        `There is a misplaced quote at line ${line}. A cell with quotes is quoted as a whole, and its own quotes are doubled.`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new FileFault(
        `The row that begins at line ${lastLine + 1} is longer than 1 MB. A quote that is opened and never closed looks like this.`,
      );
    default:
      return e;
  }
}
