import { toast } from '@/components/ui/toast';
import { removeCards, selectedCards } from './editor-bulk';
import type { Act } from './editor-context';
import { undo } from './editor-state';

/** Removes the selected cards and offers them back while that is the last thing that was done. */
export function removeCardsWithUndo(act: Act) {
  let steps = -1;
  let count = 0;
  act((state, at) => {
    count = selectedCards(state).length;
    const next = removeCards(state, at);
    steps = next.past.length;
    return next;
  });
  toast.message(`Removed ${count} rate cards`, {
    action: { label: 'Undo', onClick: () => act((state) => (state.past.length === steps ? undo(state) : state)) },
  });
}
