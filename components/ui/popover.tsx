'use client';

import clsx from 'clsx';
import {
  type CSSProperties,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

export type Align = 'start' | 'end';

type TriggerProps = { popoverTarget?: string; style?: CSSProperties; 'aria-haspopup'?: 'dialog' | 'menu'; 'aria-expanded'?: boolean };

/**
 * The state of one floating part: the platform opens it in the top layer, closes it on Escape and on a click outside, gives the focus
 * back; the style sheet places it beside its anchor and flips it at the edge of the window.
 */
export function useFloat(haspopup: 'dialog' | 'menu') {
  const id = `float${useId().replaceAll(/\W/g, '')}`;
  const ref = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => ref.current?.hidePopover(), []);
  // Before anybody can press the button, which the platform answers by itself: an opening that nobody hears stays empty.
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    setOpen(element.matches(':popover-open'));
    const isOpening = (event: Event) => (event as ToggleEvent).newState === 'open';
    // `toggle` is told some time after the opening. What is in the float must be there when it opens: the next key may be meant for it.
    const onBefore = (event: Event) => isOpening(event) && flushSync(() => setOpen(true));
    const onToggle = (event: Event) => setOpen(isOpening(event));
    element.addEventListener('beforetoggle', onBefore);
    element.addEventListener('toggle', onToggle);
    return () => {
      element.removeEventListener('beforetoggle', onBefore);
      element.removeEventListener('toggle', onToggle);
    };
  }, []);
  return {
    open,
    close,
    trigger: {
      popoverTarget: id,
      style: { anchorName: `--${id}` },
      'aria-haspopup': haspopup,
      'aria-expanded': open,
    } satisfies TriggerProps,
    float: { id, ref, popover: 'auto' as const, style: { positionAnchor: `--${id}` } },
  };
}

/** Gives a part of a float the focus: by the platform in the moment the float opens, or at once where it is open already. */
export function focusInFloat(element: HTMLElement | null | undefined) {
  element?.setAttribute('autofocus', '');
  element?.focus();
}

export type PopoverProps = {
  /** A button; it opens the popover. */
  trigger: ReactElement<TriggerProps>;
  label: string;
  align?: Align;
  className?: string;
  /** Rendered while open. Call `close` after a choice. */
  children: (close: () => void) => ReactNode;
};

/** A small panel beside its button: a picker, a definition, a few settings. */
export function Popover({ trigger, label, align = 'start', className, children }: PopoverProps) {
  const { open, close, trigger: wiring, float } = useFloat('dialog');
  return (
    <>
      {cloneElement(trigger, wiring)}
      <div {...float} role="dialog" aria-label={label} data-align={align} className={clsx('float', className)}>
        {open && children(close)}
      </div>
    </>
  );
}
