import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime } from '@/lib/fields';
import { Meter, MeterAggregation } from '@/lib/metering/meter';
import { Numeric } from '@/lib/pricing/numeric';
import { UsageSender, UsageSilence } from './usage-senders';

const Anomaly = z
  .strictObject({
    day: z.string(),
    value: Numeric,
    expected: Numeric,
    score: Numeric,
    direction: z.enum(['above', 'below']),
    against: z.int(),
  })
  .meta({ id: 'UsageAnomaly' });

/** One meter over a period, beside the period before, with what stands out. */
const MeterUsage = z
  .strictObject({
    meter: z.strictObject({ id: Meter.shape.id, key: z.string(), name: z.string(), aggregation: MeterAggregation, eventType: z.string() }),
    kind: z.enum(['ai', 'api', 'other']),
    total: Numeric.nullable(),
    previous: Numeric.nullable(),
    days: z.array(z.strictObject({ day: z.string(), value: Numeric.nullable() })),
    anomalies: z.array(Anomaly),
    lastReceivedAt: DateTime.optional(),
    silence: UsageSilence.optional(),
    watch: UsageSender.shape.watch.optional(),
  })
  .meta({ id: 'MeterUsageOverview' });
export type MeterUsage = z.infer<typeof MeterUsage>;

export const METERS_IN_OVERVIEW_MAX = 60;

export const UsageOverview = z
  .strictObject({
    statistic: z.string(),
    /** Regular sources that fell silent, and the rule by which. */
    quietSources: z.array(UsageSender),
    silenceRule: z.string(),
    timeZone: z.string(),
    metersLeftOut: z.int(),
    meters: z.array(MeterUsage),
  })
  .meta({ id: 'UsageOverview' });
export type UsageOverview = z.infer<typeof UsageOverview>;

export const getUsageOverview = operation({
  id: 'get-usage-overview',
  method: 'get',
  path: `${V1}/usage/overview`,
  tag: 'Meters',
  summary:
    'Every meter over a period of days: total, the period before, its course, days that stand out, and whether it is quieter than usual',
  permission: 'events:read',
  query: z.strictObject({
    from: DateTime,
    to: DateTime,
    previousFrom: DateTime.meta({ description: 'Where the period to compare with begins; it ends at `from`.' }),
  }),
  result: UsageOverview,
  refusals: [422],
});
