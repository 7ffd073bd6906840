import { addDurations, contains, END_OF_TIME, type Instant, intersect, type Period } from '@/lib/time';
import { phaseIndex } from './add-ons';
import { itemsOf, type Lanes, layAddOn, OneTimeCards } from './lanes';
import type { PlannedCard, PlannedPhase } from './planned';
import type { DatedAddOn, Timeline } from './timeline';

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
export function plannedTimeline(request: TimelineRequest): Timeline {
  const { start, end } = request;
  const spans = phaseSpans(request);
  const oneTime = new OneTimeCards();
  const items = spans.flatMap(({ phase, span }) => {
    const lanes: Lanes = new Map();
    for (const rateCard of phase.rateCards) lanes.set(rateCard.key, [{ ...span, rateCard, quantity: 1, source: 'plan' }]);
    for (const change of request.changes ?? []) applyChange(lanes, change, span);
    for (const addOn of request.addOns ?? []) {
      const first = addOn.fromPhase === undefined ? 0 : phaseIndex({ phases: [...request.phases] }, addOn.fromPhase);
      if (request.phases.indexOf(phase) < first) continue;
      layAddOn(lanes, addOn, span, oneTime);
    }
    return itemsOf(phase.key, lanes);
  });
  return { start, end, phases: spans.map(({ phase, span }) => ({ key: phase.key, ...span })), items };
}

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

function applyChange(lanes: Lanes, change: DatedChange, span: Period): void {
  if (!contains(span, change.at)) return;
  const key = 'put' in change ? change.put.key : change.remove;
  const kept = (lanes.get(key) ?? []).flatMap((segment) => {
    const before = intersect(segment, { from: span.from, to: change.at });
    return before ? [{ ...segment, ...before }] : [];
  });
  if ('put' in change) kept.push({ from: change.at, to: span.to, rateCard: change.put, quantity: 1, source: 'edit' });
  lanes.set(key, kept);
}
