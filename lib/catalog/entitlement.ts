import { z } from 'zod';
import { Duration } from '@/lib/fields';

/** So much use of a feature per period; above a soft limit use goes on and is told of. A draft may leave the limit open. */
export const MeteredEntitlement = z
  .strictObject({
    type: z.literal('metered'),
    isSoftLimit: z.boolean().default(false),
    limit: z.number().min(0).meta({ format: 'double' }).optional(),
    usagePeriod: Duration.optional(),
  })
  .meta({ id: 'BillingRateCardMeteredEntitlement' });
export type MeteredEntitlement = z.infer<typeof MeteredEntitlement>;

/** A configuration value handed to the application, such as a list of regions. */
export const StaticEntitlement = z
  .strictObject({ type: z.literal('static'), config: z.unknown() })
  .meta({ id: 'BillingRateCardStaticEntitlement' });

/** The feature is there. */
export const BooleanEntitlement = z.strictObject({ type: z.literal('boolean') }).meta({ id: 'BillingRateCardBooleanEntitlement' });

/** Entitlement that a rate card grants for its feature. */
export const Entitlement = z
  .discriminatedUnion('type', [MeteredEntitlement, StaticEntitlement, BooleanEntitlement])
  .meta({ id: 'BillingRateCardEntitlement' });
export type Entitlement = z.infer<typeof Entitlement>;
export type EntitlementType = Entitlement['type'];
