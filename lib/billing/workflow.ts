import { z } from 'zod';
import { DateTime, Duration } from '@/lib/fields';

const SubscriptionAlignment = z.strictObject({ type: z.literal('subscription') });
const AnchoredAlignment = z.strictObject({
  type: z.literal('anchored'),
  recurringPeriod: z.strictObject({ interval: Duration, anchor: DateTime }),
});

/** Whether lines are collected as they fall due, or together at the next of recurring dates. */
export const CollectionAlignment = z.discriminatedUnion('type', [SubscriptionAlignment, AnchoredAlignment]);
export type CollectionAlignment = z.infer<typeof CollectionAlignment>;

/** Time in which late usage is waited for. */
const DEFAULT_INTERVAL = 'PT1H';
/** Time to pay in, where nothing else was agreed. */
export const DEFAULT_DUE_AFTER = 'P30D';

const Collection = z.strictObject({
  alignment: CollectionAlignment.default({ type: 'subscription' }),
  interval: Duration.default(DEFAULT_INTERVAL),
});
const Invoicing = z.strictObject({
  autoAdvance: z.boolean().default(true),
  draftPeriod: Duration.default('P0D'),
  progressiveBilling: z.boolean().default(true),
  subscriptionEndProrationMode: z.enum(['bill_actual_period', 'bill_full_period']).default('bill_actual_period'),
});
const Payment = z.discriminatedUnion('collectionMethod', [
  z.strictObject({ collectionMethod: z.literal('charge_automatically') }),
  z.strictObject({ collectionMethod: z.literal('send_invoice'), dueAfter: Duration.default(DEFAULT_DUE_AFTER) }),
]);
const Tax = z
  .strictObject({ enabled: z.boolean().default(true), enforced: z.boolean().default(false) })
  .refine(({ enabled, enforced }) => enabled || !enforced, { error: 'Taxes that are enforced must be enabled.', path: ['enforced'] });

/** The way invoices are made, sent and paid. A field that is left out has its default. */
export const Workflow = z.strictObject({
  collection: Collection.prefault({}),
  invoicing: Invoicing.prefault({}),
  payment: Payment.prefault({ collectionMethod: 'charge_automatically' }),
  tax: Tax.prefault({}),
});
export type Workflow = z.infer<typeof Workflow>;
export type WorkflowInput = z.input<typeof Workflow>;

/**
 * Returns the workflow that a replacement gives: a field that it leaves out goes back to its default, but for the way the end of a
 * subscription is billed, which stays.
 */
export function replaceWorkflow(stored: Workflow, input: WorkflowInput): WorkflowInput {
  const mode = input.invoicing?.subscriptionEndProrationMode ?? stored.invoicing.subscriptionEndProrationMode;
  return { ...input, invoicing: { ...input.invoicing, subscriptionEndProrationMode: mode } };
}

type Partly<T> = { [K in keyof T]?: Partial<T[K]> };

/** Returns a profile's workflow with a customer's own fields in it. An alignment is taken whole. */
export function overrideWorkflow<T extends Partly<Workflow>>(profile: T, own: Partly<Workflow> | null): T {
  const merged = { ...profile };
  if (!own) return merged;
  for (const group of ['collection', 'invoicing', 'payment', 'tax'] as const)
    if (own[group]) Object.assign(merged, { [group]: { ...profile[group], ...own[group] } });
  return merged;
}
