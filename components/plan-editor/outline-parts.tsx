'use client';

import { ArrowDown, ArrowUp, Copy, ListChecks, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo } from 'react';
import { removeCardsWithUndo } from '@/components/draft/bulk-remove';
import { duplicateCard, duplicatePhase, movePhase, nudgeCard } from '@/components/draft/editor-acts';
import { duplicateCards, extendTo, toggleCard } from '@/components/draft/editor-bulk';
import type { Act, Editor } from '@/components/draft/editor-context';
import type { CardDraft, PhaseDraft } from '@/components/draft/plan-draft';
import { removeCardWithUndo, removePhaseWithUndo } from '@/components/draft/remove-with-undo';
import { Kbd } from '@/components/ui/kbd';
import type { MenuItem } from '@/components/ui/menu';
import { entitlementWords } from '@/components/versions/entitlement-words';
import { featureUnit } from '@/components/versions/feature-unit';
import { priceWords } from '@/components/versions/price-words';
import { durationWords } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import { OutlineRow } from './outline-row';

type Open = Editor['open'];

/** Keys of a row: Alt with an arrow moves it, ⌘D or Ctrl D copies it, Delete removes it. */
function rowKeys(acts: { up: () => void; down: () => void; duplicate: () => void; remove: () => void }) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const mod = event.metaKey || event.ctrlKey;
    const act =
      event.altKey && event.key === 'ArrowUp'
        ? acts.up
        : event.altKey && event.key === 'ArrowDown'
          ? acts.down
          : mod && event.key.toLowerCase() === 'd'
            ? acts.duplicate
            : !mod && (event.key === 'Delete' || event.key === 'Backspace')
              ? acts.remove
              : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

function rowMenu(acts: Parameters<typeof rowKeys>[0], canRemove = true): MenuItem[] {
  return [
    { label: 'Duplicate', icon: <Copy />, hint: <Kbd keys="mod+d" />, onSelect: acts.duplicate },
    { label: 'Move up', icon: <ArrowUp />, hint: 'Alt ↑', onSelect: acts.up },
    { label: 'Move down', icon: <ArrowDown />, hint: 'Alt ↓', onSelect: acts.down },
    { kind: 'separator' },
    { label: 'Remove', icon: <Trash2 />, critical: true, disabled: !canRemove, onSelect: acts.remove },
  ];
}

const selecting = (selected: boolean, toggle: () => void): MenuItem => ({
  label: selected ? 'Remove from selection' : 'Select with others',
  icon: <ListChecks />,
  hint: 'Ctrl click',
  onSelect: toggle,
});

type PhaseProps = {
  phase: PhaseDraft;
  index: number;
  count: number;
  selected: boolean;
  critical: number;
  warning: number;
  act: Act;
  open: Open;
};

export const OutlinePhase = memo(function OutlinePhase({ phase, index, count, selected, critical, warning, act, open }: PhaseProps) {
  const acts = {
    up: () => act((state, at) => movePhase(state, phase.uid, index - 1, at)),
    down: () => act((state, at) => movePhase(state, phase.uid, index + 1, at)),
    duplicate: () => act((state, at) => duplicatePhase(state, phase.uid, at)),
    remove: () => count > 1 && removePhaseWithUndo(act, phase),
  };
  const length = phase.duration === undefined ? (count > 1 ? 'no end' : '') : durationWords(phase.duration);
  return (
    <OutlineRow
      uid={phase.uid}
      label={`Phase ${phase.name || phase.key || index + 1}`}
      selected={selected}
      marks={critical + warning > 0 ? { critical, warning } : undefined}
      onOpen={() => open({ kind: 'phase', uid: phase.uid })}
      onKeyDown={rowKeys(acts)}
      menu={rowMenu(acts, count > 1)}
      heading
    >
      <span className="min-w-0 flex-1 truncate">{phase.name || <span className="text-faint">Unnamed phase</span>}</span>
      <span className="font-normal text-muted text-sm">{length}</span>
    </OutlineRow>
  );
});

const WORDS_MAX = 240;

/** The sentence of fifty tiers is cut after some of them: the card itself has them all. */
function shortWords(words: string | null): string | null {
  if (words === null || words.length <= WORDS_MAX) return words;
  return `${words.slice(0, words.lastIndexOf(', ', WORDS_MAX))}, …`;
}

type CardProps = {
  card: CardDraft;
  currency: string;
  feature: Feature | undefined;
  selected: boolean;
  /** Selected together with others: what is done to it is done to all. */
  several: boolean;
  critical: number;
  warning: number;
  act: Act;
  open: Open;
};

export const OutlineCard = memo(function OutlineCard({
  card,
  currency,
  feature,
  selected,
  several,
  critical,
  warning,
  act,
  open,
}: CardProps) {
  const acts = {
    up: () => act((state, at) => nudgeCard(state, card.uid, -1, at)),
    down: () => act((state, at) => nudgeCard(state, card.uid, 1, at)),
    duplicate: () => act((state, at) => (several ? duplicateCards(state, at) : duplicateCard(state, card.uid, at))),
    remove: () => (several ? removeCardsWithUndo(act) : removeCardWithUndo(act, card)),
  };
  const toggle = () => act((state) => toggleCard(state, card.uid));
  const onOpen = (event: MouseEvent) => {
    if (event.shiftKey) act((state) => extendTo(state, card.uid));
    else if (event.metaKey || event.ctrlKey) toggle();
    else open({ kind: 'card', uid: card.uid });
  };
  const words = shortWords(priceWords(card, currency, featureUnit(feature)));
  const entitlement = entitlementWords(card);
  const name = card.name || card.key || 'Unnamed rate card';
  return (
    <OutlineRow
      uid={card.uid}
      label={`${name}: ${words ?? 'price not complete'}`}
      selected={selected}
      marks={critical + warning > 0 ? { critical, warning } : undefined}
      onOpen={onOpen}
      onKeyDown={rowKeys(acts)}
      menu={[selecting(selected, toggle), ...rowMenu(acts)]}
    >
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="truncate">{name}</span>
        <span className="line-clamp-2 text-pretty text-muted text-sm">
          {words ?? <span className="text-critical">Price not complete</span>}
        </span>
        {entitlement && (
          <span className="mt-0.5 w-fit max-w-full truncate rounded-sm border border-border px-1 text-muted text-xs">{entitlement}</span>
        )}
      </span>
    </OutlineRow>
  );
});
