import type { Currency } from '@/lib/currency';
import { decimal, isZero, text } from '@/lib/decimal';
import type { PaymentTerm } from '@/lib/pricing/payment-term';
import { isUsageBased, type Price, paymentTermOf } from '@/lib/pricing/price';
import { prorate, prorationOf } from '@/lib/rating/proration';
import { periodAt, type Rhythm } from '@/lib/subscription/period';
import type { PlannedCard } from '@/lib/subscription/planned';
import type { Timeline, TimelineItem } from '@/lib/subscription/timeline';
import {
  billingPeriods,
  compareInstants,
  contains,
  END_OF_TIME,
  epochSeconds,
  fromEpochSeconds,
  type Instant,
  intersect,
  type Period,
} from '@/lib/time';

/** The terms of a subscription and its workspace by which it is billed. */
export interface BillingTerms {
  timeline: Timeline;
  rhythm: Rhythm;
  currency: Currency;
  /** Bills of a flat price only the share that was served. */
  prorate: boolean;
  /** At the end of the subscription a flat price is billed for the share that was served, or in full. */
  endProration: 'bill_actual_period' | 'bill_full_period';
}

/** A line that a subscription is to be billed, whenever it is due: one card in one of its service periods. */
export interface TargetLine {
  /** `phase/item/v[n]/period[i]`; without the period for what is charged once. It stays the same as long as the item does. */
  ref: string;
  phase: string;
  itemId: string;
  rateCard: PlannedCard;
  servicePeriod: Period;
  /** The whole recurrence of the card, of which the service is a part. */
  fullServicePeriod: Period;
  /** The billing period that the service begins in. */
  billingPeriod: Period;
  invoiceAt: Instant;
  paymentTerm: PaymentTerm;
  isUsage: boolean;
  /** The price of the card; a flat one as it is after proration. */
  price: Price;
}

/** Returns the lines of a subscription up to a horizon, phase by phase. */
export function targetLines(terms: BillingTerms, asOf: Instant): TargetLine[] {
  const limit = horizonOf(terms, asOf);
  const lines: TargetLine[] = [];
  for (const phase of terms.timeline.phases) {
    const items = terms.timeline.items.filter((item) => item.phase === phase.key && isBillable(item));
    // A phase in which nothing costs anything does not end the walk: the one after it is to be seen.
    if (items.length === 0) continue;
    const until = compareInstants(phase.from, limit) > 0 ? firstDue(items, phase, terms) : limit;
    if (until !== null) lines.push(...phaseLines(terms, phase, until));
    if (compareInstants(phase.to, asOf) >= 0) break;
  }
  return lines;
}

/** Returns the lines of one phase that are due by an instant. Nothing that is due by then begins after the billing period that holds it. */
export function phaseLines(terms: BillingTerms, phase: Period & { key: string }, until: Instant): TargetLine[] {
  const recurrences = new Recurrences(terms.rhythm, { from: phase.from, to: endOfPeriod(terms.rhythm, terms.rhythm.cadence, until) });
  return terms.timeline.items.flatMap((item) =>
    item.phase === phase.key && isBillable(item) ? linesOf(item, phase, terms, until, recurrences) : [],
  );
}

/** Does the subscription have anything that could ever be billed? */
export const hasBillables = ({ items }: Pick<Timeline, 'items'>): boolean => items.some(isBillable);

const isBillable = ({ rateCard }: TimelineItem): boolean => rateCard.price.type !== 'free';

/**
 * Returns the instant up to which lines are made as of another: itself when a billing period begins there, and otherwise the end of the one
 * that it lies in; the start before the start. The next synchronisation is due there.
 */
export function horizonOf({ timeline, rhythm }: Pick<BillingTerms, 'timeline' | 'rhythm'>, asOf: Instant): Instant {
  if (compareInstants(asOf, timeline.start) <= 0) return timeline.start;
  const period = periodAt(timeline, rhythm, asOf);
  if (!period || period.from === asOf) return asOf;
  return period.to;
}

/** The first instant at which a phase gives something to bill, in advance or in arrears; null when it never does. */
function firstDue(items: readonly TimelineItem[], phase: Period, terms: BillingTerms): Instant | null {
  const { rhythm } = terms;
  const firsts = items.flatMap((item) => {
    const ends = [rhythm.cadence, cadenceOf(item, rhythm) ?? rhythm.cadence].map((cadence) => endOfPeriod(rhythm, cadence, item.from));
    const last = ends.reduce((latest, end) => (compareInstants(end, latest) > 0 ? end : latest));
    const recurrences = new Recurrences(rhythm, { from: phase.from, to: last });
    const [one] = served(item, recurrences);
    return (one && dueOf(item, one, phase, recurrences)?.invoiceAt) ?? [];
  });
  return firsts.reduce<Instant | null>((first, at) => (first === null || compareInstants(at, first) < 0 ? at : first), null);
}

/** The periods of some cadences over a span, each worked out once: calendars are the dearest part of lines. */
class Recurrences {
  private readonly known = new Map<string, Period[]>();

  constructor(
    readonly rhythm: Rhythm,
    private readonly span: Period,
  ) {}

  of(cadence: string): readonly Period[] {
    const known = this.known.get(cadence);
    if (known) return known;
    const { anchor, timeZone } = this.rhythm;
    const periods = billingPeriods(anchor, cadence, this.span.from, this.span.to, timeZone);
    this.known.set(cadence, periods);
    return periods;
  }

  /** The billing period that an instant lies in, cut to a phase. */
  billingPeriod(phase: Period, at: Instant): Period | null {
    const period = this.of(this.rhythm.cadence).find((one) => contains(one, at));
    return period ? intersect(period, phase) : null;
  }
}

interface Served {
  period: Period;
  full: Period;
  /** Place among the recurrences of the item; null for what is charged once. */
  index: number | null;
}

function linesOf(item: TimelineItem, phase: Period, terms: BillingTerms, until: Instant, recurrences: Recurrences): TargetLine[] {
  const lines: TargetLine[] = [];
  for (const one of served(item, recurrences)) {
    const due = dueOf(item, one, phase, recurrences);
    if (!due || compareInstants(due.invoiceAt, until) > 0) continue;
    const line = lineOf(item, one, due, terms);
    if (line) lines.push(line);
  }
  return lines;
}

/** The rhythm of an item: its card's own, or for usage without one that of billing; none for what is charged once. */
const cadenceOf = ({ rateCard }: TimelineItem, { cadence }: Rhythm): string | undefined =>
  rateCard.billingCadence ?? (isUsageBased(rateCard.price) ? cadence : undefined);

/** The service periods of an item, as far as the recurrences go. */
function served(item: TimelineItem, recurrences: Recurrences): Served[] {
  const { from, to } = item;
  const cadence = cadenceOf(item, recurrences.rhythm);
  if (cadence === undefined) {
    const period = to === END_OF_TIME ? { from, to: from } : { from, to };
    return [{ period, full: period, index: null }];
  }
  const fulls = recurrences.of(cadence);
  const first = fulls.findIndex((full) => compareInstants(full.to, from) > 0);
  if (first < 0) return [];
  return fulls.slice(first).flatMap((full, index) => {
    const period = intersect(full, item);
    return period ? [{ period, full, index }] : [];
  });
}

/** The end of the recurrence that holds an instant. */
function endOfPeriod({ anchor, timeZone }: Rhythm, cadence: string, at: Instant): Instant {
  return billingPeriods(anchor, cadence, at, nextSecond(at), timeZone)[0]?.to ?? END_OF_TIME;
}

interface Due {
  billingPeriod: Period;
  invoiceAt: Instant;
}

function dueOf({ rateCard, from, to }: TimelineItem, { period, full, index }: Served, phase: Period, recurrences: Recurrences): Due | null {
  const inAdvance = paymentTermOf(rateCard) === 'in_advance';
  const billingPeriod = recurrences.billingPeriod(phase, index === null ? from : period.from);
  if (!billingPeriod) return null;
  if (inAdvance) return { billingPeriod, invoiceAt: billingPeriod.from };
  if (index === null) return to === END_OF_TIME ? null : { billingPeriod, invoiceAt: to };
  if (full.from === full.to) return null;
  return { billingPeriod, invoiceAt: compareInstants(period.to, billingPeriod.to) > 0 ? period.to : billingPeriod.to };
}

function lineOf(item: TimelineItem, one: Served, due: Due, terms: BillingTerms): TargetLine | null {
  const { rateCard, itemId, phase } = item;
  const isUsage = isUsageBased(rateCard.price);
  if (isUsage && one.period.from === one.period.to) return null;
  const price = priceOf(rateCard.price, one, terms);
  if (price.type === 'flat' && isZero(decimal(price.amount))) return null;
  const version = itemId.slice(itemId.lastIndexOf('/v') + 2);
  const lane = itemId.slice(0, itemId.lastIndexOf('/'));
  return {
    ref: `${lane}/v[${version}]${one.index === null ? '' : `/period[${one.index}]`}`,
    phase,
    itemId,
    rateCard,
    servicePeriod: one.period,
    fullServicePeriod: one.full,
    ...due,
    paymentTerm: paymentTermOf(rateCard),
    isUsage,
    price,
  };
}

function priceOf(price: Price, { period, full }: Served, { timeline, currency, endProration, prorate: prorates }: BillingTerms): Price {
  if (price.type !== 'flat' || !prorates) return price;
  const leaves = endProration === 'bill_full_period' && timeline.end !== null && period.to === timeline.end;
  const share = leaves ? null : prorationOf(period, full);
  return share ? { ...price, amount: text(prorate(decimal(price.amount), share, currency)) } : price;
}

const nextSecond = (at: Instant): Instant => fromEpochSeconds(epochSeconds(at) + 1);
