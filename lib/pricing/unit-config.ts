import { z } from 'zod';
import { type Decimal, DIVISION_DIGITS, decimal, divide, exactReciprocal, round } from '../decimal';
import { Numeric } from './numeric';

export const UnitConfigOperation = z.enum(['divide', 'multiply']).meta({ id: 'BillingUnitConfigOperation' });
export const UnitConfigRounding = z.enum(['ceiling', 'floor', 'half_up', 'none']).meta({ id: 'BillingUnitConfigRoundingMode' });

/** Conversion of metered units into priced units: bytes become gigabytes, tokens become started thousands. */
export const UnitConfig = z
  .strictObject({
    operation: UnitConfigOperation,
    conversionFactor: Numeric,
    rounding: UnitConfigRounding.default('none'),
    precision: z.int().default(0),
    displayUnit: z.string().optional(),
  })
  .meta({ id: 'BillingUnitConfig' });

export type UnitConfig = z.infer<typeof UnitConfig>;

/**
 * The function that converts metered quantities to the quantity that is invoiced: converted, then rounded as the config says.
 * 1,400 divided by 1,000 and rounded up is 2. A division that never ends keeps 18 fractional digits when nothing rounds it.
 */
export function unitConverter(config: UnitConfig): (quantity: Decimal) => Decimal {
  const { operation, rounding, precision } = config;
  const factor = decimal(config.conversionFactor);
  // Dividing by 1,000 is multiplying by 0.001, and a multiplication is exact.
  const multiplier = operation === 'multiply' ? factor : exactReciprocal(factor);
  if (multiplier) {
    return rounding === 'none'
      ? (quantity) => quantity.times(multiplier)
      : (quantity) => round(quantity.times(multiplier), precision, rounding);
  }
  return rounding === 'none' ? (quantity) => divide(quantity, factor) : (quantity) => divide(quantity, factor, precision, rounding);
}

/** The converted quantity without the rounding, which is for invoices only: what entitlement balances and usage displays show. */
export function convertExactly(quantity: Decimal, config: UnitConfig): Decimal {
  return unitConverter({ ...config, rounding: 'none', precision: DIVISION_DIGITS })(quantity);
}
