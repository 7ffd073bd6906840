import Big from 'big.js';

/**
 * The exact decimal that pricing and rating count with. Strict: it is made from strings and never from JavaScript numbers, so a float
 * cannot slip in. Addition, subtraction and multiplication are exact; divide only with `divide` below, which says how it rounds.
 */
export const Decimal = Big();
Decimal.strict = true;
// Plain digits however large or small the figure: never 1e+21.
Decimal.PE = 1_000_000;
Decimal.NE = -1_000_000;

export type Decimal = InstanceType<typeof Decimal>;

export const ZERO = new Decimal('0');
export const ONE = new Decimal('1');
export const HUNDRED = new Decimal('100');

/** Fractional digits that a division without a rounding of its own keeps. */
export const DIVISION_DIGITS = 18;

/** Rounding mode of quantities and quotients. `half_up` is half away from zero. */
export type Rounding = 'ceiling' | 'floor' | 'half_up';

/** Reads a decimal string. Throws when it is not one: parse user input with `Numeric` first. */
export function decimal(text: string): Decimal {
  return new Decimal(text);
}

/** Writes plain digits: no exponent, no trailing zeros, no minus before a zero. */
export function text(value: Decimal): string {
  return isZero(value) ? '0' : value.toFixed();
}

// big.js rounds away from or towards zero; ceiling and floor go up or down the number line, so the sign chooses.
function mode(rounding: Rounding, negative: boolean): 0 | 1 | 3 {
  if (rounding === 'half_up') return 1;
  return (rounding === 'ceiling') === negative ? 0 : 3;
}

// The checks below read the coefficient (c), exponent (e) and sign (s) that big.js documents, because its own comparisons copy what they
// compare, and rating compares more than it counts.

/** True for zero, of either sign. */
export const isZero = (value: Decimal): boolean => value.c[0] === 0;

/** True above zero. */
export const isPositive = (value: Decimal): boolean => value.s > 0 && value.c[0] !== 0;

/** True below zero. */
export const isNegative = (value: Decimal): boolean => value.s < 0 && value.c[0] !== 0;

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [signA, signB] = [isZero(a) ? 0 : a.s, isZero(b) ? 0 : b.s];
  if (signA !== signB || signA === 0) return signA - signB;
  if (a.e !== b.e) return a.e > b.e ? signA : -signA;
  const digits = Math.min(a.c.length, b.c.length);
  for (let i = 0; i < digits; i++) {
    const difference = (a.c[i] as number) - (b.c[i] as number);
    if (difference !== 0) return difference > 0 ? signA : -signA;
  }
  return (a.c.length - b.c.length) * signA;
}

/** The smaller of the two. */
export const min = (a: Decimal, b: Decimal): Decimal => (compare(a, b) < 0 ? a : b);

/** The larger of the two. */
export const max = (a: Decimal, b: Decimal): Decimal => (compare(a, b) > 0 ? a : b);

/** The sum; zero for none. */
export const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), ZERO);

/** `value` brought to `digits` fractional digits. Ceiling of −1.5 is −1, half_up of −2.5 is −3. */
export function round(value: Decimal, digits: number, rounding: Rounding = 'half_up'): Decimal {
  return value.c.length - value.e - 1 <= digits ? value : value.round(digits, mode(rounding, value.s < 0));
}

const Quotient = Big();

/**
 * `dividend ÷ divisor`, rounded once from the exact quotient to `digits` fractional digits. Rounding a quotient that is already rounded
 * could take it over a boundary twice, so the two steps are one. Throws on a zero divisor.
 */
export function divide(dividend: Decimal, divisor: Decimal, digits = DIVISION_DIGITS, rounding: Rounding = 'half_up'): Decimal {
  Quotient.DP = digits;
  Quotient.RM = mode(rounding, dividend.s !== divisor.s);
  return new Decimal(new Quotient(dividend).div(divisor));
}

/** `1 ÷ divisor` when it ends within 18 digits, so that dividing can be done by multiplying, which is exact and fast; else null. */
export function exactReciprocal(divisor: Decimal): Decimal | null {
  const reciprocal = divide(ONE, divisor);
  return compare(reciprocal.times(divisor), ONE) === 0 ? reciprocal : null;
}
