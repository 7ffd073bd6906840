import { Decimal, decimal, divide, isZero, ONE, round, text, ZERO } from '../decimal';

/**
 * An exact fraction. Rates, shares and days of service are quotients that seldom end; as fractions they can be added up and are rounded once,
 * when they are written. The divisor is above zero.
 */
export interface Ratio {
  over: Decimal;
  under: Decimal;
}

export const NOTHING: Ratio = { over: ZERO, under: ONE };
export const WHOLE: Ratio = { over: ONE, under: ONE };

export const ratio = (over: Decimal, under: Decimal = ONE): Ratio => ({ over, under });

/** A fraction of two counts. */
export const counts = (over: number, under: number): Ratio => ratio(decimal(String(over)), decimal(String(under)));

export const addRatios = (a: Ratio, b: Ratio): Ratio =>
  a.under.eq(b.under)
    ? { over: a.over.plus(b.over), under: a.under }
    : { over: a.over.times(b.under).plus(b.over.times(a.under)), under: a.under.times(b.under) };

export const multiplyRatios = (a: Ratio, b: Ratio): Ratio => ({ over: a.over.times(b.over), under: a.under.times(b.under) });

/** Rounds the exact fraction once, half away from zero. */
export const roundRatio = ({ over, under }: Ratio, digits: number): Decimal => divide(over, under, digits);

/** Digits of a rate or a share: 0.264706. */
export const RATE_DIGITS = 6;

/** Writes `over ÷ under` as a rate; null, shown as "—", when there is nothing to divide by. */
export const rateText = (over: Decimal, under: Decimal): string | null => (isZero(under) ? null : text(divide(over, under, RATE_DIGITS)));

/** Writes a share of two counts as a rate; null when the whole is none. */
export const shareText = (over: number, under: number): string | null => rateText(decimal(String(over)), decimal(String(under)));

const MILLION = new Decimal('1000000');

/** Recurring revenue in millionths of a currency unit. Whole numbers, so that every sum and difference is exact and fits a `bigint` column. */
export type Micros = bigint;

/** An amount as millionths, rounded half away from zero. */
export const microsOf = (amount: Ratio): Micros => BigInt(text(divide(amount.over.times(MILLION), amount.under, 0)));

/** Millionths as the decimal they stand for. */
export const fromMicros = (micros: Micros): Decimal => divide(decimal(String(micros)), MILLION, 6);

/** Writes millionths as a decimal string: 166666667n is "166.666667". */
export const microsText = (micros: Micros): string => text(fromMicros(micros));

/** Millionths in another currency, `rate` units of it to one of theirs, rounded half away from zero. */
export function convertMicros(micros: Micros, rate: string): Micros {
  return rate === '1' || micros === 0n ? micros : BigInt(text(round(decimal(String(micros)).times(decimal(rate)), 0)));
}

export const addMicros = (values: Iterable<Micros>): Micros => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};
