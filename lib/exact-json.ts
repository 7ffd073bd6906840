/** A number of a JSON text as it is written: a float would lose digits. */
export class WrittenNumber {
  constructor(readonly text: string) {}
}

/** Parses JSON as `JSON.parse` does, but keeps its numbers as they are written. Throws a SyntaxError for what is no JSON. */
export function parseExactly(json: string): unknown {
  JSON.parse(json); // whoever wrote it is told of their own text
  const tagged = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
  );
  return untagged(JSON.parse(tagged));
}

function untagged(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('n') ? new WrittenNumber(value.slice(1)) : value.slice(1);
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.slice(1), untagged(inner)]));
}

/**
 * The name under which a number that a float would change is held as a text. Wherever data of a user's stands as values (in code, in stored
 * JSON), such a number is `{ [HELD]: "9007199254740993" }`, and a number again in any JSON text that goes out.
 */
const HELD = '\uE000number';
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const HELD_TEXT = new RegExp(String.raw`\{\s*"${HELD}":\s*"(${NUMBER})"\s*\}`, 'g');
const NUMBER_TEXT = new RegExp(`^${NUMBER}$`);
/** Many digits or a large exponent, which a float may not hold. */
const PERHAPS_TOO_FINE = /\d[\d.]{15}|[eE][+-]?\d{3}/;

/** Parses JSON like `JSON.parse`; numbers that a float would change are held as they are written, for `jsonText`. */
export const parseJson = (json: string): unknown => (PERHAPS_TOO_FINE.test(json) ? held(parseExactly(json)) : JSON.parse(json));

/** The JSON text of a value, with every digit of numbers that are held. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? '';
  return text.includes(HELD) ? text.replace(HELD_TEXT, '$1') : text;
}

/** The digits of a number that is held; undefined for any other value. */
export function heldDigits(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !(HELD in value)) return undefined;
  const digits = value[HELD];
  return typeof digits === 'string' && NUMBER_TEXT.test(digits) && Object.keys(value).length === 1 ? digits : undefined;
}

/** A number as a value, held where a float would change it. `text` is a number of JSON. */
export const numberOf = (text: string): unknown => (sameNumber(text) ? Number(text) : { [HELD]: text });

/** Makes of a held number the float nearest to it, where a figure is wanted and not somebody's data. */
export function asFloat(value: unknown): unknown {
  const digits = heldDigits(value);
  return digits === undefined ? value : Number(digits);
}

function held(value: unknown): unknown {
  if (value instanceof WrittenNumber) return numberOf(value.text);
  if (Array.isArray(value)) return value.map(held);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, held(inner)]));
}

const sameNumber = (text: string): boolean => significant(text) === significant(String(Number(text)));

/** A number as its significant digits and the power of ten that they are multiplied by. */
function significant(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const plain = digits.replace(/0+$/, '');
  return plain ? `${sign}${plain}e${Number(exponent) - fraction.length + digits.length - plain.length}` : '0';
}
