import { WrittenNumber } from '@/lib/exact-json';

/** A JSON scalar as it is written: the digits of a number, the characters of a text, `true` or `false`. */
export interface Scalar {
  kind: 'number' | 'string' | 'boolean';
  text: string;
}

const INTEGER_DIGITS_MAX = 30;
/** Digits after the point that a meter keeps. */
export const FRACTION_DIGITS = 18;
const TEXT_LENGTH_MAX = 80;
const NUMBER_TEXT = /^[ \t\n\r\f\v]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)[ \t\n\r\f\v]*$/;

/**
 * Returns what a meter counts of a value, in plain digits: a number, or a text of at most 80 characters that is one, rounded to 18 digits after
 * the point, half away from zero. Null for anything else and for 10^30 and beyond. The database counts by the same rules (usage_number), and so
 * does golden/counted-values.json.
 */
export function countedNumber({ kind, text }: Scalar): string | null {
  const written = kind === 'number' ? text : kind === 'string' && text.length <= TEXT_LENGTH_MAX ? NUMBER_TEXT.exec(text)?.[1] : undefined;
  return written === undefined ? null : rounded(plainDigits(written));
}

/** Returns the text by which a value is told apart, as a dimension or in a unique count: 1, 1.0 and "1" are one. */
export const distinctText = ({ kind, text }: Scalar): string => (kind === 'number' ? trimmed(plainDigits(text)) : text);

/** Returns a parsed value as a scalar; undefined for null, objects, arrays and nothing. */
export function scalarOf(value: unknown): Scalar | undefined {
  if (value instanceof WrittenNumber) return { kind: 'number', text: value.text };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  if (typeof value === 'string') return { kind: 'string', text: value };
  return typeof value === 'boolean' ? { kind: 'boolean', text: String(value) } : undefined;
}

/** Returns a number without its exponent, with the digits after the point that it is written with; zero has no sign. */
export function plainDigits(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number.parseInt(exponent, 10);
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0');
  const cut = Math.max(point, 1);
  const integer = padded.slice(0, cut).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(cut);
  return signed(sign === '-', rest ? `${integer}.${rest}` : integer);
}

/** Returns plain digits without the zeros that end a fraction. */
export const trimmed = (plain: string): string => (plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);

const signed = (negative: boolean, plain: string) => (negative && /[1-9]/.test(plain) ? `-${plain}` : plain);

function rounded(plain: string): string | null {
  const negative = plain.startsWith('-');
  const [integer = '', fraction = ''] = plain.replace('-', '').split('.');
  if (integer.length > INTEGER_DIGITS_MAX) return null;
  const up = (fraction[FRACTION_DIGITS] ?? '0') >= '5' ? 1n : 0n;
  const units = String(BigInt(integer + fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0')) + up).padStart(
    FRACTION_DIGITS + 1,
    '0',
  );
  return trimmed(signed(negative, `${units.slice(0, -FRACTION_DIGITS)}.${units.slice(-FRACTION_DIGITS)}`));
}
