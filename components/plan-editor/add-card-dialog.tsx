'use client';

import type { KeyboardEvent } from 'react';
import { addCard } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import { findPhase } from '@/components/draft/plan-draft';
import { CARD_KINDS, type CardKind, newCard } from '@/components/rate-card-form/card-template';
import { Dialog } from '@/components/ui/dialog';

type Props = { phaseUid: number; onClose: () => void; onAdded: () => void };

/** Asks for the kind of a new rate card. */
export function AddCardDialog({ phaseUid, onClose, onAdded }: Props) {
  const { state, act } = useEditor();
  const phase = findPhase(state.plan, phaseUid)?.phase;
  const add = (kind: CardKind) => {
    act((current, at) => addCard(current, phaseUid, newCard(kind, current.plan.billingCadence), at));
    onAdded();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a rate card"
      description={
        state.plan.phases.length > 1 ? `To the phase ${phase?.name}. You can change everything later.` : 'You can change everything later.'
      }
    >
      <ul className="grid gap-1 sm:grid-cols-2" onKeyDown={walk}>
        {CARD_KINDS.map(({ kind, name, hint }, index) => (
          <li key={kind}>
            <button
              type="button"
              data-autofocus={index === 0 ? '' : undefined}
              onClick={() => add(kind)}
              className="flex h-full w-full flex-col gap-0.5 rounded-md px-3 py-2 text-left transition-colors hover:bg-hover focus-visible:bg-hover"
            >
              <span className="font-medium">{name}</span>
              <span className="text-pretty text-muted text-sm">{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Arrows walk the choices. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll('button')];
  event.preventDefault();
  all[all.indexOf(event.target as HTMLButtonElement) + step]?.focus();
}
