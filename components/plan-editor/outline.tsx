'use client';

import { Plus, Settings2 } from 'lucide-react';
import { Fragment, type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { moveCard, movePhase } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import type { EditorState } from '@/components/draft/editor-state';
import { marksByPart } from '@/components/draft/part-issues';
import { findCard, findPhase, type PhaseDraft, type PlanDraft } from '@/components/draft/plan-draft';
import { walkRows } from '@/components/draft/walk-rows';
import { Button } from '@/components/ui/button';
import { AddPhase } from './add-phase';
import { OutlineCard, OutlinePhase } from './outline-parts';
import { OutlineRow } from './outline-row';
import type { OutlineSorting } from './outline-sorting';

type OutlineProps = {
  /** All of it in a few words, beside the row of its settings. */
  settingsWords: (draft: PlanDraft) => string;
  /** Asks for a new rate card in a phase. */
  onAddCard: (phaseUid: number) => void;
};

/**
 * Outline of the editor as rows: its settings, phases (of a plan), rate cards with their price in words. Rows move by drag and by Alt with an arrow.
 */
export const Outline = memo(function Outline({ settingsWords, onAddCard }: OutlineProps) {
  const { noun, state, act, open, issues, features } = useEditor();
  const phased = noun === 'plan';
  const { plan, selection } = state;
  const [dragged, setDragged] = useState<number | null>(null);
  const [Sorting, setSorting] = useState<typeof OutlineSorting | null>(null);
  const marks = useMemo(() => marksByPart(plan, issues), [plan, issues]);
  const chosen = new Set(selection.kind === 'cards' ? selection.uids : selection.kind === 'card' ? [selection.uid] : []);
  const names = useMemo(() => new Map(features?.map((feature) => [feature.id, feature])), [features]);
  // While a phase is dragged its cards would get in the way: only phases are shown.
  const draggingPhase = dragged !== null && findPhase(plan, dragged) !== null;
  // The same list while no row comes, goes or moves: whoever can be dragged is drawn again when it changes.
  const order = plan.phases
    .flatMap((phase) => [...(phased ? [phase.uid] : []), ...(draggingPhase ? [] : phase.rateCards.map((card) => card.uid))])
    .join();
  const items = useMemo(() => order.split(',').flatMap((uid) => (uid === '' ? [] : [Number.parseInt(uid, 10)])), [order]);

  // A row that moves or goes by the keyboard takes the focus along, or hands it to the row that is selected then.
  const list = useRef<HTMLUListElement>(null);
  const follow = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the rows have changed
  useEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    list.current?.querySelector<HTMLElement>('[data-row][aria-current]')?.focus();
  }, [plan, selection]);
  const onRowKey = (event: KeyboardEvent<HTMLElement>) => {
    const moves = event.altKey || event.metaKey || event.ctrlKey || event.key === 'Delete' || event.key === 'Backspace';
    if (moves && (event.target as HTMLElement).matches('[data-row]')) follow.current = true;
  };

  const onDragEnd = (moved: number, over: number | null) => {
    setDragged(null);
    if (over !== null && over !== moved) act((current, at) => drop(current, moved, over, at));
  };
  // Rows that can be dragged are other rows: they come when no press is under way, whose click would be lost, and the focus stays where it is.
  const pressed = useRef(false);
  const onPointerDown = () => {
    pressed.current = true;
    const release = () => setTimeout(() => (pressed.current = false));
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, release, { once: true });
  };
  const makeSortable = (sorting: typeof OutlineSorting) => {
    if (pressed.current) return void setTimeout(() => makeSortable(sorting), 50);
    const parts = () => [...(list.current?.querySelectorAll<HTMLElement>('*') ?? [])];
    const focused = parts().indexOf(document.activeElement as HTMLElement);
    flushSync(() => setSorting(() => sorting));
    if (focused >= 0) parts()[focused]?.focus({ preventScroll: true });
  };
  const onPointerEnter = (event: PointerEvent) => {
    if (Sorting || event.pointerType !== 'mouse') return;
    void import('./outline-sorting').then((module) => makeSortable(module.OutlineSorting));
  };

  const cardsOf = (phase: PhaseDraft) =>
    phase.rateCards.map((card) => (
      <OutlineCard
        key={card.uid}
        card={card}
        currency={plan.currency}
        feature={card.feature && names.get(card.feature.id)}
        selected={chosen.has(card.uid)}
        several={chosen.size > 1 && chosen.has(card.uid)}
        critical={marks.get(card.uid)?.critical ?? 0}
        warning={marks.get(card.uid)?.warning ?? 0}
        act={act}
        open={open}
      />
    ));
  const addTo = (phase: PhaseDraft) => (
    <li className="pl-2">
      <Button size="sm" variant="ghost" icon={<Plus />} className="text-muted" onClick={() => onAddCard(phase.uid)}>
        Add rate card
      </Button>
    </li>
  );
  const settings = phased ? 'Plan settings' : 'Add-on settings';
  const rows = (
    <ul ref={list} onKeyDown={walkRows} onKeyDownCapture={onRowKey}>
      <OutlineRow label={settings} selected={selection.kind === 'plan'} marks={marks.get(0)} onOpen={() => open({ kind: 'plan' })} heading>
        <Settings2 aria-hidden="true" className="text-muted" />
        <span className="flex-1 whitespace-nowrap">{settings}</span>
        <span className="min-w-0 truncate font-normal text-muted text-sm">{settingsWords(plan)}</span>
      </OutlineRow>
      {plan.phases.map((phase, index) =>
        phased ? (
          <li key={phase.uid}>
            <ul className="mt-2">
              <OutlinePhase
                phase={phase}
                index={index}
                count={plan.phases.length}
                selected={selection.kind === 'phase' && selection.uid === phase.uid}
                critical={marks.get(phase.uid)?.critical ?? 0}
                warning={marks.get(phase.uid)?.warning ?? 0}
                act={act}
                open={open}
              />
              {!draggingPhase && cardsOf(phase)}
              {!draggingPhase && addTo(phase)}
            </ul>
          </li>
        ) : (
          <Fragment key={phase.uid}>
            {cardsOf(phase)}
            {addTo(phase)}
          </Fragment>
        ),
      )}
    </ul>
  );

  return (
    <nav aria-label={`Parts of the ${noun}`} className="flex flex-col gap-1" onPointerEnter={onPointerEnter} onPointerDown={onPointerDown}>
      {Sorting ? (
        <Sorting items={items} onDragStart={setDragged} onDragEnd={onDragEnd}>
          {rows}
        </Sorting>
      ) : (
        rows
      )}
      {phased && (
        <div className="mt-2 border-border border-t pt-2 pl-2">
          <AddPhase />
        </div>
      )}
    </nav>
  );
});

/** Returns the move that a drop stands for: a phase takes the place of the other's phase; a card the place of the other card, or the first below a phase. */
function drop(state: EditorState, moved: number, over: number, at: number): EditorState {
  const { plan } = state;
  const target = findCard(plan, over);
  const phase = findPhase(plan, over);
  if (findPhase(plan, moved)) {
    const to = phase?.index ?? target?.phaseIndex;
    return to === undefined ? state : movePhase(state, moved, to, at);
  }
  if (target) return moveCard(state, moved, target.phase.uid, target.index, at);
  if (!phase) return state;
  // Dropped on a heading: coming from below it is the first card there, coming from above the last of the phase before.
  const from = findCard(plan, moved);
  const before = plan.phases[phase.index - 1];
  return from && from.phaseIndex >= phase.index && before
    ? moveCard(state, moved, before.uid, before.rateCards.length, at)
    : moveCard(state, moved, phase.phase.uid, 0, at);
}
