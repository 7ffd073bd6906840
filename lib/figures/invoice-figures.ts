import { z } from 'zod';
import { collectionAt, dueAfterOf, invoiceDates, nextCollectionAt } from '../billing/dates';
import { fire, type InvoiceFacts, type InvoiceState, type InvoiceTrigger, statusDetails } from '../billing/invoice-state';
import { invoiceNumber, type NumberKind } from '../billing/number';
import { afterPaymentEvent, type ProviderState } from '../billing/payment-event';
import { decideProfile, type ProfileCode, type ProfileRequest, type ProfileStanding } from '../billing/profiles';
import { type DetailedLine, daysUntilDue, stripeItems } from '../billing/stripe-items';
import { overrideWorkflow, replaceWorkflow, Workflow, type WorkflowInput } from '../billing/workflow';
import { getCurrency } from '../currency';
import { type Instant, normalizeInstant } from '../time';
import { snake } from '../wire';
import { type Kinds, kind } from './figure';

const json = z.json();
export type Json = z.infer<typeof json>;

/** A value with its names in camelCase, or in snake_case, all the way down. */
export const renamed = (value: Json, rename: (name: string) => string): Json => {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [rename(name), renamed(item, rename)]));
};
export const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const written = (value: object): Json => renamed(JSON.parse(JSON.stringify(value)), snake);

/** The workflow of a figure, with its defaults. */
export const workflowIn = (workflow: Json = {}): Workflow => Workflow.parse(renamed(workflow, camel));

interface StateInput {
  status: InvoiceState;
  trigger: InvoiceTrigger;
  app: { type: string; target_payment_status?: string };
  auto_advance?: boolean;
  collection_reached?: boolean;
  draft_over?: boolean;
  critical_issue?: boolean;
  lines?: number;
  app_fails_in?: InvoiceState[];
  draft_synced?: boolean;
  issuing_synced?: boolean;
}

const SANDBOX_TARGETS: Record<string, InvoiceTrigger> = {
  failed: 'failed',
  uncollectible: 'uncollectible',
  action_required: 'action_required',
};

function stateFigures(input: StateInput) {
  const facts: InvoiceFacts = {
    autoAdvance: input.auto_advance ?? true,
    collectionReached: input.collection_reached ?? true,
    draftOver: input.draft_over ?? false,
    hasCritical: input.critical_issue ?? false,
    hasLines: input.lines !== 0,
    draftSynced: input.draft_synced ?? true,
    issuingSynced: input.issuing_synced ?? true,
  };
  const work = (state: InvoiceState) => !input.app_fails_in?.includes(state);
  const result = fire(input.status, input.trigger, facts, work);
  if ('error' in result) return { error: result.error, http_status: 400 };
  const { availableActions, ...details } = statusDetails(result.state, facts);
  const status = result.state === 'payment_processing.pending' ? paidBy(input.app, result.state, facts, work) : result.state;
  return { status, status_details: { ...details, available_actions: availableActions } };
}

/** The sandbox plays a provider that pays at once, or does as it was told. */
export function paidBy(
  { type, target_payment_status }: StateInput['app'],
  state: InvoiceState,
  facts: InvoiceFacts,
  work?: (state: InvoiceState) => boolean,
): InvoiceState {
  if (type !== 'sandbox') return state;
  const result = fire(state, SANDBOX_TARGETS[target_payment_status ?? ''] ?? 'paid', facts, work);
  return 'state' in result ? result.state : state;
}

interface LinesInput {
  collection: Json;
  lines: { price_type?: string; invoice_at: Instant; deleted?: boolean; collection_at?: Instant; override_collection_at?: Instant }[];
}

const alive = ({ lines }: LinesInput) => lines.filter(({ deleted }) => !deleted);

function nextCollectionFigures(input: LinesInput) {
  const { alignment } = workflowIn({ collection: input.collection }).collection;
  return {
    next_collection_at: nextCollectionAt(
      alive(input).map(({ invoice_at }) => invoice_at),
      alignment,
    ),
  };
}

function collectionFigures(input: LinesInput) {
  const lines = alive(input).map(({ price_type, invoice_at, collection_at, override_collection_at }) => ({
    isUsage: price_type !== 'flat',
    invoiceAt: invoice_at,
    collectAt: override_collection_at ?? collection_at ?? null,
  }));
  return { collection_at: collectionAt(lines, workflowIn({ collection: input.collection }).collection.interval) };
}

interface DatesInput {
  created_at: Instant;
  collection_at: Instant | null;
  issued_at?: Instant | null;
  workflow: Json;
}

function dateFigures({ created_at, collection_at, issued_at, workflow }: DatesInput) {
  const dates = invoiceDates({ createdAt: created_at, collectionAt: collection_at, issuedAt: issued_at ?? null }, workflowIn(workflow));
  return { draft_until: dates.draftUntil, due_at: dates.dueAt };
}

interface NumberInput {
  customer_name: string;
  currency?: string;
  kind: NumberKind;
  allocated_before: number;
}

const numberFigures = ({ customer_name, currency = 'USD', kind: of, allocated_before }: NumberInput) => ({
  number: invoiceNumber(of, customer_name, currency, allocated_before + 1),
});

interface NumberFlowInput {
  customer_name: string;
  steps: ('allocate' | 'rollback_invoice')[];
  /** Is a number given by itself, or with the invoice, whose end takes it back? */
  commit: 'independent' | 'transactional';
}

function numberFlowFigures({ customer_name, steps, commit }: NumberFlowInput) {
  let count = 0;
  const numbers: string[] = [];
  for (const step of steps) {
    if (step === 'allocate') numbers.push(invoiceNumber('invoice', customer_name, 'USD', ++count));
    else if (commit !== 'independent') count--;
  }
  return { numbers };
}

interface ProfileInput {
  request: { method: 'POST' | 'PUT'; workflow: Json };
  stored?: Json;
}

function profileFigures({ request, stored }: ProfileInput) {
  const asked = renamed(request.workflow, camel) as WorkflowInput;
  const input = request.method === 'PUT' ? replaceWorkflow(workflowIn(stored), asked) : asked;
  const parsed = Workflow.safeParse(input);
  if (!parsed.success) return { status: 400 };
  return {
    status: request.method === 'PUT' ? 200 : 201,
    workflow: written(parsed.data),
    due_after_used: dueAfterOf(parsed.data.payment),
  };
}

type ProfileStep = { default?: boolean } & Partial<Record<'create' | 'update' | 'delete' | 'get' | 'pin_customer', string>>;

const PROFILE_STATUS = { create: 201, update: 200, delete: 204, get: 200, pin: 200 } as const;

function profileFlowFigures({ steps }: { steps: ProfileStep[] }) {
  let profiles: readonly ProfileStanding[] = [];
  let code: ProfileCode | null = null;
  const statuses = steps.map((step) => {
    const request = requestOf(step);
    const decision = decideProfile(profiles, request);
    profiles = decision.profiles;
    code = decision.code ?? code;
    if (decision.code === null) return PROFILE_STATUS[request.act];
    return decision.code === 'profile_not_found' ? 404 : 400;
  });
  return { default: profiles.find(({ isDefault }) => isDefault)?.key ?? null, statuses, code };
}

function requestOf({ default: isDefault = false, create, update, delete: gone, get, pin_customer }: ProfileStep): ProfileRequest {
  if (create !== undefined) return { act: 'create', key: create, isDefault };
  if (update !== undefined) return { act: 'update', key: update, isDefault };
  if (gone !== undefined) return { act: 'delete', key: gone };
  return get !== undefined ? { act: 'get', key: get } : { act: 'pin', key: pin_customer ?? '' };
}

function overrideFigures({ profile_workflow, override }: { profile_workflow: Json; override: Json }) {
  if (profile_workflow === null) return { status: 404, code: 'default_profile_not_found' };
  const read = (value: Json) => renamed(value, camel) as Partial<Workflow>;
  return { merged: written(overrideWorkflow(read(profile_workflow), override === null ? null : read(override))) };
}

function stripeFigures({ currency, line }: { currency: string; line: Json }) {
  const items = stripeItems(JSON.parse(JSON.stringify(renamed(line, camel))) as DetailedLine, getCurrency(currency));
  return { items: items.map(({ description, amountMinor }) => ({ description, amount_minor: amountMinor })) };
}

interface WebhookInput {
  event: string;
  invoice_status: InvoiceState | null;
  stripe_invoice_status: ProviderState;
  last_finalization_error?: boolean;
}

function webhookFigures({ event, invoice_status, stripe_invoice_status, last_finalization_error = false }: WebhookInput) {
  // Of an invoice that is not ours nothing changes, whatever happened to it.
  const state = invoice_status ?? 'paid';
  const after = afterPaymentEvent(state, {
    type: event,
    providerState: stripe_invoice_status,
    finalizationFailed: last_finalization_error,
  });
  return {
    invoice_status: invoice_status && (after?.state ?? invoice_status),
    http_status: after ? 201 : 400,
    sent_to_customer_at_set: after?.wasSent ?? false,
  };
}

/** Rules for figures of single invoices: states, dates, numbers, profiles, and what a provider is told. */
export const invoiceFigures: Kinds = {
  invoice_state: kind(stateFigures),
  next_collection_at: kind(nextCollectionFigures),
  collection_at: kind(collectionFigures),
  invoice_dates: kind(dateFigures),
  numbering: kind(numberFigures),
  numbering_flow: kind(numberFlowFigures),
  billing_profile: kind(profileFigures),
  billing_profile_flow: kind(profileFlowFigures),
  customer_override: kind(overrideFigures),
  stripe_sync: kind(stripeFigures),
  stripe_due_days: kind(({ due_after, now }: { due_after: string; now: Instant }) => ({
    days_until_due: daysUntilDue(due_after, normalizeInstant(now)),
  })),
  payment_webhook: kind(webhookFigures),
};
