import type { RateCard } from '@/lib/catalog/rate-card';
import { addDurations, compareInstants, contains, END_OF_TIME, type Instant, type Period } from '@/lib/time';
import type { AddOnCopy, LifeStart, NegotiatedTerm, SubscribedContent, SubscribedPlan } from './life';
import { applyTerms } from './negotiated';
import type { DatedQuantity } from './timeline';

/** One version of an item: a card over a part of its phase. Null means as long as the phase. */
export interface Version {
  from: Instant | null;
  to: Instant | null;
  card: RateCard;
  source: 'plan' | 'negotiated' | 'edit';
}

/** A phase while the acts of a life are gone through. */
export interface CoursePhase {
  key: string;
  name: string;
  /** Begins here, whatever comes before it. Null for when the phase before it ends. */
  base: Instant | null;
  /** Its length as durations that are added up at once; some may be negative. Of no meaning in the last phase. */
  lengths: string[];
  lanes: Map<string, Version[]>;
  /** Items of the plan that an edit took away: the next version does not bring them back. */
  removed: Set<string>;
  /** Added by an edit: no version of the plan knows it. */
  isAdded: boolean;
}

export interface CourseAddOn {
  attachment: string;
  addOn: AddOnCopy;
  quantities: DatedQuantity[];
}

/** The terms of a subscription as they stand after so many of its acts. Changed in place by the next. */
export interface Course {
  start: Instant;
  end: Instant | null;
  timeZone: string;
  plan: SubscribedPlan | null;
  content: SubscribedContent;
  terms: NegotiatedTerm[];
  phases: CoursePhase[];
  seats: Map<string, DatedQuantity[]>;
  addOns: CourseAddOn[];
  /** The last one has no end while nobody resumes. */
  pauses: { from: Instant; to: Instant | null }[];
}

/** Returns the course at the beginning of a life, and the negotiated terms that found no card. Throws when the starting phase is unknown. */
export function courseOf(life: LifeStart): { course: Course; unapplied: NegotiatedTerm[] } {
  const { start, end, timeZone, plan, content, startingPhase } = life;
  const { content: agreed, unapplied } = applyTerms(content, life.terms);
  const first = startingPhase === undefined ? 0 : agreed.phases.findIndex(({ key }) => key === startingPhase);
  if (first < 0) throw new Error(`the plan has no phase ${startingPhase}`);
  const phases = agreed.phases.map((phase, i) => coursePhase(phase, life.terms, i < first));
  const seats = new Map(life.seats.map(({ item, quantity }) => [item, [{ from: start, quantity }]]));
  const course: Course = {
    start,
    end: end ?? null,
    timeZone,
    plan,
    content,
    terms: [...life.terms],
    phases,
    seats,
    addOns: [],
    pauses: [],
  };
  return { course, unapplied };
}

/** Returns a phase of a plan version as it begins a course. A skipped one has no length. */
export function coursePhase(phase: SubscribedContent['phases'][number], terms: readonly NegotiatedTerm[], isSkipped = false): CoursePhase {
  const version = (card: RateCard): Version => ({ from: null, to: null, card, source: sourceOf(phase.key, card.key, terms) });
  return {
    key: phase.key,
    name: phase.name,
    base: null,
    lengths: phase.duration === undefined || isSkipped ? [] : [phase.duration],
    lanes: new Map(phase.rateCards.map((card) => [card.key, [version(card)]])),
    removed: new Set(),
    isAdded: false,
  };
}

/** The source of a card that the plan version and the negotiated terms give. */
export function sourceOf(phase: string, item: string, terms: readonly NegotiatedTerm[]): 'plan' | 'negotiated' {
  const isNegotiated = terms.some((term) => term.item === item && (term.phase ?? phase) === phase && Object.keys(term.set).length > 0);
  return isNegotiated ? 'negotiated' : 'plan';
}

/** Returns the time of each phase, whatever the end of the subscription. A phase without length has its two ends at one instant. */
export function spansOf({ start, timeZone, phases }: Course): Period[] {
  let base = start;
  let lengths: string[] = [];
  const begins = phases.map((phase) => {
    if (phase.base !== null) [base, lengths] = [phase.base, []];
    const from = addDurations(base, lengths, timeZone);
    lengths = [...lengths, ...phase.lengths];
    return from;
  });
  return begins.map((from, i) => {
    const to = begins[i + 1] ?? END_OF_TIME;
    return { from, to: compareInstants(from, to) > 0 ? from : to };
  });
}

/** Returns the place of the phase that an instant lies in; −1 before the start and at or after the end. */
export function phaseAt(course: Course, spans: readonly Period[], at: Instant): number {
  if (course.end !== null && compareInstants(at, course.end) >= 0) return -1;
  return spans.findIndex((span) => contains(span, at));
}
