import type { Period } from '../time';
import { inReporting, type RateAt } from './exchange';
import type { Pause, RevenueItem } from './item';
import type { MovementKind } from './movements';
import type { Micros } from './ratio';
import { type CustomerTimeline, hasPaidBefore, paidBefore, timelinesOf } from './timeline';

type Filterable = Pick<RevenueItem, 'plan' | 'version' | 'phase' | 'addOn' | 'currency' | 'key' | 'type'>;

/** Part of the items: those whose fields are these, or among these. Keeps some items of a customer, not whole customers. */
export type ItemFilter = { [Field in keyof Filterable]?: Filterable[Field] | readonly Filterable[Field][] };

/** Movement within a part of the items. Who comes from or goes to other items of ours neither came nor left. */
export type PartKind = MovementKind | 'movedIn' | 'movedOut';

/** A customer's period within a part of the items. start + new + reactivation + movedIn + expansion − contraction − churn − movedOut = end. */
export interface PartMovement {
  customer: string;
  start: Micros;
  end: Micros;
  kind: PartKind | null;
  amount: Micros;
  /** From here only the exchange rate leads to the end of the period. */
  currency: Micros;
}

/** True for items that match every field of a filter. */
export const matches = (item: RevenueItem, filter: ItemFilter): boolean =>
  Object.entries(filter).every(([field, wanted]) => {
    const value = item[field as keyof ItemFilter] ?? null;
    return Array.isArray(wanted) ? wanted.includes(value) : value === (wanted ?? null);
  });

/** A customer seen twice: the part that is looked at, and everything they pay. */
export interface PartTimeline {
  part: CustomerTimeline;
  whole: CustomerTimeline;
}

/** Timelines of the part of the items that a filter keeps, each with its whole. */
export function partTimelines(items: readonly RevenueItem[], pauses: readonly Pause[], filter: ItemFilter): PartTimeline[] {
  const wholes = new Map(timelinesOf(items, pauses).map((timeline) => [timeline.customer, timeline]));
  const parts = timelinesOf(
    items.filter((item) => matches(item, filter)),
    pauses,
  );
  return parts.flatMap((part) => {
    const whole = wholes.get(part.customer);
    return whole ? [{ part, whole }] : [];
  });
}

/** Nets one customer's period within a part. */
export function partMovement({ part, whole }: PartTimeline, period: Period, rateAt: RateAt): PartMovement {
  const at = (timeline: CustomerTimeline, end: boolean) =>
    inReporting(paidBefore(timeline, end ? period.to : period.from), period.from, rateAt);
  const [start, end] = [at(part, false), at(part, true)];
  const closing = inReporting(paidBefore(part, period.to), period.to, rateAt);
  const elsewhere = { start: at(whole, false) > start, end: at(whole, true) > end };
  return {
    customer: part.customer,
    start,
    end: closing,
    kind: partKind(start, end, elsewhere, hasPaidBefore(whole, period.from)),
    amount: end > start ? end - start : start - end,
    currency: closing - end,
  };
}

function partKind(start: Micros, end: Micros, elsewhere: { start: boolean; end: boolean }, paidBefore: boolean): PartKind | null {
  if (start === end) return null;
  if (start === 0n) return elsewhere.start ? 'movedIn' : paidBefore ? 'reactivation' : 'new';
  if (end === 0n) return elsewhere.end ? 'movedOut' : 'churn';
  return end > start ? 'expansion' : 'contraction';
}

/** Amounts of a period by kind, with its ends. */
export function sumParts(movements: readonly PartMovement[]): Record<PartKind | 'start' | 'end' | 'currency', Micros> {
  const sums = {
    start: 0n,
    new: 0n,
    reactivation: 0n,
    movedIn: 0n,
    expansion: 0n,
    contraction: 0n,
    churn: 0n,
    movedOut: 0n,
    currency: 0n,
    end: 0n,
  };
  for (const { start, end, kind, amount, currency } of movements) {
    sums.start += start;
    sums.end += end;
    sums.currency += currency;
    if (kind) sums[kind] += amount;
  }
  return sums;
}
