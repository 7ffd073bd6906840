import 'server-only';
import { Readable } from 'node:stream';
import { type CsvError, type Info, type Options, parse } from 'csv-parse';
import { parse as parseAll } from 'csv-parse/sync';
import type { UsageMapping } from '@/lib/metering/usage-mapping';
import type { Row } from '@/lib/metering/usage-template';
import { flatten } from '@/lib/server/usage/flatten';
import { RawJson } from '@/lib/server/usage/raw-json';
import { COLUMNS_MAX, isHeavierThan, LINE_VALUES_MAX } from '@/lib/work-limits';
import { ArrayParts, FileFault, type JsonPart, jsonParts, RECORD_MAX, texts } from './file-text';

/** A row of a file, with its line (the last, where a cell runs over several) and its cells as they stand. */
export interface FileRow extends Row {
  line: number;
  cells: string[];
  /** The row as JSON text, with the digits of the file. */
  whole(): string;
  /** Problem of the row itself, before any mapping. */
  fault?: string;
}

type FileFormat = Pick<UsageMapping, 'format' | 'delimiter'>;

/** Characters of the names of all columns of a file. */
const COLUMN_NAMES_MAX = 50_000;

const csvOptions = (delimiter: string) =>
  ({
    ...{ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: RECORD_MAX },
    record_delimiter: ['\r\n', '\n', '\r'], // each line ends as it does: programs that add to a file do not look how it began
  }) satisfies Options;

/** A first line that spreadsheets write to say what separates the cells. */
const SEPARATOR_LINE = /^(\uFEFF?)sep=(.)(?=\r|\n|$)/i;

/** A text without its line `sep=…` (its end stays, so that lines keep their numbers), and what separates the cells. */
function separated(text: string, delimiter: string): { text: string; delimiter: string } {
  const said = SEPARATOR_LINE.exec(text);
  return said ? { text: `${said[1]}${text.slice(said[0].length)}`, delimiter: said[2] ?? delimiter } : { text, delimiter };
}

/** Enough of a file to see how it begins, and the rest of it. */
async function beginning(stream: AsyncGenerator<string>): Promise<{ text: string; rest: AsyncGenerator<string> }> {
  let text = '';
  while (text.length < 8) {
    const next = await stream.next();
    if (next.done) break;
    text += next.value;
  }
  return { text, rest: stream };
}

async function* joined(text: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (text) yield text;
  yield* rest;
}

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
    for await (const { line, text } of jsonParts(texts(stream))) yield jsonRow(text, line, number++);
    return;
  }
  const { text: head, rest } = await beginning(texts(stream));
  const file = separated(head, format.delimiter);
  const bytes = Readable.from(joined(file.text, rest));
  const whole: { record: string[]; line: number }[] = []; // kept beside the parser, which drops what it read ahead when a fault comes up
  let lastLine = 0;
  const note = ({ record, info }: Parsed) => {
    lastLine = info.lines;
    whole.push({ record, line: info.lines });
    return record;
  };
  const parser = bytes.pipe(parse({ ...csvOptions(file.delimiter), on_record: note as never })); // of a parser with `info` the record comes with it, which its types do not say
  bytes.on('error', (e) => parser.destroy(e)); // pipe does not pass errors on
  let header: Map<string, number> | undefined;
  let number = 0;
  const take = (): FileRow[] =>
    whole.splice(0).flatMap(({ record, line }) => {
      if (header) return [csvRow(header, record, line, number++)];
      header = headerOf(record);
      columns([...header.keys()]);
      return [];
    });
  try {
    for await (const _ of parser) yield* take();
  } catch (e) {
    yield* take();
    throw csvFault(e, lastLine);
  }
  if (!header) throw new FileFault('The file is empty: it needs a first line with the names of its columns.');
}

/** The first rows of a text: of a whole file, or (`isCut`) of the beginning of one, whose last part may be missing. */
export function firstRows(text: string, format: FileFormat, count: number, isCut = false): { columns: string[]; rows: FileRow[] } {
  if (format.format === 'ndjson') {
    const rows = jsonTexts(text, isCut)
      .slice(0, count)
      .map((part, i) => jsonRow(part.text, part.line, i));
    return { columns: bounded([...new Set(rows.flatMap((r) => (r.fault ? [] : [...flatten(r.whole()).keys()])))]), rows };
  }
  try {
    const file = separated(text, format.delimiter);
    const records = parseAll(file.text, { ...csvOptions(file.delimiter), to: count + 1 }) as unknown as Parsed[];
    const first = records[0];
    if (!first) return { columns: [], rows: [] };
    const header = headerOf(first.record);
    return { columns: [...header.keys()], rows: records.slice(1).map((r, i) => csvRow(header, r.record, r.info.lines, i)) };
  } catch (e) {
    throw csvFault(e, 0);
  }
}

/** JSON objects of a text, each with the line it begins at: one on each line, or an array of them, or one that runs over several lines. */
function jsonTexts(text: string, isCut: boolean): JsonPart[] {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (isCut && start.startsWith('[')) {
    const array = new ArrayParts();
    return [...array.push(text)];
  }
  if (start.startsWith('[') || (start.startsWith('{') && !isJson(start.slice(0, start.indexOf('\n') + 1 || undefined)))) {
    if (isJson(text)) return elementsOf(text);
  }
  return text
    .split('\n')
    .map((line, i) => ({ text: line.trim(), line: i + 1 }))
    .filter((part) => part.text);
}

function elementsOf(text: string): JsonPart[] {
  const raw = new RawJson(text);
  const parts: JsonPart[] = [];
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

/** Columns by name. One without a name is called by its place, so that a line of a sheet that ends in commas can be read. */
function headerOf(record: string[]): Map<string, number> {
  const header = new Map<string, number>();
  for (const [i, name] of record.entries()) {
    const trimmed = name.trim() || unnamed(i);
    if (header.has(trimmed)) throw new FileFault(`Two columns are called "${trimmed}". Give each its own name.`);
    header.set(trimmed, i);
  }
  if (bounded([...header.keys()]).length < header.size) {
    throw new FileFault(`The first line may name at most ${COLUMNS_MAX} columns, with ${COLUMN_NAMES_MAX} characters in all.`);
  }
  return header;
}

const unnamed = (i: number) => `column ${i + 1}`;

function csvRow(header: Map<string, number>, record: string[], line: number, number: number): FileRow {
  const fault = record.length === header.size ? undefined : `the row has ${record.length} cells, the first line ${header.size}`;
  const isSaid = ([name, i]: [string, number]) => name !== unnamed(i) || Boolean(record[i]);
  return {
    number,
    line,
    cells: record,
    cell: (column) => record[header.get(column) ?? -1],
    whole: () => JSON.stringify(Object.fromEntries([...header].filter(isSaid).map(([name, i]) => [name, record[i] ?? '']))),
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
