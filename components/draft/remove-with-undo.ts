import { toast } from '@/components/ui/toast';
import { addCard, removeCard, removePhase, restorePhase } from './editor-acts';
import type { Act } from './editor-context';
import { undo } from './editor-state';
import { type CardDraft, findCard, findPhase, type PhaseDraft } from './plan-draft';

/** Removes a card and offers it back: as the last step by undo, later by adding it again where it was. */
export function removeCardWithUndo(act: Act, card: CardDraft) {
  let steps = -1;
  let place = { phaseUid: 0, index: 0 };
  act((state, at) => {
    const found = findCard(state.plan, card.uid);
    if (found) place = { phaseUid: found.phase.uid, index: found.index };
    const next = removeCard(state, card.uid, at);
    steps = next.past.length;
    return next;
  });
  const { uid: _uid, ...content } = card;
  toast.message(`Removed ${card.name || card.key}`, {
    action: {
      label: 'Undo',
      onClick: () =>
        act((state, at) => (state.past.length === steps ? undo(state) : addCard(state, place.phaseUid, content, at, place.index))),
    },
  });
}

/** Removes a phase with its cards and offers it back in the same way. */
export function removePhaseWithUndo(act: Act, phase: PhaseDraft) {
  let steps = -1;
  let index = 0;
  act((state, at) => {
    index = findPhase(state.plan, phase.uid)?.index ?? 0;
    const next = removePhase(state, phase.uid, at);
    steps = next.past.length;
    return next;
  });
  const count = phase.rateCards.length;
  toast.message(`Removed ${phase.name || phase.key}${count ? ` with ${count} rate ${count === 1 ? 'card' : 'cards'}` : ''}`, {
    action: {
      label: 'Undo',
      onClick: () => act((state, at) => (state.past.length === steps ? undo(state) : restorePhase(state, phase, index, at))),
    },
  });
}
