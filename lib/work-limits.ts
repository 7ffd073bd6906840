/** Faults that one answer names; a request that has more is told that there are more. */
export const FAULTS_MAX = 100;
/** Values (texts, numbers, lists, objects and their members) in the JSON body of an operation. */
export const BODY_VALUES_MAX = 50_000;
/** Values in a body of usage: events, log records, lines of a file. */
export const USAGE_VALUES_MAX = 500_000;
/** Values in one line of a file, or in one event of another system that a mapping reads. */
export const LINE_VALUES_MAX = 5_000;
/** Columns of a CSV file. */
export const COLUMNS_MAX = 1_000;
/** Levels of nesting in a JSON body, and in a catalog file. */
export const NESTING_MAX = 64;

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Says whether a JSON text holds more values or levels than allowed, in one pass and before anything is built from it. */
export function isHeavierThan(text: string, values: number, levels = Number.POSITIVE_INFINITY): 'values' | 'levels' | undefined {
  let [count, depth] = [1, 0];
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) {
      at = closingQuote(text, at);
    } else if (c === COMMA || c === COLON || OPENING.has(c)) {
      if (++count > values) return 'values';
      if (c > COLON && ++depth > levels) return 'levels';
    } else if (CLOSING.has(c)) depth--;
  }
  return undefined;
}

function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
