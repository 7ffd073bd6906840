import { addDurations, compareInstants, contains, END_OF_TIME, type Instant, intersect, type Period } from '@/lib/time';
import { extendCard, phaseIndex, timesCard } from './add-ons';
import type { PlannedCard, PlannedPhase } from './planned';

/** Source of an item of a timeline: the plan version, an add-on, or a change that was made to the subscription. */
export type ItemSource = 'plan' | 'add-on' | 'edit';

/** One rate card as a customer has it over a span of time in which nothing about it changes. */
export interface TimelineItem extends Period {
  /** `phase/card/v0`, counting the versions of a card within its phase; an add-on's one-time card is `phase/card+add-on/v0`. */
  itemId: string;
  phase: string;
  /** With everything that add-ons add to it, its prices multiplied by the quantity. */
  rateCard: PlannedCard;
  /** Quantity of the add-on that the item stands for; 1 for other sources. */
  quantity: number;
  source: ItemSource;
}

/**
 * Timeline of a subscription's items: the facts that billing follows. Items of one id prefix (`phase/card`) lie one behind the other and never
 * overlap; all lie within their phase. Another act on a subscription (cancel, change, edit, add-on) is another timeline.
 */
export interface Timeline {
  start: Instant;
  /** When the customer leaves; null for never. */
  end: Instant | null;
  /** Phases in order, without gaps, from start to end. A phase without an end lasts until END_OF_TIME. */
  phases: (Period & { key: string })[];
  items: TimelineItem[];
}

/** An add-on with its quantity over time: each entry holds until the next, 0 ends it. In ascending order of `from`. */
export interface DatedAddOn {
  key: string;
  rateCards: readonly PlannedCard[];
  /** The add-on is only there from this phase of the plan on; in all phases when absent. */
  fromPhase?: string;
  quantities: readonly { from: Instant; quantity: number }[];
}

/** A card that is added, exchanged or removed at an instant, until the phase of that instant ends. */
export type DatedChange = { at: Instant } & ({ put: PlannedCard } | { remove: string });

export interface TimelineRequest {
  phases: readonly PlannedPhase[];
  start: Instant;
  /** When the customer leaves; null for never. */
  end: Instant | null;
  /** Durations of phases are added up in this zone's calendar. */
  timeZone: string;
  /** The phase the customer starts in; the ones before it are skipped. */
  startingPhase?: string;
  addOns?: readonly DatedAddOn[];
  /** In the order in which they were made. */
  changes?: readonly DatedChange[];
}

/**
 * Returns the timeline of a customer on a plan. Each card of a phase is an item over the phase; a change closes the running item and opens the
 * next; an add-on splits the items it extends at the edges of its time, extends the parts inside, fills gaps with its own card, and brings the
 * cards that are not there. Neighbours that are the same again are joined. Throws when a phase is unknown or an add-on does not fit
 * (`compositionIssues`).
 */
export function timelineOf(request: TimelineRequest): Timeline {
  const { start, end } = request;
  const spans = phaseSpans(request);
  const oneTime = new OneTimeCards();
  const items = spans.flatMap(({ phase, span }) => {
    const lanes = new Map<string, Segment[]>();
    for (const rateCard of phase.rateCards) lanes.set(rateCard.key, [{ ...span, rateCard, quantity: 1, source: 'plan' }]);
    for (const change of request.changes ?? []) applyChange(lanes, change, span);
    for (const addOn of request.addOns ?? []) {
      const first = addOn.fromPhase === undefined ? 0 : phaseIndex({ phases: [...request.phases] }, addOn.fromPhase);
      if (request.phases.indexOf(phase) < first) continue;
      for (const stretch of stretchesIn(addOn, span)) applyAddOn(lanes, addOn, stretch, oneTime);
    }
    return [...lanes].flatMap(([lane, segments]) =>
      joined(segments).map((segment, n): TimelineItem => ({ itemId: `${phase.key}/${lane}/v${n}`, phase: phase.key, ...segment })),
    );
  });
  return { start, end, phases: spans.map(({ phase, span }) => ({ key: phase.key, ...span })), items };
}

type Segment = Omit<TimelineItem, 'itemId' | 'phase'>;

/** Returns the time of each phase in order, without those of no length. Durations add up from the start, so month ends do not drift. */
function phaseSpans({ phases, start, end, timeZone, startingPhase }: TimelineRequest): { phase: PlannedPhase; span: Period }[] {
  const first = startingPhase === undefined ? 0 : phaseIndex({ phases: [...phases] }, startingPhase);
  const durations: string[] = [];
  let from = start;
  return phases.slice(first).flatMap((phase) => {
    if (phase.duration !== undefined) durations.push(phase.duration);
    const to = phase.duration === undefined ? END_OF_TIME : addDurations(start, durations, timeZone);
    const span = intersect({ from, to }, { from: start, to: end ?? END_OF_TIME });
    from = to;
    return span ? [{ phase, span }] : [];
  });
}

function applyChange(lanes: Map<string, Segment[]>, change: DatedChange, span: Period): void {
  if (!contains(span, change.at)) return;
  const key = 'put' in change ? change.put.key : change.remove;
  const kept = (lanes.get(key) ?? []).flatMap((segment) => {
    const before = intersect(segment, { from: span.from, to: change.at });
    return before ? [{ ...segment, ...before }] : [];
  });
  if ('put' in change) kept.push({ from: change.at, to: span.to, rateCard: change.put, quantity: 1, source: 'edit' });
  lanes.set(key, kept);
}

type Stretch = Period & { quantity: number };

/** The spans of an add-on within a phase in which its quantity is one and the same and not zero. */
function stretchesIn({ quantities }: DatedAddOn, phase: Period): Stretch[] {
  return quantities.flatMap(({ from, quantity }, i) => {
    const span = intersect({ from, to: quantities[i + 1]?.from ?? END_OF_TIME }, phase);
    return span && quantity > 0 ? [{ ...span, quantity }] : [];
  });
}

/** Counts the charges of each one-time card of an add-on: once for each that is bought, however many phases follow. */
class OneTimeCards {
  private readonly charged = new Map<string, number>();

  /** Returns how many are to be charged now that there are so many. */
  due(key: string, quantity: number): number {
    const before = this.charged.get(key) ?? 0;
    this.charged.set(key, Math.max(before, quantity));
    return Math.max(quantity - before, 0);
  }
}

function applyAddOn(lanes: Map<string, Segment[]>, addOn: DatedAddOn, stretch: Stretch, oneTime: OneTimeCards): void {
  const { from, to, quantity } = stretch;
  for (const extra of addOn.rateCards) {
    if (extra.billingCadence === undefined && extra.price.type === 'flat') {
      // Extending a card that is charged once would charge it once more: what is bought later is charged on its own.
      const lane = `${extra.key}+${addOn.key}`;
      const due = oneTime.due(lane, quantity);
      const item: Segment = { from, to, rateCard: timesCard(extra, due), quantity: due, source: 'add-on' };
      if (due > 0) lanes.set(lane, [...(lanes.get(lane) ?? []), item]);
      continue;
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
      result.push({ ...segment, ...inside, rateCard: extendCard(segment.rateCard, extra, quantity), quantity: more });
      if (compareInstants(inside.to, segment.to) < 0) result.push({ ...segment, from: inside.to });
      covered = inside.to;
    }
    if (compareInstants(covered, to) < 0) result.push(own({ from: covered, to }));
    lanes.set(
      extra.key,
      result.sort((a, b) => compareInstants(a.from, b.from)),
    );
  }
}

/** The segments with neighbours that are the same made one. What is charged once stays apart: joining would charge it once less. */
function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    const once = segment.rateCard.billingCadence === undefined && segment.rateCard.price.type === 'flat';
    if (last && !once && last.to === segment.from && isSame(last, segment)) result[result.length - 1] = { ...last, to: segment.to };
    else result.push(segment);
  }
  return result;
}

const isSame = (a: Segment, b: Segment): boolean =>
  a.quantity === b.quantity &&
  a.source === b.source &&
  (a.rateCard === b.rateCard || JSON.stringify(a.rateCard) === JSON.stringify(b.rateCard));
