'use client';

import { closestCenter, DndContext, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { ReactNode } from 'react';
import { RowSorter, type RowSorting } from './row-sorting';

type Props = {
  items: number[];
  onDragStart: (uid: number) => void;
  onDragEnd: (uid: number, over: number | null) => void;
  children: ReactNode;
};

// Always the same object: with a new one every row would be bound again at every keystroke.
const PRESS = { activationConstraint: { distance: 4 } };

/** Lets the rows inside be dragged. Loaded when a mouse comes near, since fingers and keys move rows in other ways. */
export function OutlineSorting({ items, onDragStart, onDragEnd, children }: Props) {
  const sensors = useSensors(useSensor(PointerSensor, PRESS));
  return (
    <DndContext
      id="outline"
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragStart={({ active }) => onDragStart(Number(active.id))}
      onDragCancel={({ active }) => onDragEnd(Number(active.id), null)}
      onDragEnd={({ active, over }) => onDragEnd(Number(active.id), over ? Number(over.id) : null)}
    >
      <SortableContext items={items} strategy={verticalListSortingStrategy}>
        <RowSorter value={BoundRow}>{children}</RowSorter>
      </SortableContext>
    </DndContext>
  );
}

function BoundRow({ uid, children }: { uid: number; children: (sorting: RowSorting) => ReactNode }) {
  const { setNodeRef, transform, transition, listeners, isDragging } = useSortable({ id: uid });
  const style = transform ? { transform: `translate3d(0, ${transform.y}px, 0)`, transition } : undefined;
  return children({ ref: setNodeRef, style, listeners, dragging: isDragging });
}
