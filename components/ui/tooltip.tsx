'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

const DELAY_MS = 350;

/**
 * A few words about one thing, on hover and on focus. Never the only place where something needed is said.
 * Wrap exactly one element; it keeps its own role and gets the text as its description.
 */
export function Tooltip({ text, children, side = 'top' }: { text: ReactNode; children: ReactNode; side?: 'top' | 'right' | 'bottom' }) {
  const id = useId();
  const anchor = `--tip-${id.replaceAll(/\W/g, '')}`;
  const bubble = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    bubble.current?.showPopover();
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const later = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), DELAY_MS);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the wrapper only listens; what is focused and named is inside it
    <span
      className="inline-flex min-w-0"
      style={{ anchorName: anchor }}
      aria-describedby={open ? id : undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && later()}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(':focus-visible') && setOpen(true)}
      onBlur={hide}
    >
      {children}
      {open && (
        <span
          ref={bubble}
          id={id}
          role="tooltip"
          popover="manual"
          style={{ positionAnchor: anchor }}
          className="tip max-w-72 text-pretty rounded-sm bg-inverse px-2 py-1 text-left font-normal font-sans text-inverse-text text-sm normal-case tracking-normal"
          data-side={side}
        >
          {text}
        </span>
      )}
    </span>
  );
}
