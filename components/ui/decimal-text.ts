/** Readings of a typed or pasted text as a decimal. `value` keeps every digit, trailing zeros too. */
export type DecimalReading =
  | { kind: 'empty' }
  | { kind: 'value'; value: string }
  /** Both are possible and differ: "1,234" is 1234 for some and 1.234 for others. */
  | { kind: 'ambiguous'; grouped: string; fraction: string }
  | { kind: 'invalid' };

// Spaces of every width and apostrophes group thousands in some countries; they carry no meaning of their own.
const GROUP_SPACE = /[\s\u00A0\u2009\u202F'’_]/g;
const SIGNS = /^[-+\u2212]?/;
const CURRENCY = /^(?:[A-Z]{1,3}\$?|\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc}|%)$/gu;

/**
 * Returns the currency that is written beside a number and is not the one of the field, as it is written; null when there is none. A bare
 * "$" is any dollar.
 */
export function foreignCurrency(text: string, code: string, symbol: string): string | null {
  const body = text.trim().replace(SIGNS, '').trim();
  const written = /^(?:[A-Z]{1,3}\$|[A-Z]{3}|\p{Sc})|(?:[A-Z]{3}|\p{Sc})$/u.exec(body)?.[0];
  if (written === undefined || written === code || written === symbol.trim()) return null;
  return written === '$' && symbol.includes('$') ? null : written;
}

/**
 * Reads a number the way people write it. A point is always the decimal point, as everywhere in the product, unless a comma follows it;
 * a single comma before exactly three digits could be either, and is asked about. Takes any text, gives a reading, never throws.
 */
export function readDecimal(text: string): DecimalReading {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const sign = /^[-\u2212]/.test(trimmed) ? '-' : '';
  const body = trimmed.replace(SIGNS, '').replace(CURRENCY, '').replace(GROUP_SPACE, '');
  if (/^\d+(?:\.\d+)?e[-+]?\d{1,3}$/i.test(body)) return value(sign, ...shifted(body));
  if (!/^[\d.,]*\d[\d.,]*$/.test(body)) return { kind: 'invalid' };

  const commas = body.split(',').length - 1;
  const points = body.split('.').length - 1;
  if (commas === 0 && points <= 1) return value(sign, ...halves(body, '.'));
  if (commas === 1 && points === 0) {
    const [whole, fraction] = halves(body, ',');
    if (/^[1-9]\d{0,2}$/.test(whole) && /^\d{3}$/.test(fraction))
      return { kind: 'ambiguous', grouped: `${sign}${whole}${fraction}`, fraction: `${sign}${whole}.${fraction}` };
    return value(sign, whole, fraction);
  }
  // The separator that comes last and once is the decimal one; the other must group by threes.
  const last = body.lastIndexOf(',') > body.lastIndexOf('.') ? ',' : '.';
  const group = last === ',' ? '.' : ',';
  const lastCount = last === ',' ? commas : points;
  if (lastCount > 1) return commas > 0 && points > 0 ? { kind: 'invalid' } : grouped(sign, body, last, '');
  const [whole, fraction] = halves(body, last);
  return grouped(sign, whole, group, fraction);
}

function halves(text: string, separator: string): [whole: string, fraction: string] {
  const [whole = '', fraction = ''] = text.split(separator);
  return [whole, fraction];
}

function grouped(sign: string, whole: string, separator: string, fraction: string): DecimalReading {
  const [first = '', ...rest] = whole.split(separator);
  const wellFormed = /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
  return wellFormed ? value(sign, first + rest.join(''), fraction) : { kind: 'invalid' };
}

function value(sign: string, whole: string, fraction: string): DecimalReading {
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const plain = fraction === '' ? digits : `${digits}.${fraction}`;
  return { kind: 'value', value: /[1-9]/.test(plain) ? sign + plain : plain };
}

/** Spreadsheets paste 2.5E-06; the point moves, no digit changes. */
function shifted(text: string): [whole: string, fraction: string] {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole, fraction] = halves(mantissa, '.');
  const by = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + by;
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  return [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)];
}
