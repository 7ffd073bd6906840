import type { Selection } from './editor-state';
import { findCard, findPhase, type PlanDraft } from './plan-draft';

/** A part's key, or its place where the key is missing or used twice. */
const nameOf = (parts: readonly { key: string }[], index: number): string => {
  const key = parts[index]?.key ?? '';
  return key !== '' && parts.findIndex((part) => part.key === key) === index ? key : `~${index}`;
};

const placeOf = (parts: readonly { key: string }[], name: string): number =>
  name.startsWith('~') ? Number(name.slice(1)) : parts.findIndex(({ key }) => key === name);

/** Returns what is selected as the address says it: null for the whole, `standard` for a phase, `standard.tokens` for a rate card. */
export function addressOf(plan: PlanDraft, selection: Selection): string | null {
  if (selection.kind === 'phase') {
    const found = findPhase(plan, selection.uid);
    return found ? nameOf(plan.phases, found.index) : null;
  }
  if (selection.kind === 'card') {
    const found = findCard(plan, selection.uid);
    return found ? `${nameOf(plan.phases, found.phaseIndex)}.${nameOf(found.phase.rateCards, found.index)}` : null;
  }
  return null;
}

/** Returns the part that an address names; the whole where there is none such (any more). */
export function selectionAt(plan: PlanDraft, address: string | null): Selection {
  const [phaseName, cardName] = address?.split('.') ?? [];
  const phase = phaseName === undefined ? undefined : plan.phases[placeOf(plan.phases, phaseName)];
  if (!phase) return { kind: 'plan' };
  if (cardName === undefined) return { kind: 'phase', uid: phase.uid };
  const card = phase.rateCards[placeOf(phase.rateCards, cardName)];
  return card ? { kind: 'card', uid: card.uid } : { kind: 'phase', uid: phase.uid };
}
