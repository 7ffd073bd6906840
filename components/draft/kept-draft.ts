import { z } from 'zod';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { oncePer } from './once-per';
import { samePlan } from './plan-draft';

/** Unsaved content, kept in this browser: the content, and the saved one it was made from. */
export interface KeptDraft {
  revision: number;
  base: CreatePlanRequest;
  content: CreatePlanRequest;
  /** When it was typed, as an ISO instant. */
  at: string;
}

const keyOf = (planId: string) => `ratebook.draft.${planId}`;

// Only enough shape to trust it: what is half typed is kept as it is.
const Shape = z.looseObject({
  key: z.string(),
  name: z.string(),
  phases: z.array(z.looseObject({ rateCards: z.array(z.looseObject({})) })),
});
const Content = z.custom<CreatePlanRequest>((value) => Shape.safeParse(value).success);
const Kept = z.object({ revision: z.number(), base: Content, content: Content, at: z.string() });

const phaseText = oncePer((phase: CreatePlanRequest['phases'][number]) => JSON.stringify(phase));

// Nearly all phases are as they were at the keystroke before, and writing down a huge plan takes longer than a key may.
function planText({ phases, ...plan }: CreatePlanRequest): string {
  return `${JSON.stringify({ ...plan, phases: null }).replace(/null\}$/, '')}[${phases.map((phase) => phaseText(phase)).join()}]}`;
}

/** Keeps what is not saved yet. A full or forbidden store is no reason to disturb the typing: the server is tried all the same. */
export function keepDraft(store: Storage, planId: string, draft: KeptDraft): boolean {
  try {
    const { revision, base, content, at } = draft;
    store.setItem(keyOf(planId), `{"revision":${revision},"at":"${at}","base":${planText(base)},"content":${planText(content)}}`);
    return true;
  } catch {
    return false;
  }
}

/** Forgets what was kept, once it is saved or not wanted. */
export function dropDraft(store: Storage, planId: string): void {
  store.removeItem(keyOf(planId));
}

/** Returns the kept draft of a plan when it differs from the saved one; null otherwise, and when it cannot be read. */
export function findKeptDraft(store: Storage, planId: string, saved: CreatePlanRequest): KeptDraft | null {
  const text = store.getItem(keyOf(planId));
  if (text === null) return null;
  try {
    const kept = Kept.parse(JSON.parse(text));
    return samePlan(kept.content, saved) ? null : kept;
  } catch {
    return null;
  }
}
