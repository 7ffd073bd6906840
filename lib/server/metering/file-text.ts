import 'server-only';

/** The file cannot be read on; the message says where and why. */
export class FileFault extends Error {}

/** The longest row or JSON object of a file, in characters. */
export const RECORD_MAX = 1024 * 1024;

/** A JSON value of a file, with the line it begins at. */
export interface JsonPart {
  text: string;
  line: number;
}

const NEWLINE = 10;

/** A stream of bytes as text, its mark of byte order kept. Refuses what is not UTF-8 with its line, also at the very end. */
export async function* texts(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  const refuse = (at: number) => new FileFault(`The file is not UTF-8 text (line ${at}). Save it as UTF-8 and import it again.`);
  for await (const chunk of stream) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw refuse(line + linesBeforeFault(chunk));
    }
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) line++;
    if (text) yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw refuse(line);
  }
}

/** Counts the lines of a chunk that end before its first broken byte. Bytes that end a character of the chunk before belong to its first line. */
function linesBeforeFault(chunk: Uint8Array): number {
  let start = chunk.findIndex((byte) => byte < 0x80 || byte > 0xbf);
  if (start < 0) return 0;
  for (let lines = 0; ; lines++) {
    const end = chunk.indexOf(NEWLINE, start);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(start, end < 0 ? undefined : end), { stream: end < 0 });
    } catch {
      return lines;
    }
    if (end < 0) return 0; // every line is whole by itself: the fault is where the chunk meets the one before
    start = end + 1;
  }
}

/** The JSON values of a file, in constant memory: one on each line, or the elements of one array. */
export async function* jsonParts(stream: AsyncGenerator<string>): AsyncGenerator<JsonPart> {
  let parts: ArrayParts | LineParts | undefined;
  let before = '';
  for await (const text of stream) {
    before = parts ? text : before + text;
    const first = before.replace(/^\uFEFF/, '').trimStart();
    if (!parts && !first) continue;
    parts ??= first.startsWith('[') ? new ArrayParts() : new LineParts();
    yield* parts.push(before);
  }
  if (parts) yield* parts.last();
}

const tooLong = (line: number) => new FileFault(`The JSON object at line ${line} is longer than 1 MB.`);

class LineParts {
  private rest = '';
  private line = 0;

  *push(text: string): Generator<JsonPart> {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > RECORD_MAX)
      throw new FileFault(`Line ${this.line + lines.length + 1} is longer than 1 MB. One JSON object stands on each line.`);
    for (const each of lines) {
      this.line++;
      if (each.trim()) yield { text: each.trim(), line: this.line };
    }
  }

  last(): JsonPart[] {
    return this.rest.trim() ? [{ text: this.rest.trim(), line: this.line + 1 }] : [];
  }
}

/** The elements of one JSON array, handed in by pieces. */
export class ArrayParts {
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private isDone = false;
  private element = '';
  private line = 1;
  private begin = 1;

  *push(text: string): Generator<JsonPart> {
    for (const mark of text) {
      if (mark === '\n') this.line++;
      if (this.isDone) this.refuseMore(mark);
      else if (this.depth === 0) this.open(mark);
      else if (!this.isText && this.depth === 1 && (mark === ',' || mark === ']')) {
        const isLast = mark === ']';
        if (this.element.trim() || !isLast) yield { text: this.element.trim(), line: this.begin };
        this.element = '';
        this.isDone = isLast;
      } else this.add(mark);
    }
  }

  last(): JsonPart[] {
    if (!this.isDone) throw new FileFault(`The array is not closed: the file ends at line ${this.line} without a ].`);
    return [];
  }

  private open(mark: string): void {
    if (mark === '[') this.depth = 1;
  }

  private refuseMore(mark: string): void {
    if (mark.trim()) throw new FileFault(`After the end of the array there is more, at line ${this.line}.`);
  }

  private add(mark: string): void {
    if (!this.element) {
      if (!mark.trim()) return;
      this.begin = this.line;
    }
    this.element += mark;
    if (this.element.length > RECORD_MAX) throw tooLong(this.begin);
    if (this.isText) {
      if (this.isEscaped) this.isEscaped = false;
      else if (mark === '\\') this.isEscaped = true;
      else if (mark === '"') this.isText = false;
    } else if (mark === '"') this.isText = true;
    else if (mark === '{' || mark === '[') this.depth++;
    else if (mark === '}' || mark === ']') this.depth--;
  }
}
