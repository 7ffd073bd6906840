import { z } from 'zod';
import { AddOnInstanceType } from '@/lib/catalog/add-on';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { Entitlement } from '@/lib/catalog/entitlement';
import { PlanPhase, SettlementMode } from '@/lib/catalog/plan';
import { RateCard } from '@/lib/catalog/rate-card';
import { DateTime, Duration, ResourceKey } from '@/lib/fields';
import { SpendCommitments } from '@/lib/pricing/commitments';
import { RateCardDiscounts } from '@/lib/pricing/discounts';
import { PaymentTerm } from '@/lib/pricing/payment-term';
import { Price } from '@/lib/pricing/price';
import { UnitConfig } from '@/lib/pricing/unit-config';
import type { Instant } from '@/lib/time';

/** The content of a plan version as a subscription keeps it, with its names: later changes of the catalog do not touch it. */
export const SubscribedContent = z.strictObject({
  currency: BillingCurrencyCode,
  billingCadence: Duration,
  proRatingEnabled: z.boolean(),
  phases: z.array(PlanPhase).min(1),
});
export type SubscribedContent = z.infer<typeof SubscribedContent>;

/** The plan version that a subscription is on. */
export const SubscribedPlan = z.strictObject({ id: z.string(), key: ResourceKey, version: z.int().min(1), name: z.string() });
export type SubscribedPlan = z.infer<typeof SubscribedPlan>;

/** Says whether custom currencies are worth what they are at the time of each invoice, or what they were at the start. */
export const CostBasisMode = z.enum(['dynamic', 'pinned']).meta({ id: 'BillingSubscriptionCostBasisMode' });

/**
 * A term that one customer negotiated, as a patch on the card that the plan version has under `item`, in one phase or in all of them. Null
 * takes something away that the card has. Kept apart from the content, so that it can be shown as such and applied to the next version.
 */
export const NegotiatedTerm = z.strictObject({
  phase: ResourceKey.optional(),
  item: ResourceKey,
  set: z.strictObject({
    price: Price.optional(),
    paymentTerm: PaymentTerm.optional(),
    unitConfig: UnitConfig.nullish(),
    commitments: SpendCommitments.nullish(),
    discounts: RateCardDiscounts.nullish(),
    entitlement: Entitlement.nullish(),
  }),
  reason: z.string().max(1024).optional(),
});
export type NegotiatedTerm = z.infer<typeof NegotiatedTerm>;

const Quantity = z.int();

/** Beginning of a subscription. */
export const LifeStart = z.strictObject({
  /** Null for a custom plan, which is written for one customer and is no version of anything. */
  plan: SubscribedPlan.nullable(),
  content: SubscribedContent,
  start: DateTime,
  /** An end that was known from the start. */
  end: DateTime.nullish(),
  /** Every recurrence is counted from here. */
  anchor: DateTime,
  timeZone: z.string(),
  startingPhase: ResourceKey.optional(),
  settlementMode: SettlementMode,
  costBasisMode: CostBasisMode,
  terms: z.array(NegotiatedTerm).default([]),
  seats: z.array(z.strictObject({ item: ResourceKey, quantity: Quantity })).default([]),
  /** The subscription that this one follows on, after a change of plan. */
  predecessor: z.string().optional(),
});
export type LifeStart = z.infer<typeof LifeStart>;

/** An add-on version as a subscription keeps it, with the assignment under which it was bought. */
export const AddOnCopy = z.strictObject({
  id: z.string(),
  key: ResourceKey,
  version: z.int().min(1),
  name: z.string(),
  instanceType: AddOnInstanceType,
  currency: BillingCurrencyCode,
  rateCards: z.array(RateCard),
  fromPhase: ResourceKey,
  maxQuantity: z.int().min(1).nullish(),
});
export type AddOnCopy = z.infer<typeof AddOnCopy>;

/** Fate of an add-on when the terms under it change: kept as it is, ended, or taken anew from the version offered there. */
export const AddOnOutcome = z.enum(['carried', 'dropped', 'rederived']);

export const CarriedAddOn = z.strictObject({
  attachment: z.string(),
  outcome: AddOnOutcome,
  reason: z.string(),
  quantity: Quantity,
  /** The version that is there from then on; absent when it is dropped. */
  addOn: AddOnCopy.optional(),
});
export type CarriedAddOn = z.infer<typeof CarriedAddOn>;

const SignedDuration = z
  .string()
  .regex(/^[-+]?P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/)
  .refine((text) => /\d[A-Z]$/.test(text), { error: 'must be a duration such as P14D or -P1M' });

const place = { phase: ResourceKey, item: ResourceKey };

/** One step of an edit. */
export const EditPatch = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('add_item'),
    phase: ResourceKey,
    rateCard: RateCard,
    activeFrom: DateTime.nullish(),
    activeTo: DateTime.nullish(),
  }),
  z.strictObject({ op: z.literal('change_item'), ...place, rateCard: RateCard }),
  z.strictObject({ op: z.literal('remove_item'), ...place }),
  z.strictObject({
    op: z.literal('add_phase'),
    phase: ResourceKey,
    name: z.string().min(1).max(256).optional(),
    startAfter: Duration,
    duration: Duration.nullish(),
  }),
  z.strictObject({ op: z.literal('remove_phase'), phase: ResourceKey, shift: z.enum(['next', 'prev']) }),
  z.strictObject({ op: z.literal('stretch_phase'), phase: ResourceKey, extendBy: SignedDuration }),
  z.strictObject({ op: z.literal('unschedule_edit') }),
]);
export type EditPatch = z.infer<typeof EditPatch>;

const act = {
  id: z.string(),
  /** From when on it counts. */
  at: DateTime,
  recordedAt: DateTime,
  /** Acts that have not taken effect and are taken back by this one. */
  withdraws: z.array(z.string()).optional(),
};

/** Something that was done to a subscription. Acts are never changed or deleted; they are taken back by further acts. */
export const Act = z.discriminatedUnion('kind', [
  z.strictObject({
    ...act,
    kind: z.literal('cancel'),
    /** The subscription that follows, when the customer changes to another plan. */
    successor: z.string().optional(),
  }),
  z.strictObject({ ...act, kind: z.literal('continue') }),
  z.strictObject({ ...act, kind: z.literal('withdraw') }),
  z.strictObject({ ...act, kind: z.literal('edit'), patches: z.array(EditPatch).min(1) }),
  z.strictObject({
    ...act,
    kind: z.literal('attach'),
    attachment: z.string(),
    addOn: AddOnCopy,
    quantity: Quantity,
    /** The attachment of the subscription before, when it was carried over by a change of plan. */
    carriedFrom: z.string().optional(),
  }),
  z.strictObject({ ...act, kind: z.literal('add_on_quantity'), attachment: z.string(), quantity: Quantity }),
  z.strictObject({ ...act, kind: z.literal('pause') }),
  z.strictObject({ ...act, kind: z.literal('resume') }),
  z.strictObject({ ...act, kind: z.literal('seats'), item: ResourceKey, quantity: Quantity }),
  z.strictObject({
    ...act,
    kind: z.literal('amend'),
    plan: SubscribedPlan,
    content: SubscribedContent,
    /** The phase of the version that the customer is in from then on; the one of the same key when absent. */
    phase: ResourceKey.optional(),
    addOns: z.array(CarriedAddOn).default([]),
  }),
  z.strictObject({ ...act, kind: z.literal('negotiate'), terms: z.array(NegotiatedTerm).min(1) }),
]);
export type Act = z.infer<typeof Act>;
export type ActKind = Act['kind'];

/** When an act takes effect: now, when the running billing period ends, or at an instant. */
export type Timing = 'immediate' | 'next_billing_cycle' | Instant;

type Requested<A extends Act> = A extends Act ? Omit<A, 'id' | 'at' | 'recordedAt' | 'withdraws'> : never;

/** An act as it is asked for: with a timing instead of an instant. `withdraw` names the acts that are to be taken back. */
export type ActRequest = Requested<Act> & { timing?: Timing; withdraws?: string[] };

/** A subscription from its beginning on: how it began, and all that was done to it, in the order in which it was done. */
export const Life = z.strictObject({ start: LifeStart, acts: z.array(Act) });
export type Life = z.infer<typeof Life>;

/** Returns the acts that count: without those that were taken back, by the time they take effect, and as they were made at one instant. */
export function actsOf({ acts }: Pick<Life, 'acts'>): Act[] {
  const withdrawn = new Set(acts.flatMap(({ withdraws }) => withdraws ?? []));
  return acts.filter(({ id }) => !withdrawn.has(id)).toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}
