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

/** How a quantity or a quotient is brought to a number of fractional digits. `half_up` is half away from zero. */
export type Rounding = 'ceiling' | 'floor' | 'half_up';

/** Reads a decimal string. Throws when it is not one: parse user input with `Numeric` first. */
export function decimal(text: string): Decimal {
  return new Decimal(text);
}

/** Writes plain digits: no exponent, no trailing zeros. */
export function text(value: Decimal): string {
  return value.toFixed();
}

// big.js rounds away from or towards zero; ceiling and floor go up or down the number line, so the sign chooses.
function mode(rounding: Rounding, negative: boolean): 0 | 1 | 3 {
  if (rounding === 'half_up') return 1;
  return (rounding === 'ceiling') === negative ? 0 : 3;
}

/** `value` brought to `digits` fractional digits. Ceiling of −1.5 is −1, half_up of −2.5 is −3. */
export function round(value: Decimal, digits: number, rounding: Rounding = 'half_up'): Decimal {
  return value.round(digits, mode(rounding, value.s < 0));
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

/** The smaller of the two. */
export const min = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);

/** The larger of the two. */
export const max = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);

/** The sum; zero for none. */
export const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), ZERO);
