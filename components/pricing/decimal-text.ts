import { decimal, text } from '@/lib/decimal';

/** What was typed or pasted where a decimal belongs. `value` is a decimal string with every digit that was there. */
export type DecimalReading =
  | { kind: 'empty' }
  | { kind: 'decimal'; value: string }
  /** "1,234" may be a thousand or a little more than one: both readings, the grouped one first. */
  | { kind: 'ambiguous'; choices: [string, string] }
  | { kind: 'invalid' };

export interface ReadingHabit {
  /**
   * The comma is known to be the decimal sign (then a lone point before three digits groups thousands), or the thousands sign.
   * By default a lone comma before three digits is ambiguous.
   */
  comma?: 'decimal' | 'group';
}

const PLAIN = /^-?(\d+\.?\d*|\.\d+)$/;
const EXPONENT = /^-?\d+(\.\d+)?[eE][+-]?\d{1,2}$/;

/**
 * Reads a decimal as people write it: "0.002", "1,234.50", "1.234,50", "1 234,5", "$49", "2.5E-06", ".5". A lone point is the
 * decimal sign, as everywhere here. Currency signs and spaces are dropped; any other letter makes it invalid.
 */
export function readDecimal(typed: string, { comma }: ReadingHabit = {}): DecimalReading {
  const bare = typed
    .replace(/[\s\u00a0\u202f'’_]/g, '')
    .replace(/^([-−+]?)[$€£¥₹]/, '$1')
    .replace(/[€£¥₹%]$/, '')
    .replace(/−/g, '-')
    .replace(/^\+/, '');
  if (bare === '') return typed.trim() === '' ? { kind: 'empty' } : { kind: 'invalid' };
  if (comma === 'decimal' && /^-?[1-9]\d{0,2}\.\d{3}$/.test(bare)) return { kind: 'decimal', value: bare.replace('.', '') };
  if (PLAIN.test(bare)) return { kind: 'decimal', value: tidy(bare) };
  if (EXPONENT.test(bare)) return { kind: 'decimal', value: text(decimal(bare)) };
  const points = bare.split('.').length - 1;
  const commas = bare.split(',').length - 1;
  const asGroups = (sign: ',' | '.') => (grouped(bare, sign) ? tidy(bare.replaceAll(sign, '').replace(',', '.')) : null);
  if (points > 0 && commas > 0) {
    // The sign that comes last is the decimal one.
    return decimalOf(asGroups(bare.lastIndexOf(',') > bare.lastIndexOf('.') ? '.' : ','));
  }
  if (points > 1) return decimalOf(asGroups('.'));
  if (commas > 1) return decimalOf(asGroups(','));
  const fraction = bare.replace(',', '.');
  if (!PLAIN.test(fraction)) return { kind: 'invalid' };
  const both = /^-?[1-9]\d{0,2},\d{3}$/.test(bare);
  if (comma === 'group') return both ? { kind: 'decimal', value: bare.replace(',', '') } : decimalOf(tidy(fraction));
  if (comma === 'decimal' || !both) return { kind: 'decimal', value: tidy(fraction) };
  return { kind: 'ambiguous', choices: [bare.replace(',', ''), fraction] };
}

// Groups of three after a first group of one to three, then at most one fraction behind the other sign.
function grouped(bare: string, sign: ',' | '.'): boolean {
  const other = sign === ',' ? '\\.' : ',';
  return new RegExp(`^-?\\d{1,3}(\\${sign}\\d{3})+(${other}\\d*)?$`).test(bare);
}

const decimalOf = (value: string | null): DecimalReading => (value === null ? { kind: 'invalid' } : { kind: 'decimal', value });

/** A digit on both sides of the point, no needless zeros before it; digits after it stay as they are. */
function tidy(plain: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(plain) ?? [];
  const units = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign}${units}${fraction ? `.${fraction}` : ''}`;
}
