import { compareInstants, END_OF_TIME, type Instant, intersect, type Period } from '@/lib/time';
import { extendCard, timesCard } from './add-ons';
import type { PlannedCard } from './planned';
import type { DatedAddOn, DatedQuantity, TimelineItem } from './timeline';

/** A stretch of a lane (one card key within one phase) over which nothing about its card changes. */
export type Segment = Omit<TimelineItem, 'itemId' | 'phase'>;

/** The lanes of one phase: by card key, what is there one behind the other. */
export type Lanes = Map<string, Segment[]>;

/** Is the card charged once, whatever its item lasts? */
export const isOneTime = ({ billingCadence, price }: Pick<PlannedCard, 'billingCadence' | 'price'>): boolean =>
  billingCadence === undefined && price.type === 'flat';

/** Returns the items of a phase, in the order of its lanes; versions of a lane are numbered from 0. */
export function itemsOf(phase: string, lanes: Lanes): TimelineItem[] {
  return [...lanes].flatMap(([lane, segments]) =>
    joined(segments).map((segment, n): TimelineItem => ({ itemId: `${phase}/${lane}/v${n}`, phase, ...segment })),
  );
}

type Stretch = Period & { quantity: number };

/** The spans within a phase in which a dated quantity is one and the same and not zero. */
function stretchesIn(quantities: readonly DatedQuantity[], phase: Period): Stretch[] {
  return quantities.flatMap(({ from, quantity }, i) => {
    const span = intersect({ from, to: quantities[i + 1]?.from ?? END_OF_TIME }, phase);
    return span && quantity > 0 ? [{ ...span, quantity }] : [];
  });
}

/** Counts the charges of each one-time card of an add-on: once for each that is bought, however many phases follow. */
export class OneTimeCards {
  private readonly charged = new Map<string, number>();

  /** Returns how many are to be charged now that there are so many. */
  due(key: string, quantity: number): number {
    const before = this.charged.get(key) ?? 0;
    this.charged.set(key, Math.max(before, quantity));
    return Math.max(quantity - before, 0);
  }
}

/** A card of an add-on and a segment it is laid upon. */
export type Meeting = (segment: Segment, extra: PlannedCard) => boolean;

/**
 * Lays an add-on over the lanes of a phase. `fits` is asked before two cards are added up; where it says no, the segment stays as it is.
 */
export function layAddOn(lanes: Lanes, addOn: DatedAddOn, span: Period, oneTime: OneTimeCards, fits: Meeting = () => true): void {
  for (const stretch of stretchesIn(addOn.quantities, span))
    for (const extra of addOn.rateCards) layCard(lanes, addOn.key, extra, stretch, oneTime, fits);
}

function layCard(lanes: Lanes, addOn: string, extra: PlannedCard, stretch: Stretch, oneTime: OneTimeCards, fits: Meeting): void {
  const { from, to, quantity } = stretch;
  if (isOneTime(extra)) {
    // Extending a card that is charged once would charge it once more: what is bought later is charged on its own.
    const lane = `${extra.key}+${addOn}`;
    const due = oneTime.due(lane, quantity);
    const item: Segment = { from, to, rateCard: timesCard(extra, due), quantity: due, source: 'add-on' };
    if (due > 0) lanes.set(lane, [...(lanes.get(lane) ?? []), item]);
    return;
  }
  const own = (span: Period): Segment => ({ ...span, rateCard: timesCard(extra, quantity), quantity, source: 'add-on' });
  const result: Segment[] = [];
  let covered = from;
  for (const segment of lanes.get(extra.key) ?? []) {
    const inside = intersect(segment, stretch);
    if (!inside) {
      result.push(segment);
      continue;
    }
    if (compareInstants(covered, inside.from) < 0) result.push(own({ from: covered, to: inside.from }));
    if (compareInstants(segment.from, inside.from) < 0) result.push({ ...segment, to: inside.from });
    const more = segment.source === 'add-on' ? segment.quantity + quantity : segment.quantity;
    if (fits(segment, extra))
      result.push({ ...segment, ...inside, rateCard: extendCard(segment.rateCard, extra, quantity), quantity: more });
    else result.push({ ...segment, ...inside });
    if (compareInstants(inside.to, segment.to) < 0) result.push({ ...segment, from: inside.to });
    covered = inside.to;
  }
  if (compareInstants(covered, to) < 0) result.push(own({ from: covered, to }));
  lanes.set(
    extra.key,
    result.sort((a, b) => compareInstants(a.from, b.from)),
  );
}

/**
 * Returns so many seats of a card as one card: a flat price so many times, with its limit; a unit price in advance as the flat price of so
 * many units. Null when the card has no seats to count.
 */
export function seatedCard(card: PlannedCard, quantity: number): PlannedCard | null {
  const { price, ...rest } = card;
  if (price.type === 'flat') return timesCard(card, quantity);
  if (price.type !== 'unit' || card.paymentTerm !== 'in_advance') return null;
  return timesCard({ ...rest, price: { type: 'flat', amount: price.amount } }, quantity);
}

/** Splits a lane where its number of seats changes, and multiplies its cards. Before the first number it is one of each. */
export function seat(lanes: Lanes, lane: string, quantities: readonly DatedQuantity[]): void {
  const segments = lanes.get(lane);
  const first = quantities[0];
  if (!segments || !first) return;
  lanes.set(
    lane,
    segments.flatMap((segment) => {
      const before = intersect(segment, { from: segment.from, to: first.from });
      const seats = stretchesIn(quantities, segment).map(({ quantity, ...span }): Segment => {
        const rateCard = seatedCard(segment.rateCard, quantity);
        return rateCard ? { ...segment, ...span, rateCard, quantity, each: segment.rateCard } : { ...segment, ...span };
      });
      return before ? [{ ...segment, ...before }, ...seats] : seats;
    }),
  );
}

/** Cuts the times of pauses out of all lanes. A card that is charged once stays whole, since its parts would be charged once each. */
export function pause(lanes: Lanes, pauses: readonly Period[]): void {
  if (pauses.length === 0) return;
  for (const [lane, segments] of lanes) {
    const left = segments.flatMap((segment) => {
      if (isOneTime(segment.rateCard)) return [segment];
      return pauses.reduce<Segment[]>((parts, gap) => parts.flatMap((part) => without(part, gap)), [segment]);
    });
    lanes.set(lane, left);
  }
}

function without(segment: Segment, gap: Period): Segment[] {
  const before = intersect(segment, { from: segment.from, to: gap.from });
  const after = intersect(segment, { from: gap.to, to: segment.to });
  if (!before && !after && !intersect(segment, gap)) return [segment];
  return [before, after].flatMap((part) => (part ? [{ ...segment, ...part }] : []));
}

/** The segments with neighbours that are the same made one. What is charged once stays apart: joining would charge it once less. */
function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last && !isOneTime(segment.rateCard) && last.to === segment.from && isSame(last, segment))
      result[result.length - 1] = { ...last, to: segment.to };
    else result.push(segment);
  }
  return result;
}

const isSame = (a: Segment, b: Segment): boolean =>
  a.quantity === b.quantity &&
  a.source === b.source &&
  (a.rateCard === b.rateCard || JSON.stringify(a.rateCard) === JSON.stringify(b.rateCard));

/** The part of a dated quantity that counts at an instant; 0 before it begins. */
export function quantityAt(quantities: readonly DatedQuantity[], at: Instant): number {
  return quantities.findLast(({ from }) => compareInstants(from, at) <= 0)?.quantity ?? 0;
}
