import { freeKey } from '@/components/ui/key-from-name';
import type { RateCard } from '@/lib/catalog/rate-card';
import { type EditorState, edit, type Selection } from './editor-state';
import { type CardDraft, findCard, findPhase, type PhaseDraft, type PlanDraft, samePlan } from './plan-draft';

const NEW_PHASE_DURATION = 'P1M';

const place = (index: number, count: number) => Math.max(0, Math.min(index, count));
const called = (part: { name: string; key: string }) => part.name || part.key || 'unnamed';

// Only the last phase goes on for ever. When the order changes, the open end moves with it.
function closePhases(phases: PhaseDraft[]) {
  const spare = phases.at(-1)?.duration;
  for (const [i, phase] of phases.entries()) {
    if (i === phases.length - 1) delete phase.duration;
    else if (phase.duration === undefined) phase.duration = spare ?? NEW_PHASE_DURATION;
  }
}

/** Adds an empty phase at a place. At the end it is the new open-ended one, and the one before it gets a length. */
export function addPhase(state: EditorState, index: number, at: number): EditorState {
  const uid = state.nextUid;
  const keys = state.plan.phases.map(({ key }) => key);
  const number = state.plan.phases.length + 1;
  const recipe = (plan: PlanDraft) => {
    const phase: PhaseDraft = { uid, key: freeKey(`phase_${number}`, keys), name: `Phase ${number}`, rateCards: [] };
    plan.phases.splice(place(index, plan.phases.length), 0, phase);
    closePhases(plan.phases);
  };
  return edit(state, { label: 'Add a phase', recipe, at, select: { kind: 'phase', uid }, newParts: 1 });
}

/** Puts a trial of some length before all phases; none of them changes. */
export function addTrial(state: EditorState, lasts: string, at: number): EditorState {
  const uid = state.nextUid;
  const keys = state.plan.phases.map(({ key }) => key);
  const recipe = (plan: PlanDraft) => {
    plan.phases.unshift({ uid, key: freeKey('trial', keys), name: 'Trial', duration: lasts, rateCards: [] });
  };
  return edit(state, { label: 'Add a trial', recipe, at, select: { kind: 'phase', uid }, newParts: 1 });
}

/** Adds a phase after the last one, which ends after `lasts` from then on. */
export function addPhaseAfterLast(state: EditorState, lasts: string, at: number): EditorState {
  const uid = state.nextUid;
  const keys = state.plan.phases.map(({ key }) => key);
  const number = state.plan.phases.length + 1;
  const recipe = (plan: PlanDraft) => {
    const last = plan.phases.at(-1);
    if (last) last.duration = lasts;
    plan.phases.push({ uid, key: freeKey(`phase_${number}`, keys), name: `Phase ${number}`, rateCards: [] });
  };
  return edit(state, { label: 'Add a phase', recipe, at, select: { kind: 'phase', uid }, newParts: 1 });
}

/** Copies a phase with its cards, right after it. */
export function duplicatePhase(state: EditorState, uid: number, at: number): EditorState {
  const found = findPhase(state.plan, uid);
  if (!found) return state;
  const { phase, index } = found;
  let next = state.nextUid;
  const copy: PhaseDraft = {
    ...phase,
    uid: next++,
    name: `${called(phase)} copy`,
    key: freeKey(
      phase.key,
      state.plan.phases.map(({ key }) => key),
    ),
    rateCards: phase.rateCards.map((card) => ({ ...card, uid: next++ })),
  };
  const recipe = (plan: PlanDraft) => {
    plan.phases.splice(index + 1, 0, copy);
    closePhases(plan.phases);
  };
  return edit(state, {
    label: `Duplicate ${called(phase)}`,
    recipe,
    at,
    select: { kind: 'phase', uid: copy.uid },
    newParts: next - state.nextUid,
  });
}

/** Removes a phase with its cards. The last one stays: a plan has at least one. */
export function removePhase(state: EditorState, uid: number, at: number): EditorState {
  const found = findPhase(state.plan, uid);
  if (!found || state.plan.phases.length === 1) return state;
  const { phase, index } = found;
  const neighbour = state.plan.phases[index + 1] ?? state.plan.phases[index - 1];
  const recipe = (plan: PlanDraft) => {
    plan.phases.splice(index, 1);
    closePhases(plan.phases);
  };
  const after: Selection = neighbour ? { kind: 'phase', uid: neighbour.uid } : { kind: 'plan' };
  return edit(state, { label: `Remove ${called(phase)}`, recipe, at, select: after });
}

/** Puts a phase that was removed back at a place, with its cards. */
export function restorePhase(state: EditorState, phase: PhaseDraft, index: number, at: number): EditorState {
  let next = state.nextUid;
  const uid = next++;
  const keys = state.plan.phases.map(({ key }) => key);
  const restored: PhaseDraft = {
    ...phase,
    uid,
    key: freeKey(phase.key, keys),
    rateCards: phase.rateCards.map((card) => ({ ...card, uid: next++ })),
  };
  const recipe = (plan: PlanDraft) => {
    plan.phases.splice(place(index, plan.phases.length), 0, restored);
    closePhases(plan.phases);
  };
  return edit(state, { label: `Restore ${called(phase)}`, recipe, at, select: { kind: 'phase', uid }, newParts: next - state.nextUid });
}

/** Moves a phase to a place among the others. */
export function movePhase(state: EditorState, uid: number, to: number, at: number): EditorState {
  const found = findPhase(state.plan, uid);
  if (!found) return state;
  const target = place(to, state.plan.phases.length - 1);
  if (target === found.index) return state;
  const recipe = (plan: PlanDraft) => {
    const [phase] = plan.phases.splice(found.index, 1);
    if (phase) plan.phases.splice(target, 0, phase);
    closePhases(plan.phases);
  };
  return edit(state, { label: `Move ${called(found.phase)}`, recipe, at, select: { kind: 'phase', uid } });
}

/** Adds a card to a phase, at a place or at the end. Its key is made free. */
export function addCard(state: EditorState, phaseUid: number, card: RateCard, at: number, index?: number): EditorState {
  const found = findPhase(state.plan, phaseUid);
  if (!found) return state;
  const uid = state.nextUid;
  const keys = found.phase.rateCards.map(({ key }) => key);
  const added: CardDraft = { ...card, uid, key: freeKey(card.key, keys) };
  const recipe = (plan: PlanDraft) => {
    const cards = plan.phases[found.index]?.rateCards;
    cards?.splice(place(index ?? cards.length, cards.length), 0, added);
  };
  return edit(state, { label: `Add ${called(added)}`, recipe, at, select: { kind: 'card', uid }, newParts: 1 });
}

/** Copies a card, right after it. In one phase a feature is priced once, so the copy waits for a feature of its own. */
export function duplicateCard(state: EditorState, uid: number, at: number): EditorState {
  const found = findCard(state.plan, uid);
  if (!found) return state;
  const { feature: _feature, ...rest } = found.card;
  return addCard(state, found.phase.uid, { ...rest, name: `${called(found.card)} copy` }, at, found.index + 1);
}

export function removeCard(state: EditorState, uid: number, at: number): EditorState {
  const found = findCard(state.plan, uid);
  if (!found) return state;
  const { card, phase, phaseIndex, index } = found;
  const neighbour = phase.rateCards[index + 1] ?? phase.rateCards[index - 1];
  const recipe = (plan: PlanDraft) => {
    plan.phases[phaseIndex]?.rateCards.splice(index, 1);
  };
  const after: Selection = neighbour ? { kind: 'card', uid: neighbour.uid } : { kind: 'phase', uid: phase.uid };
  return edit(state, { label: `Remove ${called(card)}`, recipe, at, select: after });
}

/** Moves a card to a place in its own phase or in another one. */
export function moveCard(state: EditorState, uid: number, toPhaseUid: number, to: number, at: number): EditorState {
  const found = findCard(state.plan, uid);
  const target = findPhase(state.plan, toPhaseUid);
  if (!found || !target) return state;
  const sameList = found.phaseIndex === target.index;
  const index = place(to, target.phase.rateCards.length - (sameList ? 1 : 0));
  if (sameList && index === found.index) return state;
  const recipe = (plan: PlanDraft) => {
    const [card] = plan.phases[found.phaseIndex]?.rateCards.splice(found.index, 1) ?? [];
    if (card) plan.phases[target.index]?.rateCards.splice(index, 0, card);
  };
  return edit(state, { label: `Move ${called(found.card)}`, recipe, at, select: { kind: 'card', uid } });
}

/** Moves a card one row up or down as the outline shows them, over the edges of phases too. */
export function nudgeCard(state: EditorState, uid: number, by: -1 | 1, at: number): EditorState {
  const found = findCard(state.plan, uid);
  if (!found) return state;
  const to = found.index + by;
  if (to >= 0 && to < found.phase.rateCards.length) return moveCard(state, uid, found.phase.uid, to, at);
  const neighbour = state.plan.phases[found.phaseIndex + by];
  return neighbour ? moveCard(state, uid, neighbour.uid, by === 1 ? 0 : neighbour.rateCards.length, at) : state;
}

/** Sets members; an undefined one is removed. */
function assign<T extends object>(target: T, changes: Partial<T>) {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete target[name as keyof T];
    else if (!samePlan(target[name as keyof T], value)) target[name as keyof T] = value as T[keyof T];
  }
}

/** Sets fields of one card. `field` says where it is typed, so that typing on is one step. */
export function setCard(state: EditorState, uid: number, field: string, changes: Partial<RateCard>, at: number): EditorState {
  const found = findCard(state.plan, uid);
  if (!found) return state;
  const recipe = (plan: PlanDraft) => {
    const card = plan.phases[found.phaseIndex]?.rateCards[found.index];
    if (card) assign(card, changes);
  };
  return edit(state, { label: `Edit ${called(found.card)}`, field: `card ${uid} ${field}`, recipe, at });
}

/** Puts another content into a card's place, as one step called `label`. */
export function replaceCard(state: EditorState, uid: number, card: RateCard, label: string, at: number): EditorState {
  const found = findCard(state.plan, uid);
  if (!found) return state;
  const recipe = (plan: PlanDraft) => {
    plan.phases[found.phaseIndex]?.rateCards.splice(found.index, 1, { ...card, uid });
  };
  return edit(state, { label, recipe, at });
}

/** Sets fields of one phase. */
export function setPhase(
  state: EditorState,
  uid: number,
  field: string,
  changes: Partial<Omit<PhaseDraft, 'uid' | 'rateCards'>>,
  at: number,
): EditorState {
  const found = findPhase(state.plan, uid);
  if (!found) return state;
  const recipe = (plan: PlanDraft) => {
    const phase = plan.phases[found.index];
    if (phase) assign(phase, changes);
  };
  return edit(state, { label: `Edit ${called(found.phase)}`, field: `phase ${uid} ${field}`, recipe, at });
}

/** Sets the plan's own fields. */
export function setPlan(state: EditorState, field: string, changes: Partial<Omit<PlanDraft, 'phases'>>, at: number): EditorState {
  return edit(state, { label: 'Edit the plan', field: `plan ${field}`, recipe: (plan) => assign(plan, changes), at });
}
