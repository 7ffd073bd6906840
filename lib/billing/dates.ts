import { addDuration, billingPeriods, compareInstants, epochSeconds, fromEpochSeconds, type Instant, normalizeInstant } from '@/lib/time';
import { type CollectionAlignment, DEFAULT_DUE_AFTER, type Workflow } from './workflow';

const latest = (instants: readonly Instant[]): Instant | null =>
  instants.reduce<Instant | null>((last, at) => (last === null || compareInstants(at, last) > 0 ? at : last), null);

const earliest = (instants: readonly Instant[]): Instant | null =>
  instants.reduce<Instant | null>((first, at) => (first === null || compareInstants(at, first) < 0 ? at : first), null);

/** Returns the instant at which pending lines are to be collected next, given when each is due; null when there are none. */
export function nextCollectionAt(due: readonly Instant[], alignment: CollectionAlignment): Instant | null {
  const first = earliest(due);
  if (first === null || alignment.type === 'subscription') return first;
  const period = anchorPeriod(alignment, first);
  return !period || period.from === first ? first : period.to;
}

/** Returns the last of recurring dates at or before an instant; the instant itself where nothing recurs. */
export function snapBack(at: Instant, alignment: CollectionAlignment): Instant {
  return alignment.type === 'subscription' ? at : (anchorPeriod(alignment, at)?.from ?? at);
}

function anchorPeriod({ recurringPeriod }: Extract<CollectionAlignment, { type: 'anchored' }>, at: Instant) {
  const { anchor, interval } = recurringPeriod;
  return billingPeriods(normalizeInstant(anchor), interval, at, fromEpochSeconds(epochSeconds(at) + 1), 'UTC')[0];
}

/** A line by what its wait for late usage depends on. */
export interface CollectedLine {
  isUsage: boolean;
  invoiceAt: Instant;
  /** An instant that was set by hand. */
  collectAt?: Instant | null;
}

/** Returns until when late usage is waited for; null when nothing is. */
export function collectionAt(lines: readonly CollectedLine[], interval: string): Instant | null {
  return latest(
    lines.flatMap(({ isUsage, invoiceAt, collectAt }) => collectAt ?? (isUsage ? addDuration(invoiceAt, interval, 1, 'UTC') : [])),
  );
}

export interface DatedInvoice {
  createdAt: Instant;
  collectionAt: Instant | null;
  issuedAt: Instant | null;
}

/** Returns until when a draft can be looked at, and when the invoice is due; null where that is not known yet. */
export function invoiceDates(
  { createdAt, collectionAt: collected, issuedAt }: DatedInvoice,
  { invoicing, payment }: Pick<Workflow, 'invoicing' | 'payment'>,
): { draftUntil: Instant | null; dueAt: Instant | null } {
  const since = latest([normalizeInstant(createdAt), normalizeInstant(collected ?? createdAt)]) ?? createdAt;
  const draftUntil = invoicing.autoAdvance ? addDuration(since, invoicing.draftPeriod, 1, 'UTC') : null;
  const from = draftUntil ?? (issuedAt === null ? null : normalizeInstant(issuedAt));
  return { draftUntil, dueAt: from === null ? null : addDuration(from, dueAfterOf(payment), 1, 'UTC') };
}

/** Time to pay in. What is charged automatically has the usual one. */
export const dueAfterOf = (payment: Workflow['payment']): string =>
  payment.collectionMethod === 'send_invoice' ? payment.dueAfter : DEFAULT_DUE_AFTER;
