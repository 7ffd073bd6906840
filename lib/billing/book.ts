import type { Currency } from '@/lib/currency';
import { addTotals, type Line, type Totals } from '@/lib/rating/line';
import { compareInstants, type Instant, type Period } from '@/lib/time';
import { type BilledLine, billLine, creditOf, type UsageOf } from './billed-line';
import { collectionAt, invoiceDates, snapBack } from './dates';
import { fire, type InvoiceError, type InvoiceFacts, type InvoiceState, type InvoiceTrigger } from './invoice-state';
import { billablePart, type PendingLine } from './pending';
import { type Part, reconcile, type SyncStep } from './sync';
import type { Workflow } from './workflow';

/** A proposal to give back a part of what was billed on an invoice that cannot be changed. */
export interface CreditProposal {
  ref: string;
  servicePeriod: Period;
  amount: string;
}

export interface BookInvoice {
  state: InvoiceState;
  lines: BilledLine[];
  createdAt: Instant;
  issuedAt: Instant | null;
  collectionAt: Instant | null;
  snapshottedAt: Instant | null;
  draftUntil: Instant | null;
  dueAt: Instant | null;
  proposals: CreditProposal[];
}

/** All lines of one customer in one currency: those that wait, and those on invoices. */
export interface Book {
  pending: readonly PendingLine[];
  invoices: readonly BookInvoice[];
}

/** The circumstances in which something is done to a book. */
export interface BookFacts {
  now: Instant;
  workflow: Workflow;
  currency: Currency;
  /** Usage as it is known now. */
  usageOf: UsageOf;
  canCut: (feature: string) => boolean;
}

export type BookError = InvoiceError | 'invoice_create_no_lines' | 'invoice_lines_not_billable' | 'invoice_as_of_in_the_future';
export type BookResult = { book: Book; error?: BookError };

export interface InvoiceNowRequest {
  asOf?: Instant;
  progressive?: boolean;
  /** References of the only lines that are to be billed. */
  include?: readonly string[];
}

/** Takes the lines that can be billed onto a new invoice, and lets it go on as far as it does by itself. */
export function invoiceNow(book: Book, { asOf: asked, progressive, include }: InvoiceNowRequest, facts: BookFacts): BookResult {
  const { workflow, canCut, now } = facts;
  if (asked !== undefined && compareInstants(asked, now) > 0) return { book, error: 'invoice_as_of_in_the_future' };
  const asOf = snapBack(asked ?? now, workflow.collection.alignment);
  const rules = { asOf, canCut, progressive: progressive ?? workflow.invoicing.progressiveBilling };
  const taken: PendingLine[] = [];
  const left: PendingLine[] = [];
  for (const line of book.pending) {
    const isMeant = !include || include.includes(line.ref);
    const part = isMeant ? billablePart(line, rules) : null;
    if (include && isMeant && !part) return { book, error: 'invoice_lines_not_billable' };
    if (part) taken.push(part.now);
    const rest = part ? part.rest : line;
    if (rest) left.push(rest);
  }
  if (taken.length === 0) return { book, error: 'invoice_create_no_lines' };
  const blank = { issuedAt: null, collectionAt: null, snapshottedAt: null, draftUntil: null, dueAt: null, proposals: [] };
  const created: BookInvoice = { state: 'draft.created', lines: [], createdAt: now, ...blank };
  const invoices = [...book.invoices, created];
  const opened: Book = { pending: left, invoices };
  return fireOn(withLines(opened, invoices.length - 1, taken, facts), invoices.length - 1, 'advance', facts);
}

/** Fires a trigger on an invoice and does the work of the states it goes through. */
export function fireOn(book: Book, index: number, trigger: InvoiceTrigger, facts: BookFacts): BookResult {
  let current = book;
  const invoice = book.invoices[index];
  if (!invoice) throw new Error(`there is no invoice ${index}`);
  const work = (state: InvoiceState): boolean => {
    current = worked(current, index, state, facts);
    return true;
  };
  const result = fire(invoice.state, trigger, factsOf(invoice, facts), work);
  if ('error' in result) return { book, error: result.error };
  return { book: change(current, index, (now) => dated({ ...now, state: result.state }, facts)) };
}

/** Does what a state is there for: usage is counted when it is collected, and an issue has its time. */
function worked(book: Book, index: number, state: InvoiceState, facts: BookFacts): Book {
  if (state === 'draft.collecting') {
    const lines = book.invoices[index]?.lines ?? [];
    return change(withLines(book, index, lines, facts), index, (invoice) => ({ ...invoice, snapshottedAt: facts.now }));
  }
  return state === 'issuing.charge_booking' ? change(book, index, (invoice) => ({ ...invoice, issuedAt: facts.now })) : book;
}

/** Returns the facts by which an invoice goes on. */
export function factsOf(invoice: BookInvoice, { now, workflow }: Pick<BookFacts, 'now' | 'workflow'>): InvoiceFacts {
  const reached = (at: Instant | null) => at === null || compareInstants(at, now) <= 0;
  return {
    autoAdvance: workflow.invoicing.autoAdvance,
    collectionReached: reached(invoice.collectionAt),
    draftOver: invoice.draftUntil !== null && reached(invoice.draftUntil),
    hasCritical: false,
    hasLines: invoice.lines.length > 0,
    draftSynced: true,
    issuingSynced: true,
  };
}

function change(book: Book, index: number, by: (invoice: BookInvoice) => BookInvoice): Book {
  return { ...book, invoices: book.invoices.map((invoice, i) => (i === index ? by(invoice) : invoice)) };
}

function dated(invoice: BookInvoice, { workflow }: BookFacts): BookInvoice {
  return { ...invoice, ...invoiceDates(invoice, workflow) };
}

/** Puts lines on an invoice, as they cost now, in the place of those that it has. */
function withLines(book: Book, index: number, lines: readonly PendingLine[], facts: BookFacts): Book {
  const { usageOf, currency, workflow } = facts;
  const billed = lines.map((line) => billLine(line, bookedBefore(book, line, index), usageOf, currency));
  const collected = collectionAt(
    lines.map(({ feature, invoiceAt }) => ({ isUsage: feature !== null, invoiceAt })),
    workflow.collection.interval,
  );
  return change(book, index, (invoice) => dated({ ...invoice, lines: billed, collectionAt: collected }, facts));
}

/** Lines that earlier parts of the same period booked on other invoices. Of one that was deleted nothing counts. */
function bookedBefore({ invoices }: Book, { ref, servicePeriod }: PendingLine, index: number): Line[] {
  return invoices.flatMap(({ state, lines }, i) => {
    if (i === index || state.startsWith('delete')) return [];
    const earlier = lines.filter((line) => line.ref === ref && compareInstants(line.servicePeriod.from, servicePeriod.from) < 0);
    return earlier.flatMap((line) => line.lines);
  });
}

/** An edit of a draft: lines are added, changed by their reference, or taken off. */
export interface InvoiceEdit {
  add?: readonly PendingLine[];
  update?: readonly { ref: string; card: Partial<PendingLine['card']> }[];
  remove?: readonly string[];
}

/** Edits a draft by hand. Lines that were touched follow their subscription no more. */
export function editInvoice(book: Book, index: number, { add = [], update = [], remove = [] }: InvoiceEdit, facts: BookFacts): BookResult {
  const lines = (book.invoices[index]?.lines ?? []).flatMap((line): PendingLine[] => {
    if (remove.includes(line.ref)) return [];
    const change = update.find(({ ref }) => ref === line.ref);
    return [change ? { ...line, card: { ...line.card, ...change.card }, isManual: true } : line];
  });
  const edited = fireOn(book, index, 'edit', facts);
  if (edited.error) return edited;
  const touched = withTouchedLines(book, index, [...lines, ...add.map((line) => ({ ...line, isManual: true }))], facts);
  return fireOn(touched, index, 'edit', facts);
}

/** Puts lines on an invoice: those that are new or were touched are measured now, the others stay as they were measured. */
function withTouchedLines(book: Book, index: number, lines: readonly PendingLine[], facts: BookFacts): Book {
  const before = book.invoices[index]?.lines ?? [];
  const measured = withLines(book, index, lines, facts);
  return change(measured, index, (invoice) => ({
    ...invoice,
    lines: invoice.lines.map((line, i) => before.find((former) => former === lines[i]) ?? line),
  }));
}

/** Brings the lines of a subscription to what they are to be, wherever they are. Doing it twice does nothing more. */
export function syncBook(book: Book, targets: readonly PendingLine[], facts: BookFacts): Book {
  const steps = reconcile(partsOf(book), targets);
  const pending = book.pending.flatMap((line, i): PendingLine[] => {
    const step = stepFor(steps, `pending/${i}`);
    if (!step) return [line];
    return step.kind === 'update' ? [step.line] : [];
  });
  const created = steps.flatMap((step) => (step.kind === 'create' ? [step.line] : []));
  let next: Book = { ...book, pending: [...pending, ...created] };
  for (const [index, invoice] of book.invoices.entries()) next = syncInvoice(next, index, invoice, steps, facts);
  return next;
}

function syncInvoice(book: Book, index: number, invoice: BookInvoice, steps: readonly SyncStep[], facts: BookFacts): Book {
  const own = invoice.lines.map((line, i) => ({ line, step: stepFor(steps, `${index}/${i}`) }));
  if (own.every(({ step }) => step === undefined)) return book;
  const proposals = own.flatMap(({ line, step }): CreditProposal[] => {
    if (step?.kind !== 'credit') return [];
    const amount = creditOf(line, step.line, bookedBefore(book, line, index), facts.usageOf, facts.currency);
    return amount === null ? [] : [{ ref: line.ref, servicePeriod: line.servicePeriod, amount }];
  });
  if (proposals.length > 0) return change(book, index, (now) => ({ ...now, proposals }));
  const lines = own.flatMap(({ line, step }): PendingLine[] => {
    if (step?.kind === 'delete') return [];
    return [step?.kind === 'update' ? step.line : line];
  });
  if (lines.length === 0) return fireOn(withLines(book, index, [], facts), index, 'delete', facts).book;
  return fireOn(withTouchedLines(book, index, lines, facts), index, 'edit', facts).book;
}

const stepFor = (steps: readonly SyncStep[], id: string): Exclude<SyncStep, { kind: 'create' }> | undefined =>
  steps.find((step): step is Exclude<SyncStep, { kind: 'create' }> => step.kind !== 'create' && step.part.id === id);

/** All lines of a book with the place they are in. Those of deleted invoices are no more. */
function partsOf({ pending, invoices }: Book): Part[] {
  const waiting = pending.map((line, i): Part => ({ id: `pending/${i}`, place: 'pending', line }));
  const billed = invoices.flatMap(({ state, lines }, index) => {
    if (state.startsWith('delete')) return [];
    const place = state.startsWith('draft.') ? 'draft' : 'issued';
    return lines.map((line, i): Part => ({ id: `${index}/${i}`, place, line }));
  });
  return [...waiting, ...billed];
}

/** Returns the sums of an invoice, and the time that its lines are for. */
export function invoiceSums({ lines }: BookInvoice, currency: Currency): Totals & { servicePeriod: Period | null } {
  const froms = lines.map(({ servicePeriod }) => servicePeriod.from).toSorted();
  const tos = lines.map(({ servicePeriod }) => servicePeriod.to).toSorted();
  const [from, to] = [froms[0], tos.at(-1)];
  const totals = addTotals(
    lines.map((line) => line.totals),
    currency,
  );
  return { ...totals, servicePeriod: from === undefined || to === undefined ? null : { from, to } };
}
