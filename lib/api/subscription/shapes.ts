import { z } from 'zod';
import { AddOnReference } from '@/lib/catalog/add-on';
import { SettlementMode } from '@/lib/catalog/plan';
import { RateCard } from '@/lib/catalog/rate-card';
import { CurrencyCode } from '@/lib/currency-code';
import { DateTime, Duration, described, ExternalResourceKey, Labels, ResourceKey, readOnly, stored, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { CostBasisMode } from '@/lib/subscription/life';

// Subscriptions as the contract has them. What it lacks is in state.ts.

/** Status of a subscription, derived from its dates: to come, running, running with an end, over. */
export const SubscriptionStatus = z.enum(['active', 'inactive', 'canceled', 'scheduled']).meta({ id: 'BillingSubscriptionStatus' });
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>;

export const CostBasisPin = z
  .strictObject({ customCurrencyId: readOnly(Ulid), invoiceCurrency: readOnly(CurrencyCode), costBasisId: readOnly(Ulid) })
  .meta({ id: 'BillingSubscriptionCostBasisPin' });

const EditTimingEnum = z.enum(['immediate', 'next_billing_cycle']).meta({ id: 'BillingSubscriptionEditTimingEnum' });

/** Instant at which an act takes effect: at once, when the running billing period ends, or at a date. */
export const EditTiming = z.union([EditTimingEnum, DateTime]).meta({ id: 'BillingSubscriptionEditTiming' });
export type EditTiming = z.infer<typeof EditTiming>;

const PlanReference = z
  .strictObject({ id: readOnly(Ulid), key: readOnly(ResourceKey), version: readOnly(z.int().min(1)) })
  .meta({ id: 'BillingSubscriptionPlanReference' });

export const ClosedPeriod = z.strictObject({ from: DateTime, to: DateTime }).meta({ id: 'ClosedPeriod' });

const ProRatingConfig = z
  .strictObject({
    enabled: readOnly(z.boolean()),
    mode: readOnly(z.enum(['no_proration', 'prorate_prices']).meta({ id: 'BillingRateCardProrationMode' })),
  })
  .meta({ id: 'BillingSubscriptionProRatingConfig' });

export const SubscriptionItem = z
  .strictObject({
    id: readOnly(Ulid),
    activeFrom: readOnly(DateTime),
    activeTo: readOnly(DateTime).optional(),
    rateCard: readOnly(RateCard),
  })
  .meta({ id: 'BillingSubscriptionItem' });

export const SubscriptionPhase = z
  .strictObject({
    ...stored,
    ...described,
    key: ResourceKey,
    activeFrom: readOnly(DateTime),
    activeTo: readOnly(DateTime).optional(),
    items: readOnly(z.array(SubscriptionItem)),
  })
  .meta({ id: 'BillingSubscriptionPhase' });

/** A customer on the terms of a plan version, or on terms of their own: from when to when, and what is valid now. */
export const Subscription = z
  .strictObject({
    ...stored,
    labels: Labels.optional(),
    name: readOnly(z.string().min(1).max(256)),
    description: readOnly(z.string().max(1024)).optional(),
    activeFrom: readOnly(DateTime),
    activeTo: readOnly(DateTime).optional(),
    customerId: readOnly(Ulid),
    planId: Ulid.meta({ readOnly: true, deprecated: true }).optional(),
    plan: readOnly(PlanReference).optional(),
    invoiceCurrency: readOnly(CurrencyCode),
    costBasisMode: CostBasisMode.meta({ readOnly: true, default: 'dynamic' }),
    costBasisPins: readOnly(z.array(CostBasisPin)),
    billingCadence: readOnly(Duration),
    proRatingConfig: readOnly(ProRatingConfig).optional(),
    billingAnchor: readOnly(DateTime),
    status: readOnly(SubscriptionStatus),
    settlementMode: SettlementMode.optional(),
    currentPeriod: readOnly(ClosedPeriod).optional(),
    phases: readOnly(z.array(SubscriptionPhase)),
  })
  .meta({ id: 'BillingSubscription' });
export type Subscription = z.infer<typeof Subscription>;

/** The customer of a request, by id or key. */
export const CustomerChoice = z.strictObject({ id: Ulid.optional(), key: ExternalResourceKey.optional() });
export type CustomerChoice = z.infer<typeof CustomerChoice>;

/** The version of a plan of a request: by its id, or by key; without a version the one that is sold now. */
export const PlanVersionChoice = z.strictObject({ id: Ulid.optional(), key: ResourceKey.optional(), version: z.int().optional() });
export type PlanVersionChoice = z.infer<typeof PlanVersionChoice>;

const asked = {
  labels: Labels.optional(),
  settlementMode: SettlementMode.optional(),
  customer: CustomerChoice,
  plan: PlanVersionChoice,
  billingAnchor: DateTime.optional(),
  costBasisMode: CostBasisMode.default('dynamic'),
};

export const SubscriptionCreate = z.strictObject(asked).meta({ id: 'BillingSubscriptionCreate' });
export type SubscriptionCreate = z.infer<typeof SubscriptionCreate>;

export const SubscriptionChange = z.strictObject({ ...asked, timing: EditTiming }).meta({ id: 'BillingSubscriptionChange' });
export type SubscriptionChange = z.infer<typeof SubscriptionChange>;

export const SubscriptionCancel = z.strictObject({ timing: EditTiming.default('immediate') }).meta({ id: 'BillingSubscriptionCancel' });

export const SubscriptionChangeResponse = z
  .strictObject({ current: Subscription, next: Subscription })
  .meta({ id: 'BillingSubscriptionChangeResponse' });

export const SubscriptionPage = pageOf(Subscription, 'SubscriptionPagePaginatedResponse');

const TimelineSegment = z
  .strictObject({ activeFrom: readOnly(DateTime), activeTo: readOnly(DateTime).optional(), quantity: readOnly(z.int().min(0)) })
  .meta({ id: 'SubscriptionAddonTimelineSegment' });

const AddOnRateCard = z
  .strictObject({ rateCard: RateCard, affectedSubscriptionItemIds: readOnly(z.array(Ulid)) })
  .meta({ id: 'SubscriptionAddonRateCard' });

/**
 * An add-on that a subscription has, in a quantity over time. The contract writes a minimum of 1 for the quantity of now, and clients get 0
 * before the add-on begins and after it was given up.
 */
export const SubscriptionAddOn = z
  .strictObject({
    ...stored,
    labels: Labels.optional(),
    name: readOnly(z.string().min(1).max(256)),
    description: readOnly(z.string().max(1024)).optional(),
    addon: AddOnReference,
    quantity: z.int().min(0).meta({ minimum: 1 }),
    quantityAt: readOnly(DateTime),
    activeFrom: readOnly(DateTime),
    activeTo: readOnly(DateTime).optional(),
    timeline: readOnly(z.array(TimelineSegment)),
    rateCards: readOnly(z.array(AddOnRateCard)),
  })
  .meta({ id: 'SubscriptionAddon' });
export type SubscriptionAddOn = z.infer<typeof SubscriptionAddOn>;

export const CreateSubscriptionAddOnRequest = z
  .strictObject({ labels: Labels.optional(), addon: AddOnReference, quantity: z.int().min(1), timing: EditTiming })
  .meta({ id: 'CreateSubscriptionAddonRequest' });
export type CreateSubscriptionAddOnRequest = z.infer<typeof CreateSubscriptionAddOnRequest>;

export const SubscriptionAddOnPage = pageOf(SubscriptionAddOn, 'SubscriptionAddonPagePaginatedResponse');
