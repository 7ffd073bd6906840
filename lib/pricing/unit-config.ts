import { z } from 'zod';
import { Numeric } from './numeric';

export const UnitConfigOperation = z.enum(['divide', 'multiply']).meta({ id: 'BillingUnitConfigOperation' });
export const UnitConfigRounding = z.enum(['ceiling', 'floor', 'half_up', 'none']).meta({ id: 'BillingUnitConfigRoundingMode' });

/** How metered units become the units a price is written in: bytes become gigabytes, tokens become started thousands. */
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
