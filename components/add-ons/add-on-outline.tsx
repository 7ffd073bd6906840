'use client';

import { Plus, Settings2 } from 'lucide-react';
import { type PointerEvent, useMemo, useState } from 'react';
import { moveCard } from '@/components/catalog/editor-acts';
import { useEditor } from '@/components/catalog/editor-context';
import { OutlineCard } from '@/components/catalog/outline-parts';
import { OutlineRow } from '@/components/catalog/outline-row';
import type { OutlineSorting } from '@/components/catalog/outline-sorting';
import { marksByPart } from '@/components/catalog/part-issues';
import { findCard } from '@/components/catalog/plan-draft';
import { walkRows } from '@/components/catalog/walk-rows';
import { Button } from '@/components/ui/button';
import { takenWords } from './instance-types';

/** The add-on as rows: its settings and its rate cards, which move by drag and by Alt with an arrow. */
export function AddOnOutline({ onAddCard }: { onAddCard: () => void }) {
  const { state, act, open, issues, features } = useEditor();
  const { plan: addOn, selection } = state;
  const [Sorting, setSorting] = useState<typeof OutlineSorting | null>(null);
  const marks = useMemo(() => marksByPart(addOn, issues), [addOn, issues]);
  const cards = addOn.phases.flatMap((phase) => phase.rateCards);
  const order = cards.map(({ uid }) => uid).join();
  const items = useMemo(() => order.split(',').map((uid) => Number.parseInt(uid, 10)), [order]);
  const onPointerEnter = (event: PointerEvent) => {
    if (Sorting || event.pointerType !== 'mouse') return;
    void import('@/components/catalog/outline-sorting').then((module) => setSorting(() => module.OutlineSorting));
  };
  const onDragEnd = (moved: number, over: number | null) => {
    if (over === null || over === moved) return;
    act((current, at) => {
      const target = findCard(current.plan, over);
      return target ? moveCard(current, moved, target.phase.uid, target.index, at) : current;
    });
  };
  const rows = (
    <ul onKeyDown={walkRows}>
      <OutlineRow
        label="Add-on settings"
        selected={selection.kind === 'plan'}
        marks={marks.get(0)}
        onOpen={() => open({ kind: 'plan' })}
        heading
      >
        <Settings2 aria-hidden="true" className="text-muted" />
        <span className="min-w-0 flex-1 truncate">Add-on settings</span>
        <span className="font-normal text-muted text-sm">
          {addOn.currency}, {takenWords(addOn.instanceType ?? 'single').toLowerCase()}
        </span>
      </OutlineRow>
      {cards.map((card) => (
        <OutlineCard
          key={card.uid}
          card={card}
          currency={addOn.currency}
          feature={features?.find(({ id }) => id === card.feature?.id)}
          selected={selection.kind === 'card' && selection.uid === card.uid}
          critical={marks.get(card.uid)?.critical ?? 0}
          warning={marks.get(card.uid)?.warning ?? 0}
          act={act}
          open={open}
        />
      ))}
    </ul>
  );
  return (
    <nav aria-label="Parts of the add-on" className="flex flex-col gap-1" onPointerEnter={onPointerEnter}>
      {Sorting && cards.length > 0 ? (
        <Sorting items={items} onDragStart={() => undefined} onDragEnd={onDragEnd}>
          {rows}
        </Sorting>
      ) : (
        rows
      )}
      <div className="pl-2">
        <Button size="sm" variant="ghost" icon={<Plus />} className="text-muted" onClick={onAddCard}>
          Add rate card
        </Button>
      </div>
    </nav>
  );
}
