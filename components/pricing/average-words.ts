import type { Currency } from '@/lib/currency';
import { decimal, text } from '@/lib/decimal';
import { formatUnitPrice } from '@/lib/money';
import { singular } from '@/lib/pricing/describe';

const SCALES = ['1', '1000', '1000000', '1000000000'] as const;

/** An average price for people: four significant digits, per thousand or million units where one unit costs almost nothing. */
export function averageWords(unitPrice: string, currency: Currency, unit: string): string {
  const value = decimal(unitPrice);
  const scale = SCALES.find((size) => value.times(decimal(size)).abs().gte(decimal('0.01'))) ?? '1';
  return formatUnitPrice(significant(text(value.times(decimal(scale)))), currency, scale, scale === '1' ? singular(unit) : unit);
}

/** A decimal cut to four significant digits, whole digits always kept: "0.001363636364" → "0.001363". */
export function significant(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  const leading = /^-?0$/.test(whole) ? (/^0*/.exec(fraction)?.[0].length ?? 0) : 0;
  const digits = whole.replace('-', '') === '0' ? leading + 4 : Math.max(2, 4 - whole.replace('-', '').length);
  const kept = fraction.slice(0, digits).replace(/0+$/, '');
  return kept ? `${whole}.${kept}` : whole;
}
