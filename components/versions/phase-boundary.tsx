'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { durationWords } from '@/lib/catalog/cadence';
import { stretched } from './phase-bars';

type Props = {
  /** The phase that ends here. */
  name: string;
  /** Length of the phase: a number of one unit. */
  duration: string;
  onChange: (duration: string) => void;
};

const BY: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
/** A unit is at least so wide to the pointer, where many of them stand in a narrow bar. */
const UNIT_MIN_PX = 8;

/** The boundary after a phase: dragged, or moved by the arrows, one unit of the phase's length at a time. */
export function PhaseBoundary({ name, duration, onChange }: Props) {
  const drag = useRef<{ x: number; from: string; unitPx: number } | null>(null);
  const count = Number.parseInt(/\d+/.exec(duration)?.[0] ?? '1', 10);
  const change = (next: string | null) => {
    if (next !== null && next !== duration) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && drag.current) {
      change(drag.current.from);
      drag.current = null;
      event.preventDefault();
    }
    const by = BY[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    change(stretched(duration, by));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const bar = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0;
    // The scale of the beginning: the axis is drawn anew with every step, and the hand should not feel it.
    drag.current = { x: event.clientX, from: duration, unitPx: Math.max(UNIT_MIN_PX, bar / count) };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    const { x, from, unitPx } = drag.current;
    change(stretched(from, Math.round((event.clientX - x) / unitPx)));
  };
  const end = () => {
    drag.current = null;
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`End of ${name}`}
      aria-valuemin={1}
      aria-valuenow={count}
      aria-valuetext={durationWords(duration)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      className="group/end absolute inset-y-0 -right-1.5 z-1 flex w-2.5 cursor-col-resize touch-none justify-center rounded-sm focus-visible:outline-offset-0"
    >
      <span className="my-1 w-0.5 rounded-sm bg-transparent transition-colors group-hover/end:bg-accent group-focus-visible/end:bg-accent group-active/end:bg-accent" />
    </div>
  );
}
