import type { BilledLine } from '../billing/billed-line';
import {
  type Book,
  type BookFacts,
  type BookInvoice,
  editInvoice,
  factsOf,
  fireOn,
  invoiceNow,
  invoiceSums,
  syncBook,
} from '../billing/book';
import { nextCollectionAt } from '../billing/dates';
import { type InvoiceTrigger, statusDetails } from '../billing/invoice-state';
import { type PendingLine, pendingOf } from '../billing/pending';
import { targetLines } from '../billing/target-lines';
import type { Workflow } from '../billing/workflow';
import { type Currency, getCurrency } from '../currency';
import { decimal, max, sum, text, ZERO } from '../decimal';
import type { Life } from '../subscription/life';
import { periodAt, rhythmOf } from '../subscription/period';
import { compareInstants, type Instant, intersect, normalizeInstant, type Period } from '../time';
import { type Kinds, kind } from './figure';
import { type Json, paidBy, workflowIn } from './invoice-figures';
import { termsIn } from './line-figures';
import {
  cardIn,
  lifeIn,
  refusedBy,
  stepIn,
  type WireCard,
  type WirePlan,
  type WireStep,
  type WireSubscription,
} from './subscription-input';

interface WireLine extends Partial<WireCard> {
  key: string;
  service_period: Period;
  invoice_at: Instant;
  currency?: string;
}

interface BookStep extends WireStep {
  as_of?: Instant;
  progressive_billing?: boolean;
  include_lines?: string[];
  invoice?: number;
  lines?: WireLine[];
  add_lines?: WireLine[];
  update_lines?: Partial<WireLine>[];
  delete_lines?: string[];
}

interface UsageInput {
  feature: string;
  at: Instant;
  value: string;
  /** When it became known, if later than it was used. */
  ingested_at?: Instant;
}

interface FeatureInput {
  key: string;
  meter?: { aggregation: string } | null;
}

interface BookInput {
  plan?: WirePlan;
  subscription?: WireSubscription;
  billing_profile?: { workflow: Json };
  currency?: string;
  customer?: { currency?: string; key?: string | null; subjects?: string[] } | null;
  features?: FeatureInput[];
  usage?: UsageInput[];
  app?: { type: string; target_payment_status?: string };
  steps: BookStep[];
}

/** Meters whose usage of a part can be told from that of the whole. */
const CUT = ['sum', 'count', 'max', 'unique_count'];

/** A book while the steps of a figure are taken. */
interface Scene {
  input: BookInput;
  workflow: Workflow;
  currency: Currency;
  life: Life | null;
  book: Book;
}

function sceneOf(input: BookInput): Scene {
  const life = input.plan && input.subscription ? lifeIn(input.plan, input.subscription) : null;
  const currency = getCurrency(input.currency ?? life?.start.content.currency ?? 'USD');
  return { input, workflow: workflowOf(input), currency, life, book: { pending: [], invoices: [] } };
}

/** The figures of subscriptions leave a draft a day and wait for nothing, where they say nothing else. */
function workflowOf({ plan, billing_profile }: BookInput): Workflow {
  const given = (billing_profile?.workflow ?? {}) as { invoicing?: Record<string, Json>; collection?: Record<string, Json> };
  if (!plan) return workflowIn(given);
  const invoicing = { draft_period: 'P1D', ...given.invoicing };
  return workflowIn({ ...given, invoicing, collection: { interval: 'PT0S', ...given.collection } });
}

function factsAt({ input, workflow, currency }: Scene, at: Instant): BookFacts {
  const aggregationOf = (feature: string) => input.features?.find(({ key }) => key === feature)?.meter?.aggregation ?? 'sum';
  const usageOf = (feature: string, period: Period): string => {
    const known = (input.usage ?? []).filter(
      (event) => event.feature === feature && compareInstants(event.ingested_at ?? event.at, at) <= 0,
    );
    const inside = known.filter((event) => compareInstants(period.from, event.at) <= 0 && compareInstants(event.at, period.to) < 0);
    const values = inside.map(({ value }) => decimal(value));
    if (aggregationOf(feature) === 'max') return text(values.reduce(max, ZERO));
    return text(aggregationOf(feature) === 'latest' ? (values.at(-1) ?? ZERO) : sum(values));
  };
  return { now: at, workflow, currency, usageOf, canCut: (feature) => CUT.includes(aggregationOf(feature)) };
}

/** Takes a step; returns its error, or null. */
function take(scene: Scene, step: BookStep): string | null {
  const at = normalizeInstant(step.at);
  const facts = factsAt(scene, at);
  const index = (step.invoice ?? 1) - 1;
  const result = (done: { book: Book; error?: string }): string | null => {
    scene.book = settled(done.book, facts, scene.input.app);
    return done.error ?? null;
  };
  switch (step.action) {
    case 'sync':
      return result({ book: synced(scene, normalizeInstant(step.as_of ?? at), facts) });
    case 'add_pending_lines':
      return addLines(scene, step.lines ?? []);
    case 'invoice_now':
    case 'invoice_pending_lines': {
      const { as_of, progressive_billing: progressive, include_lines: include } = step;
      const asOf = as_of && normalizeInstant(as_of);
      return result(
        invoiceNow(
          scene.book,
          { ...(asOf && { asOf }), ...(progressive !== undefined && { progressive }), ...(include && { include }) },
          facts,
        ),
      );
    }
    case 'advance':
    case 'approve':
    case 'retry':
    case 'delete':
    case 'snapshot_quantities':
      return result(fireOn(scene.book, index, step.action satisfies InvoiceTrigger, facts));
    case 'edit_invoice': {
      const update = step.update_lines?.map(({ key = '', ...changed }) => ({ ref: key, card: changedCard(key, changed) }));
      const add = step.add_lines?.map(lineIn);
      const edit = { ...(add && { add }), ...(update && { update }), ...(step.delete_lines && { remove: step.delete_lines }) };
      return result(editInvoice(scene.book, index, edit, facts));
    }
    default: {
      const decision = scene.life && stepIn(scene.life, step);
      if (!decision) throw new Error(`no such step: ${step.action}`);
      scene.life = decision.life;
      return refusedBy(decision)?.code ?? null;
    }
  }
}

/** Only the fields of a card that an edit names. */
function changedCard(key: string, changed: Partial<WireLine>) {
  const { price, discounts, unitConfig, commitments } = cardIn({ key, ...changed });
  return {
    ...(changed.price && { price }),
    ...(discounts && { discounts }),
    ...(unitConfig && { unitConfig }),
    ...(commitments && { commitments }),
  };
}

function synced({ life, book, workflow }: Scene, asOf: Instant, facts: BookFacts): Book {
  if (!life) return book;
  const terms = termsIn(life, workflow.invoicing.subscriptionEndProrationMode);
  return syncBook(book, targetLines(terms, asOf).map(pendingOf), facts);
}

/** A provider that plays along pays what waits for payment. */
function settled(book: Book, facts: BookFacts, app = { type: 'sandbox' }): Book {
  const invoices = book.invoices.map((invoice) =>
    invoice.state === 'payment_processing.pending' ? { ...invoice, state: paidBy(app, invoice.state, factsOf(invoice, facts)) } : invoice,
  );
  return { ...book, invoices };
}

function lineIn({ key, service_period, invoice_at, ...card }: WireLine): PendingLine {
  const servicePeriod = { from: normalizeInstant(service_period.from), to: normalizeInstant(service_period.to) };
  return {
    ref: key,
    card: cardIn({ key, ...card }),
    feature: card.price?.type === 'flat' ? null : (card.feature?.key ?? null),
    servicePeriod,
    group: servicePeriod,
    invoiceAt: normalizeInstant(invoice_at),
    isManual: true,
  };
}

function addLines(scene: Scene, lines: readonly WireLine[]): string | null {
  const error = lines.map((line) => lineError(line, scene)).find((found) => found !== null);
  if (error) return error;
  scene.book = { ...scene.book, pending: [...scene.book.pending, ...lines.map(lineIn)] };
  return null;
}

function lineError(line: WireLine, { input, currency }: Scene): string | null {
  const { price, feature, discounts, service_period } = line;
  if (line.currency !== undefined && line.currency !== currency.code) return 'invoice_line_currency_mismatch';
  if (price?.type === 'flat') return discounts?.usage === undefined ? null : 'usage_discount_with_flat_price';
  const isEmpty = normalizeInstant(service_period.from) === normalizeInstant(service_period.to);
  if (isEmpty) return 'invoice_create_ubp_line_period_is_empty';
  const known = input.features?.find(({ key }) => key === feature?.key);
  if (known && known.meter === null) return 'invoice_line_feature_has_no_meters';
  return null;
}

interface Check {
  after_step: number;
}

/** Answers the checks of a figure: after each step what waits, what was invoiced, and what went wrong. */
function bookFigures(input: BookInput) {
  const scene = sceneOf(input);
  const checks: (Check & Record<string, unknown>)[] = [];
  for (const [i, step] of input.steps.entries()) {
    const error = take(scene, step);
    checks.push({ after_step: i + 1, error, ...written(scene, normalizeInstant(step.at)) });
  }
  return { checks };
}

function written(scene: Scene, at: Instant) {
  const { book, workflow } = scene;
  const due = book.pending.map(({ invoiceAt }) => invoiceAt);
  return {
    pending_lines: book.pending.map(writtenLine),
    invoices: book.invoices.map((invoice) => writtenInvoice(invoice, factsAt(scene, at))),
    next_collection_at: nextCollectionAt(due, workflow.collection.alignment),
    entitlement_periods: scene.life ? entitlementPeriods(scene.life, at) : [],
  };
}

function writtenLine({ ref, servicePeriod, fullServicePeriod, billingPeriod, invoiceAt, card }: PendingLine) {
  return {
    ref,
    service_period: servicePeriod,
    full_service_period: fullServicePeriod,
    billing_period: billingPeriod,
    invoice_at: invoiceAt,
    payment_term: card.paymentTerm,
    price: card.price,
  };
}

const totalsIn = ({ amount, chargesTotal, discountsTotal, total }: BilledLine['totals']) => ({
  amount,
  charges_total: chargesTotal,
  discounts_total: discountsTotal,
  total,
});

function writtenInvoice(invoice: BookInvoice, facts: BookFacts) {
  const { servicePeriod, ...sums } = invoiceSums(invoice, facts.currency);
  const { availableActions, ...details } = statusDetails(invoice.state, factsOf(invoice, facts));
  return {
    status: invoice.state,
    ...totalsIn(sums),
    service_period: servicePeriod,
    lines: invoice.lines.map((line) => ({
      ...writtenLine(line),
      quantity: line.quantity,
      pre_period_quantity: line.prePeriodQuantity,
      ...totalsIn(line.totals),
    })),
    credit_note_proposals: invoice.proposals.map(({ ref, amount }) => ({ ref, amount })),
    collection_at: invoice.collectionAt,
    draft_until: invoice.draftUntil,
    due_at: invoice.dueAt,
    issued_at: invoice.issuedAt,
    quantity_snapshotted_at: invoice.snapshottedAt,
    available_actions: Object.keys(availableActions),
    status_details: { ...details, available_actions: availableActions },
  };
}

/** The usage periods that the metered entitlements of a life are in at an instant. */
function entitlementPeriods(life: Life, at: Instant) {
  const { timeline, rhythm } = { timeline: termsIn(life).timeline, rhythm: rhythmOf(life) };
  return timeline.items.flatMap(({ rateCard, phase, from, to }) => {
    const { entitlement, feature } = rateCard;
    if (entitlement?.type !== 'metered' || !feature || !intersect({ from, to }, { from: at, to })) return [];
    const within = timeline.phases.filter(({ key }) => key === phase);
    const cadence = entitlement.usagePeriod ?? rateCard.billingCadence ?? rhythm.cadence;
    return [
      {
        feature: feature.id,
        active_from: from,
        active_to: timeline.end,
        measure_usage_from: within[0]?.from,
        current_usage_period: periodAt({ phases: within }, { ...rhythm, cadence }, at),
      },
    ];
  });
}

/** Takes only the checks that a figure asks for. */
const steps = kind(bookFigures, {
  lists: {
    checks: 'contain',
    pending_lines: 'any_order',
    lines: 'any_order',
    available_actions: 'any_order',
    credit_note_proposals: 'any_order',
    entitlement_periods: 'any_order',
  },
});

/** Rules for figures of lines and invoices over several steps. */
export const bookKinds: Kinds = {
  subscription_lines: steps,
  cancel: steps,
  alignment: steps,
  progressive_split: steps,
  invoice_totals: steps,
  invoice_flow: steps,
  collection: steps,
  invoice_edit: steps,
};
