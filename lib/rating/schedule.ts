import { isUsageBased, paymentTermOf } from '../pricing/price';
import type { PlannedCard } from '../subscription/planned';
import type { Timeline, TimelineItem } from '../subscription/timeline';
import { approximateSeconds, billingPeriods, compareInstants, END_OF_TIME, type Instant, intersect, type Period, secondsIn } from '../time';

export interface ScheduleRequest {
  /** Items of a subscription over time. */
  timeline: Timeline;
  /** Every recurrence is counted from here. */
  anchor: Instant;
  /** Billing cadence, and the cadence of usage cards that name none. */
  cadence: string;
  /** The billing periods asked for are those that touch [from, to). Neither is the start or the end of the customer. */
  from: Instant;
  to: Instant;
  timeZone: string;
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
  /** `item/start of service`: stays the same over re-runs and when the service ends earlier or later than was thought. */
  key: string;
  itemId: string;
  phaseKey: string;
  rateCard: PlannedCard;
  servicePeriod: Period;
  /** The whole recurrence period, of which a started or cancelled subscription serves a part. */
  fullServicePeriod: Period;
  /** Period that a flat price is due for: the service period, unless the last period is billed in full. */
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

/**
 * Returns what falls due when: the billing periods that touch [from, to), each with its charges and the usage they need. A billing period is a
 * recurrence of the cadence, cut where a phase of the timeline begins or ends. A charge in advance belongs to the billing period in which its
 * service begins, any other to the one in which its service ends; so every charge is in one billing period, whatever span is asked for.
 */
export function billingSchedule(request: ScheduleRequest): BillingPeriod[] {
  const { timeline, anchor, cadence, timeZone } = request;
  const window = { from: request.from, to: request.to };
  return timeline.phases.flatMap((phase) => {
    if (!intersect(phase, window)) return [];
    const clipped = clippedPeriods(anchor, cadence, phase, window, timeZone);
    const billing: BillingPeriod[] = clipped.map(({ period }) => ({ phaseKey: phase.key, period, charges: [] }));
    const [first, last] = [billing[0], billing.at(-1)];
    if (!first || !last) return [];
    const covered = { from: first.period.from, to: last.period.to };
    const periodsOf = new Map<string, Served[]>();
    for (const item of timeline.items) {
      if (item.phase !== phase.key) continue;
      const { rateCard } = item;
      // Items of one span, cadence and term share their periods; working them out is the dearest part of a schedule.
      const kind = [item.from, item.to, rateCard.billingCadence, paymentTermOf(rateCard), isUsageBased(rateCard.price)].join();
      const periods = periodsOf.get(kind) ?? servicePeriods(item, request, covered);
      periodsOf.set(kind, periods);
      for (const served of periods) {
        const due = billingPeriodOf(billing, served.period, paymentTermOf(rateCard) === 'in_advance');
        if (due) due.charges.push(chargeOf(item, served, due.period, request));
      }
    }
    return billing;
  });
}

/**
 * Returns about how many charges a schedule would have, without making it: to refuse a span that would take for ever. The cadences must be
 * valid.
 */
export function estimateCharges({ timeline, cadence, from, to }: Pick<ScheduleRequest, 'timeline' | 'cadence' | 'from' | 'to'>): number {
  return timeline.items.reduce((all, { rateCard, ...span }) => {
    const served = intersect({ from, to }, span);
    return served ? all + Math.ceil(secondsIn(served) / approximateSeconds(rateCard.billingCadence ?? cadence)) : all;
  }, 0);
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

function servicePeriods({ rateCard, from, to }: TimelineItem, { cadence, anchor, timeZone }: ScheduleRequest, covered: Period): Served[] {
  const span = { from, to };
  // Usage is billed each billing period when the card names no cadence of its own; anything else without one is charged once.
  const own = rateCard.billingCadence ?? (isUsageBased(rateCard.price) ? cadence : undefined);
  if (own !== undefined) return clippedPeriods(anchor, own, span, covered, timeZone);
  if (to !== END_OF_TIME) return [{ period: span, full: span }];
  // An item that never ends has no end to charge at; what is charged at its start is taken to serve the first billing period.
  const [first] = paymentTermOf(rateCard) === 'in_advance' ? clippedPeriods(anchor, cadence, span, covered, timeZone) : [];
  return first && first.period.from === span.from ? [{ period: first.period, full: first.period }] : [];
}

function billingPeriodOf(billing: readonly BillingPeriod[], service: Period, inAdvance: boolean): BillingPeriod | undefined {
  return billing.find(({ period }) =>
    inAdvance
      ? compareInstants(period.from, service.from) <= 0 && compareInstants(service.from, period.to) < 0
      : compareInstants(period.from, service.to) < 0 && compareInstants(service.to, period.to) <= 0,
  );
}

function chargeOf(item: TimelineItem, served: Served, billingPeriod: Period, request: ScheduleRequest): ScheduledCharge {
  const { itemId, phase: phaseKey, rateCard } = item;
  const key = `${itemId}/${served.period.from}`;
  const { end } = request.timeline;
  const leaves = request.fullLastPeriod && end !== null && compareInstants(served.period.to, end) === 0;
  const featureId = isUsageBased(rateCard.price) ? rateCard.feature?.id : undefined;
  return {
    key,
    itemId,
    phaseKey,
    rateCard,
    servicePeriod: served.period,
    fullServicePeriod: served.full,
    billedPeriod: leaves ? served.full : served.period,
    invoiceAt: dueAt(rateCard, served.period, billingPeriod),
    need: featureId === undefined ? null : { key, phaseKey, rateCardKey: rateCard.key, featureId, period: served.period },
  };
}

/** In advance a charge is due with its billing period; in arrears at its end, or, when the service began before that period, when it is over. */
function dueAt(rateCard: PlannedCard, service: Period, billingPeriod: Period): Instant {
  if (paymentTermOf(rateCard) === 'in_advance') return billingPeriod.from;
  return compareInstants(service.from, billingPeriod.from) < 0 ? service.to : billingPeriod.to;
}
