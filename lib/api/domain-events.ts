import { z } from 'zod';
import { DateTime, Ulid } from '@/lib/fields';

/** A version of a plan or an add-on: of one key, one is sold at a time. */
const VersionRef = z.strictObject({
  id: Ulid,
  key: z.string(),
  version: z.int(),
  name: z.string(),
  /** Absent while it is a draft. */
  effectiveFrom: DateTime.optional(),
  effectiveTo: DateTime.optional(),
});

/** A subscription, and when what happened to it counts. */
const SubscriptionRef = z.strictObject({
  id: Ulid,
  customerId: Ulid,
  planId: Ulid.optional(),
  /** When it takes effect, which may be to come. */
  at: DateTime,
});
const subscriptionEvent = (summary: string) => ({ summary, payload: SubscriptionRef });
const phaseEvent = (summary: string) => ({ summary, payload: z.strictObject({ ...SubscriptionRef.shape, phaseKey: z.string() }) });

/** Something that is not kept in versions. */
const ThingRef = z.strictObject({ id: Ulid, key: z.string(), name: z.string() });

const versioned = (noun: string) => ({
  created: { summary: `A draft of ${noun} was created`, payload: VersionRef },
  updated: { summary: `A draft, a scheduled version or the words of ${noun} were changed`, payload: VersionRef },
  published: { summary: `A version of ${noun} was published; it goes on sale at its start`, payload: VersionRef },
  started: { summary: `A scheduled version of ${noun} is on sale from now on`, payload: VersionRef },
  unscheduled: { summary: `A scheduled version of ${noun} is a draft again`, payload: VersionRef },
  rescheduled: { summary: `The end of a version of ${noun} moved, since another one follows or no longer does`, payload: VersionRef },
  archived: { summary: `A version of ${noun} is no longer sold, from its end on`, payload: VersionRef },
  deleted: { summary: `A version of ${noun} that was not on sale was deleted`, payload: VersionRef },
});
const plain = (noun: string) => ({
  created: { summary: `${noun} was created`, payload: ThingRef },
  updated: { summary: `${noun} was changed`, payload: ThingRef },
  deleted: { summary: `${noun} was deleted`, payload: ThingRef },
});

const PLAN = versioned('a plan');
const ADD_ON = versioned('an add-on');
const METER = plain('A meter');
const FEATURE = plain('A feature');
const CUSTOMER = plain('A customer');
const TAX_CODE = plain('A tax code');

/**
 * Everything that Ratebook tells others about itself: the type of an event, what it says in words, and the shape of its payload. Payloads
 * name things; how a thing stands is asked of the API. Shapes only grow: a field is added, never taken away or given another meaning.
 */
export const EVENT_TYPES = {
  'plan.created': PLAN.created,
  'plan.updated': PLAN.updated,
  'plan.published': PLAN.published,
  'plan.started': PLAN.started,
  'plan.unscheduled': PLAN.unscheduled,
  'plan.rescheduled': PLAN.rescheduled,
  'plan.archived': PLAN.archived,
  'plan.deleted': PLAN.deleted,
  'addon.created': ADD_ON.created,
  'addon.updated': ADD_ON.updated,
  'addon.published': ADD_ON.published,
  'addon.started': ADD_ON.started,
  'addon.unscheduled': ADD_ON.unscheduled,
  'addon.rescheduled': ADD_ON.rescheduled,
  'addon.archived': ADD_ON.archived,
  'addon.deleted': ADD_ON.deleted,
  'meter.created': METER.created,
  'meter.updated': METER.updated,
  'meter.deleted': METER.deleted,
  'feature.created': FEATURE.created,
  'feature.updated': FEATURE.updated,
  'feature.deleted': FEATURE.deleted,
  'customer.created': CUSTOMER.created,
  'customer.updated': CUSTOMER.updated,
  'customer.deleted': CUSTOMER.deleted,
  'plan_migration.updated': {
    summary: 'A migration of subscribers to another version was begun, stopped or finished',
    payload: z.strictObject({ id: z.string(), planKey: z.string(), toVersion: z.int(), status: z.string() }),
  },
  'subscription.created': subscriptionEvent('A customer was put on terms, from an instant on'),
  'subscription.started': subscriptionEvent('A scheduled subscription began'),
  'subscription.updated': subscriptionEvent('The items, the seats or the words of a subscription were changed'),
  'subscription.canceled': subscriptionEvent('A subscription was given an end'),
  'subscription.continued': subscriptionEvent('A subscription that was to end goes on'),
  'subscription.changed': {
    summary: 'A subscription ends, and another one follows it',
    payload: z.strictObject({ ...SubscriptionRef.shape, nextId: Ulid }),
  },
  'subscription.amended': subscriptionEvent('A subscription moves to another version of its plan, or to other negotiated terms'),
  'subscription.paused': subscriptionEvent('A subscription is suspended'),
  'subscription.resumed': subscriptionEvent('A suspended subscription goes on'),
  'subscription.addon_changed': {
    summary: 'A subscription has another quantity of an add-on',
    payload: z.strictObject({ ...SubscriptionRef.shape, addonId: Ulid, quantity: z.int() }),
  },
  'subscription.unscheduled': subscriptionEvent('Something that was decided for a subscription was taken back before it took effect'),
  'subscription.deleted': subscriptionEvent('A subscription was deleted before it began'),
  'subscription.ended': subscriptionEvent('A subscription is over'),
  'subscription.phase_started': phaseEvent('A phase of a subscription began'),
  'subscription.phase_ended': phaseEvent('A phase of a subscription is over'),
  'tax_code.created': TAX_CODE.created,
  'tax_code.updated': TAX_CODE.updated,
  'tax_code.deleted': TAX_CODE.deleted,
  'tax_code_defaults.updated': {
    summary: 'Other tax codes are taken where none is named',
    payload: z.strictObject({ invoicingTaxCodeId: Ulid, creditGrantTaxCodeId: Ulid }),
  },
  'currency.created': {
    summary: 'A currency of one’s own was created',
    payload: z.strictObject({ id: Ulid, code: z.string(), name: z.string() }),
  },
  'cost_basis.created': {
    summary: 'A currency of one’s own is worth something else in money, from an instant on',
    payload: z.strictObject({ id: Ulid, currency: z.string(), fiatCode: z.string(), rate: z.string(), effectiveFrom: DateTime }),
  },
  'llm_price.created': {
    summary: 'What the workspace pays for a language model was said',
    payload: z.strictObject({ id: Ulid, provider: z.string(), model: z.string() }),
  },
  'llm_price.deleted': {
    summary: 'What the workspace pays for a language model was taken back',
    payload: z.strictObject({ id: Ulid, provider: z.string(), model: z.string() }),
  },
  'llm_price_list.replaced': {
    summary: 'Another list of model prices is in force',
    payload: z.strictObject({ id: Ulid, fileName: z.string(), count: z.int() }),
  },
  'llm_price_list.removed': { summary: 'The list of model prices that ships is in force again', payload: z.strictObject({ id: Ulid }) },
} satisfies Record<string, { summary: string; payload: z.ZodType }>;

export type EventType = keyof typeof EVENT_TYPES;
type PayloadOf<T extends EventType> = z.infer<(typeof EVENT_TYPES)[T]['payload']>;

/** Event about a thing: events of one subject, such as `plan/pro`, are delivered in the order of their commits. */
export type NewDomainEvent = { [T in EventType]: { type: T; subject: string; payload: PayloadOf<T> } }[EventType];

/** An event as it is delivered; one that was delivered before has the same id. */
export type DomainEvent = NewDomainEvent & { id: string; at: string; position: string; requestId: string };
