import { applyPatches, enablePatches, type Patch, produceWithPatches } from 'immer';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { findCard, findPhase, openDraft, type PlanDraft } from './plan-draft';

enablePatches();

/** Selection shown in the form. */
export type Selection =
  | { kind: 'plan' }
  | { kind: 'phase'; uid: number }
  | { kind: 'card'; uid: number }
  /** Several cards, to be changed together; `from` is where the range began. */
  | { kind: 'cards'; uids: readonly number[]; from?: number };

/** One thing that can be taken back. `field` joins what is typed into one place; anything else stands for itself. */
interface Step {
  label: string;
  patches: Patch[];
  inverse: Patch[];
  before: Selection;
  after: Selection;
  field?: string;
  at: number;
}

export interface EditorState {
  plan: PlanDraft;
  selection: Selection;
  /** The next number for a phase or a card. Never goes back, so that a number is never used twice. */
  nextUid: number;
  past: readonly Step[];
  future: readonly Step[];
}

export interface Edit {
  /** Label of the step, for undo: "Remove input tokens". */
  label: string;
  recipe: (plan: PlanDraft) => void;
  /** Field that is typed in. Typing on in one field within a moment is one step. */
  field?: string;
  /** When, in milliseconds. */
  at: number;
  /** Selection afterwards; as before when absent. */
  select?: Selection;
  /** Number of new part numbers that the recipe used. */
  newParts?: number;
}

/** A pause longer than this while typing makes a new step. */
const COALESCE_MS = 1_500;
const STEPS_MAX = 300;

/** Opens a plan for editing. */
export function openEditor(plan: CreatePlanRequest, selection: Selection = { kind: 'plan' }): EditorState {
  return { ...openDraft(plan), selection, past: [], future: [] };
}

/** Does something to the plan, so that it can be undone. Nothing happens when nothing changes. */
export function edit(state: EditorState, { label, recipe, field, at, select = state.selection, newParts = 0 }: Edit): EditorState {
  const [plan, patches, inverse] = produceWithPatches(state.plan, (draft: PlanDraft) => {
    recipe(draft);
  });
  if (patches.length === 0) return state.selection === select ? state : { ...state, selection: select };
  const last = state.past.at(-1);
  const joins =
    last !== undefined && field !== undefined && last.field === field && at - last.at < COALESCE_MS && state.future.length === 0;
  const step: Step = joins
    ? { ...last, patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse], after: select, at }
    : { label, patches, inverse, before: state.selection, after: select, at, ...(field !== undefined && { field }) };
  const past = [...(joins ? state.past.slice(0, -1) : state.past), step].slice(-STEPS_MAX);
  return { plan, selection: select, nextUid: state.nextUid + newParts, past, future: [] };
}

/** Takes the last step back and shows where it was. */
export function undo(state: EditorState): EditorState {
  const step = state.past.at(-1);
  if (!step) return state;
  const plan = applyPatches(state.plan, step.inverse);
  return {
    ...state,
    plan,
    selection: existing(plan, step.before),
    past: state.past.slice(0, -1),
    future: [...state.future, step],
  };
}

/** Does the step again that was last taken back. */
export function redo(state: EditorState): EditorState {
  const step = state.future.at(-1);
  if (!step) return state;
  const plan = applyPatches(state.plan, step.patches);
  return { ...state, plan, selection: existing(plan, step.after), past: [...state.past, step], future: state.future.slice(0, -1) };
}

/** Shows another part. Not a step: undo takes back changes, not looks. */
export function select(state: EditorState, selection: Selection): EditorState {
  return { ...state, selection: existing(state.plan, selection) };
}

/** Puts another content in place, as one step: a merge, a restored draft. Parts that keep their key keep their number. */
export function replacePlan(state: EditorState, plan: CreatePlanRequest, label: string, at: number): EditorState {
  const next = openDraft(plan, state.nextUid, state.plan);
  const selected = existing(next.plan, state.selection);
  const recipe = (draft: PlanDraft) => {
    for (const name of Object.keys(draft)) if (!(name in next.plan)) delete (draft as Record<string, unknown>)[name];
    Object.assign(draft, next.plan);
  };
  return edit(state, { label, recipe, at, select: selected, newParts: next.nextUid - state.nextUid });
}

function existing(plan: PlanDraft, selection: Selection): Selection {
  if (selection.kind === 'phase' && !findPhase(plan, selection.uid)) return { kind: 'plan' };
  if (selection.kind === 'card' && !findCard(plan, selection.uid)) return { kind: 'plan' };
  if (selection.kind === 'cards') {
    const uids = selection.uids.filter((uid) => findCard(plan, uid));
    const [only] = uids;
    if (only === undefined) return { kind: 'plan' };
    if (uids.length === 1) return { kind: 'card', uid: only };
    return uids.length === selection.uids.length ? selection : { ...selection, uids };
  }
  return selection;
}
