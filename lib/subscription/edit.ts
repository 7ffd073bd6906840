import type { Issue, PathStep } from '@/lib/problem';
import { addDurations, compareInstants, type Instant, normalizeInstant, type Period, secondsIn } from '@/lib/time';
import { type Course, type CoursePhase, phaseAt, spansOf, type Version } from './course';
import type { EditPatch } from './life';
import { refusal } from './refusal';

type PatchOf<Op extends EditPatch['op']> = Extract<EditPatch, { op: Op }>;

interface Place {
  phase: CoursePhase;
  span: Period;
  index: number;
  isPast: boolean;
  isCurrent: boolean;
}

const before = (a: Instant, b: Instant): boolean => compareInstants(a, b) < 0;
const notAfter = (a: Instant, b: Instant): boolean => compareInstants(a, b) <= 0;

/**
 * Applies the patches of an edit to a course, in order, as of an instant. Returns what keeps it from being made; the course is then of no
 * use any more. Paths begin with `patches, index`.
 */
export function applyEdit(course: Course, at: Instant, patches: readonly EditPatch[]): Issue[] {
  for (const [i, patch] of patches.entries()) {
    const issue = applyPatch(course, at, patch, ['patches', i]);
    if (issue) return [issue];
  }
  return emptyPhases(course);
}

function applyPatch(course: Course, at: Instant, patch: EditPatch, path: PathStep[]): Issue | null {
  switch (patch.op) {
    case 'unschedule_edit':
      return unscheduleEdit(course, at);
    case 'add_phase':
      return addPhase(course, at, patch, path);
    default: {
      const place = placeOf(course, at, patch.phase);
      if (!place) return noPhase(course, patch.phase, path);
      if (patch.op === 'add_item') return addItem(place, at, patch, path);
      if (patch.op === 'remove_item') return removeItem(place, at, patch.item, path);
      if (patch.op === 'change_item') return changeItem(place, at, patch, path);
      if (patch.op === 'remove_phase') return removePhase(course, place, at, patch, path);
      return stretchPhase(course, place, at, patch, path);
    }
  }
}

function placeOf(course: Course, at: Instant, key: string): Place | null {
  const index = course.phases.findIndex((phase) => phase.key === key);
  const phase = course.phases[index];
  const spans = spansOf(course);
  const span = spans[index];
  if (!phase || !span) return null;
  const isCurrent = phaseAt(course, spans, at) === index;
  return { phase, span, index, isCurrent, isPast: !isCurrent && notAfter(span.from, at) };
}

const noPhase = ({ phases }: Course, key: string, path: PathStep[]): Issue =>
  refusal(
    'subscription_phase_not_found',
    [...path, 'phase'],
    `The subscription has no phase "${key}". Choose one of: ${phases.map((phase) => phase.key).join(', ')}.`,
  );

const past = (key: string, path: PathStep[]): Issue =>
  refusal('subscription_phase_in_the_past', [...path, 'phase'], `The phase "${key}" is over, and the past is not changed.`);

function addItem({ phase, span, isPast, isCurrent }: Place, at: Instant, patch: PatchOf<'add_item'>, path: PathStep[]): Issue | null {
  const { rateCard: card } = patch;
  const [activeFrom, activeTo] = [patch.activeFrom, patch.activeTo].map((instant) => (instant ? normalizeInstant(instant) : null));
  if (isPast) return past(phase.key, path);
  const versions = phase.lanes.get(card.key) ?? [];
  const from = activeFrom ?? (isCurrent ? at : null);
  if (from !== null && isCurrent && before(from, at)) {
    return refusal('subscription_item_in_the_past', [...path, 'activeFrom'], `An item cannot begin before the edit takes effect at ${at}.`);
  }
  if (from !== null && (before(from, span.from) || notAfter(span.to, from) || (activeTo && notAfter(activeTo, from)))) {
    const message = `The phase "${phase.key}" lasts from ${span.from} to ${span.to}. Choose times within it, the end after the beginning.`;
    return refusal('subscription_item_outside_its_phase', [...path, 'activeFrom'], message);
  }
  if (!isCurrent && versions.length > 0) {
    const message = `The phase "${phase.key}" has an item "${card.key}" already. Remove it first, or change it.`;
    return refusal('subscription_item_already_there', [...path, 'rateCard', 'key'], message);
  }
  const scheduled = isCurrent && from !== null ? versions.find((version) => isScheduled(version, from)) : undefined;
  if (scheduled) return changeScheduled(card.key, path);
  const kept = from === null ? [] : versions.flatMap((version) => closed(version, span, from));
  phase.lanes.set(card.key, [...kept, { from, to: activeTo ?? null, card, source: 'edit' }]);
  phase.removed.delete(card.key);
  return null;
}

/** Does a version begin after an instant, or end after it by a change that was made before? */
const isScheduled = ({ from, to }: Version, at: Instant): boolean => (from !== null && before(at, from)) || (to !== null && before(at, to));

const changeScheduled = (item: string, path: PathStep[]): Issue =>
  refusal(
    'subscription_item_change_scheduled',
    [...path, 'rateCard', 'key'],
    `A later change of "${item}" is scheduled. Take that one back first.`,
  );

/** The version as it is when it ends at an instant; none when nothing of it is left. What ended before keeps its end. */
function closed(version: Version, span: Period, at: Instant): Version[] {
  if (version.to !== null && notAfter(version.to, at)) return [version];
  return before(version.from ?? span.from, at) ? [{ ...version, to: at }] : [];
}

function removeItem({ phase, span, isPast, isCurrent }: Place, at: Instant, item: string, path: PathStep[]): Issue | null {
  const versions = phase.lanes.get(item) ?? [];
  const isOver = isCurrent && versions.every(({ to }) => to !== null && notAfter(to, at));
  if (versions.length === 0 || isOver) return noItem(phase, item, path);
  if (isPast) return past(phase.key, path);
  const kept = isCurrent ? versions.flatMap((version) => closed(version, span, at)) : [];
  if (kept.length > 0) phase.lanes.set(item, kept);
  else phase.lanes.delete(item);
  phase.removed.add(item);
  return null;
}

const noItem = ({ key, lanes }: CoursePhase, item: string, path: PathStep[]): Issue =>
  refusal(
    'subscription_item_not_found',
    [...path, 'item'],
    `The phase "${key}" has no item "${item}" at that time. It has: ${[...lanes.keys()].join(', ')}.`,
  );

function changeItem(place: Place, at: Instant, patch: PatchOf<'change_item'>, path: PathStep[]): Issue | null {
  const { phase, span, isPast, isCurrent } = place;
  const { item } = patch;
  const card = { ...patch.rateCard, key: item };
  const versions = phase.lanes.get(item) ?? [];
  if (versions.length === 0) return noItem(phase, item, path);
  if (isPast) return past(phase.key, path);
  if (!isCurrent) {
    phase.lanes.set(
      item,
      versions.map((version) => ({ ...version, card, source: 'edit' })),
    );
    return null;
  }
  const running = versions.find(({ from, to }) => notAfter(from ?? span.from, at) && (to === null || before(at, to)));
  if (!running) return noItem(phase, item, path);
  const next: Version = { from: at, to: running.to, card, source: 'edit' };
  phase.lanes.set(
    item,
    versions.flatMap((version) => (version === running ? [...closed(version, span, at), next] : [version])),
  );
  return null;
}

/** Drops what has not begun of the current phase's items, and lets go on what was to end for it. */
function unscheduleEdit(course: Course, at: Instant): null {
  const spans = spansOf(course);
  const index = phaseAt(course, spans, at);
  const phase = course.phases[index];
  if (!phase) return null;
  for (const [item, versions] of phase.lanes) {
    const begun = versions.filter(({ from }) => from === null || notAfter(from, at));
    const left = begun.map((version) => (version.to !== null && before(at, version.to) ? { ...version, to: null } : version));
    if (left.length > 0) phase.lanes.set(item, left);
    else phase.lanes.delete(item);
  }
  return null;
}

function addPhase(course: Course, at: Instant, patch: PatchOf<'add_phase'>, path: PathStep[]): Issue | null {
  const { phases, start, end, timeZone } = course;
  if (phases.some(({ key }) => key === patch.phase)) {
    const message = `The subscription has a phase "${patch.phase}" already. Choose another key.`;
    return refusal('subscription_phase_already_there', [...path, 'phase'], message);
  }
  const from = addDurations(start, [patch.startAfter], timeZone);
  if (notAfter(from, at) || (end !== null && notAfter(end, from))) {
    const until = end === null ? '' : ` and before the subscription ends at ${end}`;
    return refusal('subscription_phase_in_the_past', [...path, 'startAfter'], `A phase can be added after ${at}${until}.`);
  }
  const spans = spansOf(course);
  const index = spans.findLastIndex((span) => before(span.from, from));
  const earlier = phases[index];
  if (!earlier) return noPhase(course, patch.phase, path);
  const lengths = patch.duration ? [patch.duration] : [];
  const next = phases[index + 1];
  // Without a length it lasts until the next phase begins, which stays where it is.
  if (next && lengths.length === 0) next.base = spans[index + 1]?.from ?? null;
  const added: CoursePhase = {
    key: patch.phase,
    name: patch.name ?? patch.phase,
    base: null,
    lengths,
    lanes: new Map(),
    removed: new Set(),
    isAdded: true,
  };
  earlier.lengths = lengthsUntil(course, index, patch.startAfter);
  phases.splice(index + 1, 0, added);
  if (spansOf(course)[index + 1]?.from !== from) added.base = from;
  return null;
}

/** The length of a phase that is to end so long after the start of the subscription. */
function lengthsUntil({ phases }: Course, index: number, after: string): string[] {
  const earlier = phases.slice(0, index).flatMap(({ lengths }) => lengths);
  return [after, ...earlier.map(negated)];
}

const negated = (duration: string): string => (duration.startsWith('-') ? duration.slice(1) : `-${duration.replace(/^\+/, '')}`);

function removePhase(course: Course, place: Place, at: Instant, patch: PatchOf<'remove_phase'>, path: PathStep[]): Issue | null {
  const { phase, span, index } = place;
  if (notAfter(span.from, at)) return past(phase.key, path);
  const earlier = course.phases[index - 1];
  const next = course.phases[index + 1];
  if (patch.shift === 'prev' && earlier) {
    earlier.lengths = [...earlier.lengths, ...phase.lengths];
    if (phase.base !== null && next && next.base === null) next.base = addDurations(phase.base, phase.lengths, course.timeZone);
  } else if (phase.base !== null && next) next.base = phase.base;
  course.phases.splice(index, 1);
  return null;
}

function stretchPhase(course: Course, place: Place, at: Instant, patch: PatchOf<'stretch_phase'>, path: PathStep[]): Issue | null {
  const { phase, index, isPast } = place;
  if (isPast) return past(phase.key, path);
  const next = course.phases[index + 1];
  if (!next) {
    const message = `The phase "${phase.key}" is the last and has no end to be moved.`;
    return refusal('subscription_phase_is_the_last', [...path, 'phase'], message);
  }
  const old = spansOf(course);
  phase.lengths = [...phase.lengths, patch.extendBy];
  const moved = course.phases.find(({ base }, i) => i > index && base !== null);
  if (next.base !== null) next.base = addDurations(next.base, [patch.extendBy], course.timeZone);
  else if (moved?.base) moved.base = addDurations(moved.base, [patch.extendBy], course.timeZone);
  const spans = spansOf(course);
  const span = spans[index];
  if (!span || notAfter(span.to, span.from) || notAfter(span.to, at)) {
    const message = `The phase "${phase.key}" would have no time left. Shorten it by less.`;
    return refusal('subscription_phase_too_short', [...path, 'extendBy'], message);
  }
  for (const [i, later] of course.phases.entries()) if (i > index) move(later, old[i], spans[i]);
  return null;
}

/** Moves the times within a phase by as much as its beginning moved. */
function move(phase: CoursePhase, from: Period | undefined, to: Period | undefined): void {
  if (!from || !to || from.from === to.from) return;
  const by = secondsBetween(from.from, to.from);
  const moved = (instant: Instant | null) => (instant === null ? null : addDurations(instant, [by], 'UTC'));
  for (const [item, versions] of phase.lanes) {
    phase.lanes.set(
      item,
      versions.map((version) => ({ ...version, from: moved(version.from), to: moved(version.to) })),
    );
  }
}

function secondsBetween(a: Instant, b: Instant): string {
  const seconds = secondsIn({ from: a, to: b });
  return seconds < 0 ? `-PT${-seconds}S` : `PT${seconds}S`;
}

function emptyPhases({ phases }: Course): Issue[] {
  return phases.flatMap(({ key, lanes }) => {
    if ([...lanes.values()].some((versions) => versions.length > 0)) return [];
    return [
      refusal('subscription_phase_has_no_items', ['patches'], `The phase "${key}" would have no items. Add one, or remove the phase.`),
    ];
  });
}
