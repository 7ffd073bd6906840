import type { Currency } from './currency';
import { compare, Decimal, decimal, divide, isNegative, isPositive, isZero, ONE, round, sum, text, ZERO } from './decimal';

/**
 * Brings an amount to the currency's minor unit, half away from zero: 1.225 → 1.23, −1.225 → −1.23. The only rounding of money there is.
 * Unit prices never pass through it; each line of an invoice does, once.
 */
export function roundMoney(amount: Decimal, currency: Currency): Decimal {
  return round(amount, currency.precision);
}

/** Writes a money amount with all minor digits of its currency: 49 USD is "49.00", 49 JPY is "49". */
export function moneyText(amount: Decimal, currency: Currency): string {
  if (isZero(amount)) return zeros[currency.precision] ?? ZERO.toFixed(currency.precision);
  return amount.toFixed(currency.precision);
}

// Never "-0.00", and much of what an invoice says is nothing at all.
const zeros = Array.from({ length: 13 }, (_, digits) => ZERO.toFixed(digits));

const HUNDREDTH = decimal('0.01');

/** The function that takes a percentage of amounts, rounded to the minor unit. 10 of 1.55 USD is 0.16. */
export function percentOf(percent: Decimal, currency: Currency): (amount: Decimal) => Decimal {
  const share = percent.times(HUNDREDTH);
  return (amount) => roundMoney(amount.times(share), currency);
}

/**
 * Splits an amount into parts in proportion to weights, so that the parts add up to the amount exactly. Each share is floored to the
 * minor unit; the units left over go one each to the largest remainders, ties in input order. A zero weight gets zero.
 * Takes decimal strings, the amount at currency precision and not negative; gives one decimal string per weight, in input order.
 * Throws when the amount is finer than the currency, negative, or when all weights are zero.
 */
export function allocate(amount: string, weights: readonly string[], currency: Currency): string[] {
  const whole = decimal(amount);
  if (compare(roundMoney(whole, currency), whole) !== 0) throw new Error(`${amount} is finer than ${currency.code} allows`);
  const parts = weights.map(decimal);
  const totalWeight = sum(parts);
  if (isNegative(whole) || parts.some(isNegative)) throw new Error('only positive amounts and weights can be split');
  if (isZero(totalWeight)) throw new Error('nothing to split by: all weights are zero');

  const shares = parts.map((weight) => divide(whole.times(weight), totalWeight, currency.precision, 'floor'));
  // The remainder in units of 1/totalWeight, so that comparing them needs no division and is exact.
  const remainders = parts.map((weight, i) => whole.times(weight).minus((shares[i] ?? ZERO).times(totalWeight)));
  let left = shares.reduce((rest, share) => rest.minus(share), whole);
  const unit = new Decimal('10').pow(-currency.precision);
  const order = remainders.map((_, i) => i).sort((a, b) => compare(remainders[b] ?? ZERO, remainders[a] ?? ZERO) || a - b);
  for (const i of order) {
    if (!isPositive(left)) break;
    shares[i] = (shares[i] ?? ZERO).plus(unit);
    left = left.minus(unit);
  }
  return shares.map((share) => moneyText(share, currency));
}

const symbols = new Map<string, string>();

/** The sign people write before an amount: "$" for USD, "€" for EUR, "CHF " where there is none. */
export function currencySymbol(code: string): string {
  let symbol = symbols.get(code);
  if (symbol === undefined) {
    symbol = `${code} `;
    if (/^[A-Z]{3}$/.test(code)) {
      const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency: code }).formatToParts(0);
      const sign = parts.find((part) => part.type === 'currency')?.value ?? code;
      symbol = sign === code ? `${code} ` : sign;
    }
    symbols.set(code, symbol);
  }
  return symbol;
}

/** Groups the digits before the point by thousands and keeps every digit after it: "1234567.125" → "1,234,567.125". */
export function groupDigits(number: string): string {
  // By hand: every sentence of a trace groups several numbers, and a regular expression takes five times as long.
  const point = number.indexOf('.');
  const end = point < 0 ? number.length : point;
  const start = number.startsWith('-') ? 1 : 0;
  let grouped = number.slice(end);
  let i = end;
  for (; i - 3 > start; i -= 3) grouped = `,${number.slice(i - 3, i)}${grouped}`;
  return number.slice(0, i) + grouped;
}

/** A count as people read it: grouped, with a real minus. */
export const countText = (number: string): string => groupDigits(number).replace(/^-/, '−');

/**
 * Writes an amount for people, losing no digit: at least the currency's minor digits and more when the amount has more.
 * "0.002" USD → "$0.002", "-1234.5" USD → "−$1,234.50", "49" JPY → "¥49".
 */
export function formatMoney(amount: string, currency: Currency): string {
  return formatAmount(decimal(amount), currency);
}

/** The same for an amount that is being counted with. */
export function formatAmount(amount: Decimal, currency: Currency): string {
  return formatWritten(text(amount), currency);
}

/** The same for an amount that `text` has written. */
export function formatWritten(written: string, { code, precision }: Currency): string {
  const isBelowZero = written.startsWith('-');
  const digits = isBelowZero ? written.slice(1) : written;
  const point = digits.indexOf('.');
  const missing = precision - (point < 0 ? 0 : digits.length - point - 1);
  const padded = missing > 0 ? `${digits}${point < 0 ? '.' : ''}${'0'.repeat(missing)}` : digits;
  return `${isBelowZero ? '−' : ''}${currencySymbol(code)}${groupDigits(padded)}`;
}

/** Writes a round quantity the short way: 1000 → "1k", 2500000 → "2.5M", 1234 → "1,234". */
export function formatQuantity(quantity: string): string {
  const value = decimal(quantity);
  for (const [size, suffix] of [
    ['1000000000', 'B'],
    ['1000000', 'M'],
    ['1000', 'k'],
  ] as const) {
    if (value.abs().lt(decimal(size))) continue;
    const short = divide(value, decimal(size), 2);
    // Only when nothing is lost.
    if (short.times(decimal(size)).eq(value)) return `${text(short)}${suffix}`;
  }
  return groupDigits(text(value));
}

/** A price per so many units: ("2.5", USD, "1000000") → "$2.50 / 1M". Without `per` it is a price for one. */
export function formatUnitPrice(amount: string, currency: Currency, per?: string, unit?: string): string {
  const money = formatMoney(amount, currency);
  const size = per === undefined || compare(decimal(per), ONE) === 0 ? '' : formatQuantity(per);
  const what = [size, unit ?? ''].filter(Boolean).join(' ');
  return what ? `${money} / ${what}` : money;
}
