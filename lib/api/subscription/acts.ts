import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { AddOnReference } from '@/lib/catalog/add-on';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { Entitlement } from '@/lib/catalog/entitlement';
import { PHASES_MAX, PlanPhase, SettlementMode } from '@/lib/catalog/plan';
import { DateTime, Duration, Labels, ResourceKey, Ulid } from '@/lib/fields';
import { Numeric } from '@/lib/pricing/numeric';
import { CostBasisMode, EditPatch, NegotiatedTerm } from '@/lib/subscription/life';
import { CustomerChoice, EditTiming, PlanVersionChoice } from './shapes';
import { ItemChange, SubscriptionState } from './state';
import { subscriptionAddOnParams, subscriptionParams } from './subscriptions';

// Acts on subscriptions. Each is asked for with preview=true by the identical request: it is decided in the same way and not saved, and the
// answer says what it would come to.

const tag = 'Subscription acts';
const path = `${V1}/subscriptions/{subscriptionId}`;
const permission = 'subscriptions:write';
const query = z.strictObject({
  preview: z.boolean().optional().meta({ description: 'Decide and count, and save nothing.' }),
});

const note = z.string().max(1024).optional().meta({ description: 'Why, for those who read the history.' });
const quantity = z.int().min(0).max(1_000_000);

const OutcomeLine = z
  .strictObject({
    kind: z.enum(['charge', 'credit']).meta({ description: 'A credit gives back what was paid in advance and is not served.' }),
    phaseKey: z.string(),
    itemKey: z.string(),
    name: z.string(),
    servicePeriod: z.strictObject({ from: DateTime, to: DateTime }),
    quantity: Numeric,
    total: Numeric,
    reason: z.string(),
  })
  .meta({ id: 'SubscriptionOutcomeLine' });

export const OutcomeInvoice = z
  .strictObject({ at: DateTime, currency: z.string(), lines: z.array(OutcomeLine), total: Numeric })
  .meta({ id: 'SubscriptionOutcomeInvoice' });
export type OutcomeInvoice = z.infer<typeof OutcomeInvoice>;

const EntitlementChange = z
  .strictObject({
    itemKey: z.string(),
    name: z.string(),
    featureId: Ulid.optional(),
    effect: z.enum(['carry', 'change', 'end', 'begin']),
    at: DateTime,
    before: Entitlement.optional(),
    after: Entitlement.optional(),
    reason: z.string(),
  })
  .meta({ id: 'SubscriptionEntitlementChange' });
export type EntitlementChange = z.infer<typeof EntitlementChange>;

const Mrr = z
  .strictObject({ currency: z.string(), before: Numeric, after: Numeric, cause: z.string() })
  .meta({ id: 'SubscriptionOutcomeMrr' });

/** Consequences of an act: money, access, and what should be known before it is done. */
const Consequences = z
  .strictObject({
    invoiceNow: OutcomeInvoice.optional().meta({ description: 'What falls due at the instant of the act, credits taken off.' }),
    nextInvoice: OutcomeInvoice.optional().meta({ description: 'What falls due next after it, with the usage so far.' }),
    mrr: Mrr.optional(),
    items: z.array(ItemChange),
    entitlements: z.array(EntitlementChange),
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'SubscriptionConsequences' });
export type Consequences = z.infer<typeof Consequences>;

export const SubscriptionOutcome = z
  .strictObject({
    applied: z.boolean().meta({ description: 'False for a preview.' }),
    effectiveAt: DateTime,
    state: SubscriptionState.meta({ description: 'The subscription as the act leaves it.' }),
    next: SubscriptionState.optional().meta({ description: 'The subscription that follows, when the act makes one.' }),
    consequences: Consequences.optional().meta({ description: 'Of a preview.' }),
  })
  .meta({ id: 'SubscriptionOutcome' });
export type SubscriptionOutcome = z.infer<typeof SubscriptionOutcome>;

const act = <B extends z.ZodType | undefined>(id: string, name: string, summary: string, body: B) =>
  operation({
    ...({ id, method: 'post', path: `${path}/${name}`, tag, summary, permission, params: subscriptionParams, query, body } as const),
    result: SubscriptionOutcome,
  });

/** Terms that are written for one subscription alone. */
const CustomPlan = z
  .strictObject({
    currency: BillingCurrencyCode,
    billingCadence: Duration,
    proRatingEnabled: z.boolean().default(true),
    phases: z.array(PlanPhase).min(1).max(PHASES_MAX),
  })
  .meta({ id: 'SubscriptionCustomPlan' });

const terms = z.array(NegotiatedTerm.meta({ id: 'SubscriptionNegotiatedTermPatch' })).max(200);
const bought = { addon: AddOnReference, quantity: z.int().min(1).max(1_000_000), labels: Labels.optional() };

const chosenTerms = {
  plan: PlanVersionChoice.optional(),
  customPlan: CustomPlan.optional().meta({ description: 'Instead of a plan.' }),
  startingPhase: ResourceKey.optional().meta({ description: 'The phase to begin in; those before it are skipped.' }),
  billingAnchor: DateTime.optional(),
  settlementMode: SettlementMode.optional(),
  costBasisMode: CostBasisMode.optional(),
  addons: z.array(z.strictObject(bought)).max(50).optional(),
  negotiated: terms.optional(),
  seats: z
    .array(z.strictObject({ item: ResourceKey, quantity }))
    .max(100)
    .optional(),
  note,
};

export const StartSubscriptionRequest = z
  .strictObject({
    customer: CustomerChoice,
    name: z.string().min(1).max(256).optional(),
    description: z.string().max(1024).optional(),
    labels: Labels.optional(),
    ...chosenTerms,
    start: DateTime.optional().meta({ description: 'Now unless told; a date to come makes a scheduled subscription.' }),
  })
  .meta({ id: 'StartSubscriptionRequest' });
export type StartSubscriptionRequest = z.infer<typeof StartSubscriptionRequest>;

export const startSubscription = operation({
  id: 'start-subscription',
  method: 'post',
  path: `${V1}/subscriptions`,
  tag,
  summary: 'Put a customer on a plan or on terms of their own, now or at a date, with add-ons and negotiated prices',
  permission,
  query,
  body: StartSubscriptionRequest,
  result: SubscriptionOutcome,
  refusals: [404],
});

export const UpdateSubscriptionRequest = z
  .strictObject({
    name: z.string().min(1).max(256).optional(),
    description: z.string().max(1024).nullable().optional(),
    labels: Labels.optional(),
  })
  .meta({ id: 'UpdateSubscriptionRequest' });
export type UpdateSubscriptionRequest = z.infer<typeof UpdateSubscriptionRequest>;

export const updateSubscription = operation({
  id: 'update-subscription',
  method: 'patch',
  path,
  tag,
  summary: 'Change the name, description or labels of a subscription',
  permission,
  params: subscriptionParams,
  body: UpdateSubscriptionRequest,
  result: SubscriptionState,
});

export const deleteSubscription = operation({
  id: 'delete-subscription',
  method: 'delete',
  path,
  tag,
  summary: 'Delete a subscription that has not begun',
  permission,
  params: subscriptionParams,
  query,
  result: SubscriptionOutcome,
});

export const EndSubscriptionRequest = z
  .strictObject({ timing: EditTiming.default('next_billing_cycle'), note })
  .meta({ id: 'EndSubscriptionRequest' });
export const endSubscription = act(
  'end-subscription',
  'cancel',
  'End a subscription now, when its billing period ends, or at the end of a later one',
  EndSubscriptionRequest,
);

export const ContinueSubscriptionRequest = z.strictObject({ note }).meta({ id: 'ContinueSubscriptionRequest' });
export const continueSubscription = act(
  'continue-subscription',
  'continue',
  'Let a subscription go on that was to end',
  ContinueSubscriptionRequest,
);

export const SwitchSubscriptionRequest = z
  .strictObject({
    ...chosenTerms,
    labels: Labels.optional(),
    timing: EditTiming.default('next_billing_cycle'),
  })
  .meta({ id: 'SwitchSubscriptionRequest' });
export type SwitchSubscriptionRequest = z.infer<typeof SwitchSubscriptionRequest>;
export const switchSubscription = act(
  'switch-subscription',
  'change',
  'End a subscription and begin one on other terms at the same instant; add-ons are carried where the new plan offers them',
  SwitchSubscriptionRequest,
);

/** Steps are taken in order, at one instant; nothing is changed when one of them is refused. */
const patches = z
  .array(EditPatch.meta({ id: 'SubscriptionPatch' }))
  .min(1)
  .max(100);

export const EditSubscriptionRequest = z
  .strictObject({ timing: EditTiming.default('immediate'), patches, note })
  .meta({ id: 'EditSubscriptionRequest' });
export type EditSubscriptionRequest = z.infer<typeof EditSubscriptionRequest>;
export const editSubscription = act(
  'edit-subscription',
  'edit',
  'Add, exchange or remove items and phases of a subscription',
  EditSubscriptionRequest,
);

export const PauseSubscriptionRequest = z
  .strictObject({
    timing: EditTiming.default('immediate'),
    resumeAt: DateTime.optional().meta({ description: 'When it goes on by itself; until it is resumed unless told.' }),
    note,
  })
  .meta({ id: 'PauseSubscriptionRequest' });
export const pauseSubscription = act(
  'pause-subscription',
  'pause',
  'Suspend a subscription: nothing is billed and nothing may be used until it is resumed',
  PauseSubscriptionRequest,
);

export const ResumeSubscriptionRequest = z
  .strictObject({ timing: EditTiming.default('immediate'), note })
  .meta({ id: 'ResumeSubscriptionRequest' });
export const resumeSubscription = act('resume-subscription', 'resume', 'Let a paused subscription go on', ResumeSubscriptionRequest);

export const SetSeatsRequest = z
  .strictObject({
    item: ResourceKey.meta({ description: 'Key of the item that is sold by the seat.' }),
    quantity,
    timing: EditTiming.default('immediate'),
    note,
  })
  .meta({ id: 'SetSubscriptionSeatsRequest' });
export const setSeats = act(
  'set-subscription-seats',
  'seats',
  'Set how many seats are paid for in advance, now with proration or from the next billing period on',
  SetSeatsRequest,
);

export const MigrateSubscriptionRequest = z
  .strictObject({
    version: z.int().min(1).optional().meta({ description: 'The one that is sold now unless told.' }),
    timing: EditTiming.default('immediate'),
    note,
  })
  .meta({ id: 'MigrateSubscriptionRequest' });
export const migrateSubscription = act(
  'migrate-subscription',
  'migrate',
  'Move a subscription to a later version of its plan in place: what is the same stays as it is, negotiated terms are kept',
  MigrateSubscriptionRequest,
);

export const RestoreSubscriptionRequest = z.strictObject({ note }).meta({ id: 'RestoreSubscriptionRequest' });
export const restoreSubscription = act(
  'restore-subscription',
  'restore',
  'Delete what was to follow and let the subscription go on',
  RestoreSubscriptionRequest,
);

export const NegotiateRequest = z
  .strictObject({ terms: terms.min(1), timing: EditTiming.default('immediate'), note })
  .meta({ id: 'NegotiateSubscriptionRequest' });
export const negotiateSubscription = act(
  'negotiate-subscription',
  'negotiated-terms',
  'Set terms in which a subscription differs from its plan version; one that sets nothing takes the term of that item back',
  NegotiateRequest,
);

export const AddSubscriptionAddOnRequest = z
  .strictObject({ ...bought, timing: EditTiming.default('immediate'), note })
  .meta({ id: 'AddSubscriptionAddonRequest' });
export const addSubscriptionAddOn = act('add-subscription-addon', 'addons', 'Add an add-on to a subscription', AddSubscriptionAddOnRequest);

export const SetAddOnQuantityRequest = z
  .strictObject({ quantity, timing: EditTiming.default('immediate'), note })
  .meta({ id: 'SetSubscriptionAddonQuantityRequest' });
export const setAddOnQuantity = operation({
  id: 'set-subscription-addon-quantity',
  method: 'post',
  path: `${path}/addons/{subscriptionAddonId}/quantity`,
  tag,
  summary: 'Set how many of an add-on a subscription has; 0 gives it up',
  permission,
  params: subscriptionAddOnParams,
  query,
  body: SetAddOnQuantityRequest,
  result: SubscriptionOutcome,
});

export const cancelScheduledChange = operation({
  id: 'cancel-subscription-scheduled-change',
  method: 'delete',
  path: `${path}/scheduled-changes/{changeId}`,
  tag,
  summary: 'Take back what was decided and has not taken effect',
  permission,
  params: z.strictObject({ ...subscriptionParams.shape, changeId: Ulid }),
  query,
  result: SubscriptionOutcome,
});
