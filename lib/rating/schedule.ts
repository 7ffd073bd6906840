import { isUsageBased, paymentTermOf } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import {
  addDurations,
  approximateSeconds,
  billingPeriods,
  compareInstants,
  END_OF_TIME,
  type Instant,
  intersect,
  type Period,
  secondsIn,
} from '../time';

/** A rate card as a plan holds it. */
export interface PlannedCard extends PricingTerms {
  billingCadence?: string;
  feature?: { id: string };
}

/** What the schedule needs to know of a plan. */
export interface PlannedContent {
  currency: string;
  billingCadence: string;
  proRatingEnabled?: boolean;
  phases: { key: string; duration?: string; rateCards: PlannedCard[] }[];
}

export interface ScheduleRequest {
  content: PlannedContent;
  /** Every recurrence is counted from here. */
  anchor: Instant;
  /** The billing periods asked for are those that touch [from, to). */
  from: Instant;
  to: Instant;
  timeZone: string;
  /** When the customer came to the plan; `from` when absent. */
  start?: Instant;
  /** When the customer leaves it: null for never, `to` when absent. */
  end?: Instant | null;
  /** The phase the customer starts in; the ones before it are skipped. */
  startingPhase?: string;
  /** Bill flat prices of the period in which the customer leaves in full, instead of the share served. */
  fullLastPeriod?: boolean;
}

/** A quantity that must be known before a charge can be rated: usage of a feature in [from, to). */
export interface UsageNeed {
  /** Names the need; the answers are given by it. */
  key: string;
  phaseKey: string;
  rateCardKey: string;
  featureId: string;
  period: Period;
}

/** One rate card in one of its service periods. */
export interface ScheduledCharge {
  /** `phase/card/start of service`: stays the same over plan versions and re-runs. */
  key: string;
  phaseKey: string;
  rateCard: PlannedCard;
  servicePeriod: Period;
  /** The whole recurrence period, of which a started or cancelled subscription serves a part. */
  fullServicePeriod: Period;
  /** What a flat price is due for: the service period, unless the last period is billed in full. */
  billedPeriod: Period;
  /** When the charge is due. */
  invoiceAt: Instant;
  need: UsageNeed | null;
}

/** A span that is billed together, with everything that falls due in it. */
export interface BillingPeriod {
  phaseKey: string;
  period: Period;
  charges: ScheduledCharge[];
}

/** The time of each phase from the customer's start, in order. Durations add up from the start, so month ends do not drift. */
export function phaseSpans(request: ScheduleRequest): { phase: PlannedContent['phases'][number]; span: Period }[] {
  const { content, timeZone, startingPhase } = request;
  const start = request.start ?? request.from;
  const end = request.end === undefined ? request.to : (request.end ?? END_OF_TIME);
  const first = startingPhase === undefined ? 0 : content.phases.findIndex((phase) => phase.key === startingPhase);
  if (first < 0) throw new Error(`the plan has no phase ${startingPhase}`);
  const phases = content.phases.slice(first);
  const durations: string[] = [];
  let from = start;
  return phases.flatMap((phase) => {
    if (phase.duration !== undefined) durations.push(phase.duration);
    const to = phase.duration === undefined ? END_OF_TIME : addDurations(start, durations, timeZone);
    const span = intersect({ from, to }, { from: start, to: end });
    from = to;
    return span ? [{ phase, span }] : [];
  });
}

/**
 * What falls due when: the billing periods of a plan that touch [from, to), each with its charges and the usage they need.
 * A billing period is a recurrence of the plan's cadence, cut where a phase begins or ends. A charge in advance belongs to the billing
 * period in which its service begins, any other to the one in which its service ends.
 */
export function billingSchedule(request: ScheduleRequest): BillingPeriod[] {
  const { content, anchor, timeZone } = request;
  const window = { from: request.from, to: request.to };
  return phaseSpans(request).flatMap(({ phase, span }) => {
    if (!intersect(span, window)) return [];
    const clipped = clippedPeriods(anchor, content.billingCadence, span, window, timeZone);
    const billing: BillingPeriod[] = clipped.map(({ period }) => ({ phaseKey: phase.key, period, charges: [] }));
    const [first, last] = [billing[0], billing.at(-1)];
    if (!first || !last) return [];
    const covered = { from: first.period.from, to: last.period.to };
    const periodsOf = new Map<string, Served[]>();
    for (const rateCard of phase.rateCards) {
      // Cards of one cadence and term share their periods; working them out is the dearest part of a schedule.
      const kind = [rateCard.billingCadence, paymentTermOf(rateCard), isUsageBased(rateCard.price)].join();
      const periods = periodsOf.get(kind) ?? servicePeriods(rateCard, request, span, covered);
      periodsOf.set(kind, periods);
      for (const served of periods) {
        const due = billingPeriodOf(billing, served.period, paymentTermOf(rateCard) === 'in_advance');
        if (due) due.charges.push(chargeOf(phase.key, rateCard, served, due.period, request));
      }
    }
    return billing;
  });
}

/**
 * About how many charges a schedule would have, without making it: to refuse a span that would take for ever. The cadences must be valid.
 */
export function estimateCharges(content: PlannedContent, from: Instant, to: Instant): number {
  const cards = content.phases.flatMap((phase) => phase.rateCards);
  const seconds = secondsIn({ from, to });
  return cards.reduce((all, card) => all + Math.ceil(seconds / approximateSeconds(card.billingCadence ?? content.billingCadence)), 0);
}

/** All quantities that a schedule needs, in its order. */
export function usageNeeds(schedule: readonly BillingPeriod[]): UsageNeed[] {
  return schedule.flatMap((billing) => billing.charges.flatMap((charge) => charge.need ?? []));
}

interface Served {
  period: Period;
  full: Period;
}

function clippedPeriods(anchor: Instant, cadence: string, span: Period, window: Period, timeZone: string): Served[] {
  return billingPeriods(anchor, cadence, window.from, window.to, timeZone).flatMap((full) => {
    const period = intersect(full, span);
    return period ? [{ period, full }] : [];
  });
}

function servicePeriods(card: PlannedCard, { content, anchor, timeZone }: ScheduleRequest, span: Period, covered: Period): Served[] {
  // Usage is billed each billing period when the card names no cadence of its own; anything else without one is charged once.
  const cadence = card.billingCadence ?? (isUsageBased(card.price) ? content.billingCadence : undefined);
  if (cadence !== undefined) return clippedPeriods(anchor, cadence, span, covered, timeZone);
  if (span.to !== END_OF_TIME) return [{ period: span, full: span }];
  // A phase that never ends has no end to charge at; what is charged at its start is taken to serve the first billing period.
  const [first] = paymentTermOf(card) === 'in_advance' ? clippedPeriods(anchor, content.billingCadence, span, covered, timeZone) : [];
  return first && first.period.from === span.from ? [{ period: first.period, full: first.period }] : [];
}

function billingPeriodOf(billing: readonly BillingPeriod[], service: Period, inAdvance: boolean): BillingPeriod | undefined {
  return billing.find(({ period }) =>
    inAdvance
      ? compareInstants(period.from, service.from) <= 0 && compareInstants(service.from, period.to) < 0
      : compareInstants(period.from, service.to) < 0 && compareInstants(service.to, period.to) <= 0,
  );
}

function chargeOf(
  phaseKey: string,
  rateCard: PlannedCard,
  served: Served,
  billingPeriod: Period,
  request: ScheduleRequest,
): ScheduledCharge {
  const key = `${phaseKey}/${rateCard.key}/${served.period.from}`;
  const end = request.end === undefined ? request.to : request.end;
  const leaves = request.fullLastPeriod && end !== null && compareInstants(served.period.to, end) === 0;
  const featureId = isUsageBased(rateCard.price) ? rateCard.feature?.id : undefined;
  return {
    key,
    phaseKey,
    rateCard,
    servicePeriod: served.period,
    fullServicePeriod: served.full,
    billedPeriod: leaves ? { from: served.period.from, to: served.full.to } : served.period,
    invoiceAt: paymentTermOf(rateCard) === 'in_advance' ? billingPeriod.from : billingPeriod.to,
    need: featureId === undefined ? null : { key, phaseKey, rateCardKey: rateCard.key, featureId, period: served.period },
  };
}
