import type { RateCard } from '@/lib/catalog/rate-card';
import type { Issue } from '@/lib/problem';
import { compareInstants, type Instant, type Period } from '@/lib/time';
import { type Course, type CoursePhase, coursePhase, phaseAt, sourceOf, spansOf, type Version } from './course';
import type { Act, NegotiatedTerm } from './life';
import { applyTerms, isSameTerms, mergeTerms } from './negotiated';
import { notice, refusal } from './refusal';

type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

/**
 * Puts a course on another version of its plan from an instant on, in place: items whose terms are the same go on untouched, others end and
 * their successors begin, phases that have not begun are those of the version. Negotiated terms are applied to the version; items that were
 * edited stay as they were edited. Each of these is told. Returns what keeps it from being done, and the notices.
 */
export function applyAmendment(course: Course, act: ActOf<'amend'>): Issue[] {
  const { at } = act;
  const spans = spansOf(course);
  const index = phaseAt(course, spans, at);
  const current = course.phases[index];
  if (!current) return [];
  const { content, unapplied } = applyTerms(act.content, course.terms);
  const wanted = act.phase ?? current.key;
  const entered = content.phases.findIndex(({ key }) => key === wanted);
  const target = content.phases[entered];
  if (!target) {
    const known = content.phases.map(({ key }) => key).join(', ');
    const message = `The customer is in the phase "${wanted}", which the version does not have. Choose the phase to go on in: ${known}.`;
    return [refusal('subscription_phase_not_in_version', ['phase'], message, { phases: content.phases.map(({ key }) => key) })];
  }
  const issues: Issue[] = unapplied.map(termNotApplied);
  const further = content.phases.slice(entered + 1).map((phase) => coursePhase(phase, course.terms));
  const old = course.phases.slice(index + 1);
  for (const phase of further) {
    const former = old.find(({ key }) => key === phase.key);
    if (former) issues.push(...keepEdits(former, phase));
  }
  for (const { key, isAdded } of old) if (isAdded) issues.push(phaseDropped(key));
  const next = coursePhase(target, course.terms);
  if (target.key === current.key) {
    issues.push(...succeedLanes(current, next, spans[index] as Period, at));
    current.lengths = [...next.lengths, ...current.lengths.slice(1)];
    course.phases.splice(index + 1, course.phases.length, ...further);
    issues.push(...endsNow(course, index, at));
  } else {
    if (course.phases.slice(0, index).some(({ key }) => key === target.key)) return [phaseTwice(target.key)];
    next.base = at;
    if (at === spans[index]?.from) course.phases.splice(index, course.phases.length, next, ...further);
    else course.phases.splice(index + 1, course.phases.length, next, ...further);
  }
  course.plan = act.plan;
  course.content = act.content;
  return [...issues, ...carry(course, act)];
}

/** Replaces negotiated terms from an instant on; the items whose terms change by it end, and their successors begin. */
export function applyNegotiation(course: Course, at: Instant, further: readonly NegotiatedTerm[]): Issue[] {
  const spans = spansOf(course);
  const index = phaseAt(course, spans, at);
  if (index < 0) return [];
  course.terms = mergeTerms(course.terms, further);
  const { content, unapplied } = applyTerms(course.content, course.terms);
  const issues = unapplied.filter((term) => further.includes(term)).map(termNotApplied);
  for (const [i, phase] of course.phases.entries()) {
    const agreed = content.phases.find(({ key }) => key === phase.key);
    if (i < index || !agreed) continue;
    for (const card of agreed.rateCards) {
      const source = sourceOf(phase.key, card.key, course.terms);
      const isEdited = succeed(phase, card, source, spans[i] as Period, i === index ? at : null);
      const isMeant = further.some((term) => term.item === card.key && (term.phase ?? phase.key) === phase.key);
      if (isEdited && isMeant) issues.push(editKept(phase.key, card.key));
    }
  }
  return issues;
}

/** Replaces the cards of a running phase by those of another version, as of an instant. */
function succeedLanes(current: CoursePhase, next: CoursePhase, span: Period, at: Instant): Issue[] {
  const issues: Issue[] = [];
  for (const [item, [version]] of next.lanes) {
    if (!version) continue;
    if (current.removed.has(item)) issues.push(removalKept(current.key, item));
    else if (succeed(current, version.card, version.source, span, at)) issues.push(editKept(current.key, item));
  }
  for (const [item, versions] of current.lanes) {
    if (next.lanes.has(item) || isEdited(versions)) continue;
    end(current, item, span, at);
  }
  return issues;
}

const isEdited = (versions: readonly Version[]): boolean => versions.at(-1)?.source === 'edit';

/** Lets a card follow on an item where its terms differ; `at` null means from the beginning of the phase. True when an edit stands in its way. */
function succeed(phase: CoursePhase, card: RateCard, source: Version['source'], span: Period, at: Instant | null): boolean {
  const versions = phase.lanes.get(card.key) ?? [];
  const last = versions.at(-1);
  if (isEdited(versions)) return last !== undefined && !isSameTerms(last.card, card);
  if (phase.removed.has(card.key)) return false;
  const isRunning = last !== undefined && last.to === null;
  if (isRunning && isSameTerms(last.card, card)) return false;
  if (at === null) phase.lanes.set(card.key, [{ from: null, to: null, card, source }]);
  else {
    end(phase, card.key, span, at);
    phase.lanes.set(card.key, [...(phase.lanes.get(card.key) ?? []), { from: at, to: null, card, source }]);
  }
  return false;
}

/** Ends the running version of an item at an instant, and drops what would begin later. */
function end(phase: CoursePhase, item: string, span: Period, at: Instant): void {
  const left = (phase.lanes.get(item) ?? []).flatMap((version) => {
    if (compareInstants(version.from ?? span.from, at) >= 0) return [];
    return version.to !== null && compareInstants(version.to, at) <= 0 ? [version] : [{ ...version, to: at }];
  });
  if (left.length > 0) phase.lanes.set(item, left);
  else phase.lanes.delete(item);
}

/** Takes what was edited in a phase that has not begun over into the phase of another version. */
function keepEdits(former: CoursePhase, phase: CoursePhase): Issue[] {
  const issues: Issue[] = [];
  for (const [item, versions] of former.lanes) {
    if (!isEdited(versions)) continue;
    if (phase.lanes.has(item)) issues.push(editKept(phase.key, item));
    phase.lanes.set(item, versions);
  }
  for (const item of former.removed) {
    if (former.lanes.has(item)) continue;
    phase.removed.add(item);
    if (phase.lanes.delete(item)) issues.push(removalKept(phase.key, item));
  }
  phase.lengths = [...phase.lengths, ...former.lengths.slice(1)];
  return issues;
}

/** Lets the running phase end at the instant of the amendment when by the version's length it would be over already. */
function endsNow(course: Course, index: number, at: Instant): Issue[] {
  const next = course.phases[index + 1];
  const span = spansOf(course)[index];
  if (!next || !span || compareInstants(span.to, at) > 0) return [];
  next.base = at;
  const key = course.phases[index]?.key ?? '';
  return [notice('subscription_phase_ends_now', ['phase'], `By the version's length the phase "${key}" is over, so it ends at ${at}.`)];
}

function carry(course: Course, { at, addOns }: ActOf<'amend'>): Issue[] {
  return addOns.flatMap(({ attachment, outcome, reason, quantity, addOn }) => {
    const held = course.addOns.findLast((entry) => entry.attachment === attachment);
    if (!held || outcome === 'carried') return [];
    held.quantities = setFrom(held.quantities, at, 0);
    if (addOn) course.addOns.push({ attachment, addOn, quantities: [{ from: at, quantity }] });
    const code = addOn ? 'subscription_add_on_rederived' : 'subscription_add_on_dropped';
    return [notice(code, ['addOns', attachment], reason, { addOn: held.addOn.key })];
  });
}

/** Returns dated quantities with another one from an instant on; what was planned for later is gone. */
export function setFrom<T extends { from: Instant; quantity: number }>(
  quantities: readonly T[],
  from: Instant,
  quantity: number,
): { from: Instant; quantity: number }[] {
  return [...quantities.filter((entry) => compareInstants(entry.from, from) < 0), { from, quantity }];
}

/** Tells of a negotiated term that finds no card. */
export const termNotApplied = (term: NegotiatedTerm): Issue =>
  notice(
    'subscription_negotiated_term_not_applied',
    ['terms', term.item],
    `The negotiated terms of "${term.item}"${term.phase ? ` in "${term.phase}"` : ''} find no such item. They are kept for the next version.`,
    { item: term.item, ...(term.phase && { phase: term.phase }) },
  );

const editKept = (phase: string, item: string): Issue =>
  notice('subscription_edited_item_kept', ['items', item], `"${item}" in "${phase}" was edited for this customer and stays as it is.`);

const removalKept = (phase: string, item: string): Issue =>
  notice(
    'subscription_removed_item_stays_removed',
    ['items', item],
    `"${item}" was removed from "${phase}" for this customer and stays out.`,
  );

const phaseDropped = (phase: string): Issue =>
  notice(
    'subscription_edited_phase_dropped',
    ['phases', phase],
    `The phase "${phase}" was added for this customer and is not in the version.`,
  );

const phaseTwice = (phase: string): Issue =>
  refusal('subscription_phase_already_there', ['phase'], `The customer has been in the phase "${phase}" before.`);
