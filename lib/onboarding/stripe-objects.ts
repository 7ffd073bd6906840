import { z } from 'zod';

// The parts of Stripe's objects that are read from an export: JSON lines of customers, products, prices, meters and subscriptions. Fields that
// are not named here are left unread.

const expandable = <T extends z.ZodType<{ id: string }>>(object: T) => z.union([z.string(), object]);
const seconds = z.int().min(0);

export const StripeCustomer = z.object({
  object: z.literal('customer'),
  id: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  currency: z.string().nullish(),
  deleted: z.boolean().optional(),
  address: z
    .object({
      ...{ line1: z.string().nullish(), line2: z.string().nullish(), city: z.string().nullish() },
      ...{ state: z.string().nullish(), postal_code: z.string().nullish(), country: z.string().nullish() },
    })
    .nullish(),
});
export type StripeCustomer = z.infer<typeof StripeCustomer>;

export const StripeProduct = z.object({
  object: z.literal('product'),
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
});
export type StripeProduct = z.infer<typeof StripeProduct>;

const StripeTier = z.object({
  up_to: z.union([z.int(), z.literal('inf')]).nullish(),
  unit_amount: z.int().nullish(),
  unit_amount_decimal: z.string().nullish(),
  flat_amount: z.int().nullish(),
  flat_amount_decimal: z.string().nullish(),
});
export type StripeTier = z.infer<typeof StripeTier>;

export const StripePrice = z.object({
  object: z.literal('price'),
  id: z.string(),
  product: expandable(StripeProduct),
  currency: z.string(),
  nickname: z.string().nullish(),
  unit_amount: z.int().nullish(),
  unit_amount_decimal: z.string().nullish(),
  tiers_mode: z.enum(['graduated', 'volume']).nullish(),
  tiers: z.array(StripeTier).nullish(),
  transform_quantity: z.object({ divide_by: z.int().min(1), round: z.enum(['up', 'down']) }).nullish(),
  recurring: z
    .object({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: z.int().min(1).default(1),
      usage_type: z.enum(['licensed', 'metered']).default('licensed'),
      meter: z.string().nullish(),
      aggregate_usage: z.string().nullish(),
    })
    .nullish(),
});
export type StripePrice = z.infer<typeof StripePrice>;

export const StripeMeter = z.object({
  object: z.literal('billing.meter'),
  id: z.string(),
  display_name: z.string(),
  event_name: z.string(),
  default_aggregation: z.object({ formula: z.enum(['sum', 'count', 'last']) }),
  value_settings: z.object({ event_payload_key: z.string() }).nullish(),
});
export type StripeMeter = z.infer<typeof StripeMeter>;

const StripeCoupon = z.object({
  id: z.string(),
  percent_off: z.number().nullish(),
  amount_off: z.int().nullish(),
  duration: z.enum(['forever', 'once', 'repeating']),
});

export const StripeSubscription = z.object({
  object: z.literal('subscription'),
  id: z.string(),
  customer: expandable(z.object({ id: z.string() })),
  status: z.enum(['active', 'trialing', 'past_due', 'unpaid', 'paused', 'canceled', 'incomplete', 'incomplete_expired']),
  billing_cycle_anchor: seconds,
  current_period_end: seconds.nullish(),
  cancel_at: seconds.nullish(),
  cancel_at_period_end: z.boolean().default(false),
  trial_end: seconds.nullish(),
  pause_collection: z.unknown().nullish(),
  discount: z.object({ coupon: StripeCoupon }).nullish(),
  items: z.object({
    data: z.array(
      z.object({
        id: z.string(),
        quantity: z.int().min(0).nullish(),
        price: expandable(StripePrice),
        current_period_end: seconds.nullish(),
      }),
    ),
  }),
});
export type StripeSubscription = z.infer<typeof StripeSubscription>;

export const StripeObject = z.discriminatedUnion('object', [StripeCustomer, StripeProduct, StripePrice, StripeMeter, StripeSubscription]);
export type StripeObject = z.infer<typeof StripeObject>;
