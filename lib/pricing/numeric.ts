import { z } from 'zod';

const INTEGER_DIGITS = 30;
const FRACTION_DIGITS = 18;

/** True when a decimal string has at most 30 digits before and 18 after the point, leading zeros of the whole part not counted. */
export function isWithinRange(text: string): boolean {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return whole.replace(/^0+/, '').length <= INTEGER_DIGITS && fraction.length <= FRACTION_DIGITS;
}

/** Returns a decimal in its one spelling: no zeros before or behind that say nothing, and no zero below zero. What is no decimal stays. */
export function plainDecimal(text: string): string {
  const [, sign, whole, fraction = ''] = /^(-?)0*([0-9]*?)(?:\.([0-9]*?)0*)?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = `${whole || '0'}${fraction && `.${fraction}`}`;
  return sign && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

const decimalText = (pattern: RegExp, fault: string) =>
  z
    .string()
    .regex(pattern, fault)
    .refine(isWithinRange, {
      message: `must have at most ${INTEGER_DIGITS} digits before and ${FRACTION_DIGITS} after the decimal point`,
      params: { code: 'number_out_of_range' },
    })
    .overwrite(plainDecimal);

/**
 * A decimal as a string, so that no digit is lost on the way. Parsing gives it its one spelling: "0.10" is "0.1". Money of an invoice has the
 * digits of its currency, and is answered as it was written: it is never parsed from this shape.
 */
export const Numeric = decimalText(/^-?[0-9]+(\.[0-9]+)?$/, 'must be a decimal number written as a string, such as "0.002"').meta({
  id: 'Numeric',
  description: 'A decimal number, written as a string.',
});

/** A decimal that is not below zero, such as an amount of credit. */
export const NonNegativeNumeric = decimalText(
  /^[0-9]+(\.[0-9]+)?$/,
  'must be a decimal number of zero or more written as a string, such as "5.00"',
).meta({ id: 'NonNegativeNumeric', description: 'A decimal number of zero or more, written as a string.' });

export type Numeric = z.infer<typeof Numeric>;
