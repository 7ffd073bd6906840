import type { Issue } from '@/lib/problem';
import { compareInstants, END_OF_TIME, type Instant, intersect, type Period } from '@/lib/time';
import { applyAmendment, applyNegotiation, setFrom, termNotApplied } from './amend';
import { type Course, type CourseAddOn, type CoursePhase, courseOf, spansOf, type Version } from './course';
import { applyEdit } from './edit';
import { itemsOf, type Lanes, layAddOn, OneTimeCards, pause, type Segment, seat } from './lanes';
import { type Act, actsOf, type Life } from './life';
import { mergeIssues } from './merge';
import type { PlannedCard } from './planned';
import { refusal } from './refusal';
import type { Timeline, TimelineItem } from './timeline';

/** An issue of an act: what keeps it from being done, or what it does in passing. Of no act for the beginning. */
export interface ActIssue {
  act: string | null;
  issue: Issue;
}

/** A life gone through: the terms at its end, its timeline, and what was found on the way. */
export interface Folded {
  course: Course;
  timeline: Timeline;
  issues: ActIssue[];
}

/** Returns the timeline of a subscription: who has what from when to when, over its whole life, as it is known now. */
export const timelineOf = (life: Life): Timeline => foldLife(life).timeline;

/** Goes through a life, act by act in the order in which they take effect. */
export function foldLife(life: Life): Folded {
  const { course, unapplied } = courseOf(life.start);
  const issues: ActIssue[] = unapplied.map((term) => ({ act: null, issue: termNotApplied(term) }));
  for (const act of actsOf(life)) {
    // After the end nothing takes effect; it is there again when the end is taken back.
    if (course.end !== null && act.kind !== 'cancel' && compareInstants(act.at, course.end) >= 0) continue;
    issues.push(...applyAct(course, act).map((issue) => ({ act: act.id, issue })));
  }
  const { timeline, unfit } = render(course);
  return { course, timeline, issues: [...issues, ...unfit] };
}

function applyAct(course: Course, act: Act): Issue[] {
  switch (act.kind) {
    case 'cancel':
      if (course.end === null || compareInstants(act.at, course.end) < 0) course.end = act.at;
      return [];
    case 'edit':
      return applyEdit(course, act.at, act.patches);
    case 'attach':
      course.addOns.push({ attachment: act.attachment, addOn: act.addOn, quantities: [{ from: act.at, quantity: act.quantity }] });
      return [];
    case 'add_on_quantity':
      return setQuantity(course, act.attachment, act.at, act.quantity);
    case 'pause':
      course.pauses.push({ from: act.at, to: null });
      return [];
    case 'resume': {
      const last = course.pauses.at(-1);
      // One that was resumed before stays as it was.
      if (last && last.to === null) last.to = act.at;
      return [];
    }
    case 'seats':
      course.seats.set(act.item, setFrom(course.seats.get(act.item) ?? [], act.at, act.quantity));
      return [];
    case 'amend':
      return applyAmendment(course, act);
    case 'negotiate':
      return applyNegotiation(course, act.at, act.terms);
    default:
      return [];
  }
}

function setQuantity(course: Course, attachment: string, at: Instant, quantity: number): Issue[] {
  const held = course.addOns.findLast((entry) => entry.attachment === attachment);
  if (!held) return [refusal('subscription_add_on_not_attached', ['attachment'], 'The subscription does not have this add-on.')];
  held.quantities = setFrom(held.quantities, at, quantity);
  return [];
}

function render(course: Course): { timeline: Timeline; unfit: ActIssue[] } {
  const { start, end, phases } = course;
  const life = { from: start, to: end ?? END_OF_TIME };
  const unfit: ActIssue[] = [];
  const oneTime = new OneTimeCards();
  const items: TimelineItem[] = [];
  const shown: Timeline['phases'] = [];
  for (const [i, whole] of spansOf(course).entries()) {
    const phase = phases[i] as CoursePhase;
    const span = intersect(whole, life);
    // A phase that was skipped has no length and is told of; one that would begin after the end is not.
    if (!span && whole.from === whole.to && compareInstants(whole.from, life.to) < 0) shown.push({ key: phase.key, ...whole });
    if (!span) continue;
    shown.push({ key: phase.key, ...span });
    const lanes = lanesOf(phase, whole, span);
    for (const [item, quantities] of course.seats) seat(lanes, item, quantities);
    for (const held of course.addOns) {
      if (startsAfter(course, held, i)) continue;
      const fits = (segment: Segment, extra: PlannedCard) => {
        const issues = meetingIssues(segment, extra, held);
        unfit.push(...issues.map((issue) => ({ act: null, issue })));
        return issues.length === 0;
      };
      layAddOn(lanes, { key: held.addOn.key, rateCards: held.addOn.rateCards, quantities: held.quantities }, span, oneTime, fits);
    }
    pause(lanes, pausesOf(course));
    items.push(...itemsOf(phase.key, lanes));
  }
  return { timeline: { start, end, phases: shown, items, pauses: pausesOf(course) }, unfit };
}

const pausesOf = ({ pauses, end }: Course): Period[] =>
  pauses.flatMap(({ from, to }) => intersect({ from, to: to ?? END_OF_TIME }, { from, to: end ?? END_OF_TIME }) ?? []);

function lanesOf(phase: CoursePhase, whole: Period, span: Period): Lanes {
  const lanes: Lanes = new Map();
  for (const [item, versions] of phase.lanes)
    lanes.set(
      item,
      versions.flatMap((version) => segmentOf(version, whole, span)),
    );
  return lanes;
}

function segmentOf({ from, to, card, source }: Version, whole: Period, span: Period): Segment[] {
  const served = intersect({ from: from ?? whole.from, to: to ?? whole.to }, span);
  return served ? [{ ...served, rateCard: card, quantity: 1, source }] : [];
}

/** Does an add-on only come with a later phase than the one in question? */
function startsAfter({ phases }: Course, { addOn }: CourseAddOn, index: number): boolean {
  return phases.findIndex(({ key }) => key === addOn.fromPhase) > index;
}

/** Returns what keeps a card of an add-on from being added to what is there. */
function meetingIssues(segment: Segment, extra: PlannedCard, { addOn, quantities }: CourseAddOn): Issue[] {
  const most = Math.max(...quantities.map(({ quantity }) => quantity));
  return mergeIssues(segment.rateCard, extra, most, ['addOns', addOn.key, 'rateCards', extra.key]);
}
