import { z } from 'zod';
import { filteredSearch } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { RateCard } from '@/lib/catalog/rate-card';
import { DateTime, Duration, ResourceKey, Ulid } from '@/lib/fields';
import { StringFieldFilterExact, UlidFieldFilter } from '@/lib/filter';
import { pageOf } from '@/lib/paging';
import { Numeric } from '@/lib/pricing/numeric';
import { NegotiatedTerm } from '@/lib/subscription/life';
import { Subscription, SubscriptionAddOn, SubscriptionStatus } from './shapes';
import { listSubscriptions, subscriptionParams } from './subscriptions';

const tag = 'Subscriptions';

/** Source of an item: the plan version, an add-on, a change made to this subscription, or terms that were negotiated for it. */
export const ItemSource = z.enum(['plan', 'negotiated', 'addon', 'edit']).meta({ id: 'SubscriptionItemSource' });

/** One rate card over a span in which nothing about it changes, whether it lies in the past, runs or is to come. */
export const TimelineItem = z
  .strictObject({
    id: Ulid,
    ref: z.string().meta({ description: 'What lines of invoices refer to: phase, key and number of the stretch.' }),
    phaseKey: z.string(),
    key: z.string(),
    name: z.string(),
    featureId: Ulid.optional(),
    from: DateTime,
    to: DateTime.optional(),
    quantity: z.int().min(0),
    source: ItemSource,
    rateCard: RateCard,
  })
  .meta({ id: 'SubscriptionTimelineItem' });
export type TimelineItem = z.infer<typeof TimelineItem>;

export const SubscriptionTimeline = z
  .strictObject({
    phases: z.array(z.strictObject({ id: Ulid, key: z.string(), name: z.string(), from: DateTime, to: DateTime.optional() })),
    items: z.array(TimelineItem),
    pauses: z.array(z.strictObject({ from: DateTime, to: DateTime.optional() })),
  })
  .meta({ id: 'SubscriptionTimeline', description: 'All phases, items and pauses from the start to the end, in order of time.' });
export type SubscriptionTimeline = z.infer<typeof SubscriptionTimeline>;

/** Kinds of acts on a subscription. */
export const SubscriptionActKind = z
  .enum([
    ...(['create', 'update', 'cancel', 'continue', 'change', 'edit', 'addon', 'pause', 'resume', 'seats'] as const),
    ...(['migrate', 'negotiate', 'restore', 'delete', 'unschedule'] as const),
  ])
  .meta({ id: 'SubscriptionActKind' });
export type SubscriptionActKind = z.infer<typeof SubscriptionActKind>;

/** Something that was decided and has not taken effect. */
export const ScheduledChange = z
  .strictObject({
    id: Ulid,
    kind: SubscriptionActKind,
    at: DateTime.meta({ description: 'When it takes effect.' }),
    sentence: z.string(),
    recordedAt: DateTime,
    actorName: z.string(),
  })
  .meta({ id: 'SubscriptionScheduledChange' });
export type ScheduledChange = z.infer<typeof ScheduledChange>;

const NegotiatedPart = z
  .strictObject({ ...NegotiatedTerm.shape, sentence: z.string(), applied: z.boolean() })
  .meta({ id: 'SubscriptionNegotiatedTerm', description: 'One respect in which the terms differ from those of the plan version.' });

const CustomerName = z.strictObject({ id: Ulid, key: z.string(), name: z.string() });
const PlanName = z.strictObject({ id: Ulid, key: ResourceKey, version: z.int(), name: z.string() });

/** A subscription with all of its time, its future and what is special about it. */
export const SubscriptionState = z
  .strictObject({
    subscription: Subscription,
    revision: z.int(),
    customer: CustomerName,
    plan: PlanName.optional().meta({ description: 'Absent when the terms were written for this subscription alone.' }),
    previousId: Ulid.optional().meta({ description: 'The subscription that this one took over from.' }),
    nextId: Ulid.optional().meta({ description: 'The subscription that takes over from this one.' }),
    paused: z.boolean(),
    currentPhase: z.strictObject({ key: z.string(), name: z.string() }).optional(),
    timeline: SubscriptionTimeline,
    addons: z.array(SubscriptionAddOn),
    negotiated: z.array(NegotiatedPart),
    scheduledChanges: z.array(ScheduledChange),
    allowed: z.array(SubscriptionActKind).meta({ description: 'What can be done with it now.' }),
  })
  .meta({ id: 'SubscriptionState' });
export type SubscriptionState = z.infer<typeof SubscriptionState>;

export const getSubscriptionState = operation({
  id: 'get-subscription-state',
  method: 'get',
  path: `${V1}/subscriptions/{subscriptionId}`,
  tag,
  summary: 'Get a subscription with its whole timeline, add-ons, negotiated terms and scheduled changes',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  result: SubscriptionState,
});

/** A subscription as one row of a list. */
export const SubscriptionRow = z
  .strictObject({
    id: Ulid,
    name: z.string(),
    status: SubscriptionStatus,
    customer: CustomerName,
    plan: PlanName.optional(),
    currency: z.string(),
    billingCadence: Duration,
    activeFrom: DateTime,
    activeTo: DateTime.optional(),
    nextBillingAt: DateTime.optional(),
    paused: z.boolean(),
    negotiated: z.boolean(),
    mrr: Numeric.meta({ description: 'Recurring revenue per month, in the currency of its items.' }),
    scheduledChange: z.strictObject({ kind: SubscriptionActKind, at: DateTime }).optional(),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({ id: 'SubscriptionRow' });
export type SubscriptionRow = z.infer<typeof SubscriptionRow>;

const Filter = z
  .strictObject({
    status: StringFieldFilterExact.optional(),
    customerId: UlidFieldFilter.optional(),
    planId: UlidFieldFilter.optional(),
    planKey: StringFieldFilterExact.optional(),
    currency: StringFieldFilterExact.optional(),
    scheduled: z.boolean().optional().meta({ description: 'With a change that is to come, or without.' }),
    negotiated: z.boolean().optional(),
    paused: z.boolean().optional(),
  })
  .meta({ id: 'SearchSubscriptionsParamsFilter' });

export const searchSubscriptions = operation({
  id: 'search-subscriptions',
  method: 'get',
  path: `${V1}/subscriptions`,
  tag,
  summary: 'Find subscriptions by words of their name, customer or plan, with what is scheduled',
  permission: 'subscriptions:read',
  query: filteredSearch(Filter),
  result: pageOf(SubscriptionRow, 'SubscriptionRowPage'),
  listOf: listSubscriptions,
});

/** Fate of an item between two timelines. */
export const ItemChange = z
  .strictObject({
    kind: z.enum(['kept', 'ended', 'extended', 'new', 'gone']),
    itemId: Ulid,
    phaseKey: z.string(),
    key: z.string(),
    name: z.string(),
    before: z.strictObject({ from: DateTime, to: DateTime.optional(), rateCard: RateCard }).optional(),
    after: z.strictObject({ from: DateTime, to: DateTime.optional(), rateCard: RateCard }).optional(),
  })
  .meta({ id: 'SubscriptionItemChange' });
export type ItemChange = z.infer<typeof ItemChange>;

const HistoryEntry = z
  .strictObject({
    id: Ulid,
    kind: SubscriptionActKind,
    at: DateTime.meta({ description: 'When it took or takes effect.' }),
    recordedAt: DateTime,
    actor: z.strictObject({ type: z.enum(['user', 'api_key', 'system']), id: z.string(), name: z.string() }),
    sentence: z.string(),
    note: z.string().optional(),
    withdrawn: z
      .strictObject({ at: DateTime, actorName: z.string() })
      .optional()
      .meta({ description: 'When and by whom it was taken back, before it took effect.' }),
    changes: z.array(ItemChange).meta({ description: 'Items before and after it; those that it left alone are not listed.' }),
  })
  .meta({ id: 'SubscriptionHistoryEntry' });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const listSubscriptionHistory = operation({
  id: 'list-subscription-history',
  method: 'get',
  path: `${V1}/subscriptions/{subscriptionId}/history`,
  tag,
  summary: 'Who did what to a subscription and when, the latest first, with its items before and after',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  result: z.strictObject({ data: z.array(HistoryEntry) }).meta({ id: 'SubscriptionHistory' }),
});

export const listScheduledChanges = operation({
  id: 'list-subscription-scheduled-changes',
  method: 'get',
  path: `${V1}/subscriptions/{subscriptionId}/scheduled-changes`,
  tag,
  summary: 'What was decided for a subscription and has not taken effect',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  result: z.strictObject({ data: z.array(ScheduledChange) }).meta({ id: 'SubscriptionScheduledChangeList' }),
});
