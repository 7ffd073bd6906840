import 'server-only';

/** Position of a value in a JSON text. */
export interface Span {
  start: number;
  end: number;
}

/** Why a value that is good JSON cannot be stored all the same. */
export interface Unstorable {
  at: number;
  reason: string;
}

const DEPTH_MAX = 100;
const NUMBER_LENGTH_MAX = 100;
const EXPONENT_MAX = 999;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Finds values in a JSON text that `JSON.parse` has accepted, so that they can be passed on as they were written: parsing would turn
 * 9007199254740993 into 9007199254740992. On the way it notes what a database cannot hold (see `fault`).
 */
export class RawJson {
  private at = 0;
  /** The first thing found that is good JSON but not storable: an endless number, a NUL character, half a surrogate pair, deep nesting. */
  fault: Unstorable | undefined;

  constructor(private readonly text: string) {}

  /** Calls `visit` with each element when the text is an array, else once with the whole value. */
  forEach(visit: (index: number) => void): void {
    this.blank();
    if (this.text.charCodeAt(this.at) !== 91) {
      visit(0);
      return;
    }
    this.at++;
    for (let i = 0; ; i++) {
      this.blank();
      if (this.text.charCodeAt(this.at) === 93) return;
      visit(i);
      this.blank();
      if (this.text.charCodeAt(this.at) === 44) this.at++;
    }
  }

  /** Passes over the value at hand and gives its span. */
  element(): Span {
    this.blank();
    const start = this.at;
    this.value(0);
    return { start, end: this.at };
  }

  /** Passes over the value at hand; the span of its member `name` when it is an object that has one (of several the last, as JSON.parse has it). */
  member(name: string): Span | undefined {
    this.blank();
    if (this.text.charCodeAt(this.at) !== 123) {
      this.value(0);
      return undefined;
    }
    let found: Span | undefined;
    this.at++;
    for (;;) {
      this.blank();
      const c = this.text.charCodeAt(this.at);
      if (c === 125) {
        this.at++;
        return found;
      }
      if (c === 44) {
        this.at++;
        continue;
      }
      const key = this.string();
      this.blank();
      this.at++; // the colon
      this.blank();
      const start = this.at;
      this.value(1);
      if (this.text.slice(key.start + 1, key.end - 1) === name || this.spelled(key) === name) found = { start, end: this.at };
    }
  }

  private spelled(key: Span): string | undefined {
    const raw = this.text.slice(key.start, key.end);
    return raw.includes('\\') ? (JSON.parse(raw) as string) : undefined;
  }

  private blank(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  private value(depth: number): void {
    // Not recursive, so that deep nesting cannot exhaust the stack: only brackets matter, whatever is between them is passed over.
    let open = depth;
    do {
      this.blank();
      const c = this.text.charCodeAt(this.at);
      if (c === QUOTE) this.string();
      else if (c === 123 || c === 91) {
        if (++open > DEPTH_MAX) this.note(`is nested deeper than ${DEPTH_MAX} levels`);
        this.at++;
      } else if (c === 125 || c === 93) {
        open--;
        this.at++;
      } else if (c === 44 || c === 58) this.at++;
      else this.literal();
    } while (open > depth);
  }

  private string(): Span {
    const start = this.at;
    let end = start + 1;
    let escaped = false;
    for (;;) {
      end = this.text.indexOf('"', end);
      let slashes = 0;
      while (this.text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
      if (slashes % 2 === 0) break;
      escaped = true;
      end++;
    }
    this.at = ++end;
    // A NUL or half a pair can only be written as an escape: raw control characters are no JSON, and raw text came as UTF-8.
    if (escaped || this.text.slice(start, end).includes('\\u')) this.checkText(start, end);
    return { start, end };
  }

  private checkText(start: number, end: number): void {
    const said = JSON.parse(this.text.slice(start, end)) as string;
    if (said.includes('\u0000')) this.note('contains a NUL character, which cannot be stored', start);
    else if (!said.isWellFormed()) this.note('contains half of a surrogate pair, which is no character', start);
  }

  private literal(): void {
    const start = this.at;
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      // Digits, letters (true, false, null, e, E), plus, minus, point.
      if (!((c >= 48 && c <= 57) || (c >= 97 && c <= 122) || c === 69 || c === 43 || c === 45 || c === 46)) break;
      this.at++;
    }
    const length = this.at - start;
    if (length < 5) return; // no exponent of three digits fits
    const literal = this.text.slice(start, this.at);
    const exponent = /[eE][+-]?(\d+)$/.exec(literal)?.[1];
    if (length > NUMBER_LENGTH_MAX) this.note(`has a number of ${length} characters; the limit is ${NUMBER_LENGTH_MAX}`, start);
    else if (exponent !== undefined && (exponent.length > 4 || Number(exponent) > EXPONENT_MAX))
      this.note(`has the number ${literal}, which is out of range`, start);
  }

  private note(reason: string, at = this.at): void {
    this.fault ??= { at, reason };
  }
}
