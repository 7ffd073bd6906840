import { z } from 'zod';
import { Numeric } from '@/lib/pricing/numeric';
import { CurrencyCode } from './currency';
import { DateTime } from './fields';

/** What the usage of one window and one combination of dimensions cost us; null, with the reason in `detail`, when its price is unknown. */
export const FeatureCostQueryRow = z
  .strictObject({
    usage: Numeric,
    cost: Numeric.nullable(),
    currency: CurrencyCode,
    detail: z.string().optional(),
    from: DateTime,
    to: DateTime,
    dimensions: z.record(z.string(), z.string()),
  })
  .meta({ id: 'FeatureCostQueryRow' });
export type FeatureCostQueryRow = z.infer<typeof FeatureCostQueryRow>;

export const FeatureCostQueryResult = z
  .strictObject({ from: DateTime.optional(), to: DateTime.optional(), data: z.array(FeatureCostQueryRow) })
  .meta({ id: 'FeatureCostQueryResult' });
export type FeatureCostQueryResult = z.infer<typeof FeatureCostQueryResult>;
