'use client';

import clsx from 'clsx';
import { type ComponentProps, type SyntheticEvent, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';

const stop = (event: SyntheticEvent) => event.stopPropagation();

// Field that gets the focus; a modal without a field takes the focus itself, so that Enter confirms nothing by accident.
const FIELDS = 'input:enabled:not([type="hidden"]), textarea:enabled, select:enabled';

export type ModalProps = Omit<ComponentProps<'dialog'>, 'open' | 'onClose' | 'ref'> & {
  onClose: () => void;
  /** While work is under way: neither Escape nor a click beside it closes. */
  busy?: boolean;
};

const never = () => () => {};

/** When the page's address opens a modal, the server sends the page without it: it has no body to put it in. */
const useBody = () =>
  useSyncExternalStore<HTMLElement | null>(
    never,
    () => document.body,
    () => null,
  );

/**
 * The bare modal: on top of everything, the page behind it inert, the focus inside and given back at the end. Mounted means open.
 * It stands in the body, so that it may be called from inside a form or a table row.
 */
export function Modal(props: ModalProps) {
  const body = useBody();
  return body && createPortal(<Shown {...props} />, body);
}

function Shown({ onClose, busy = false, className, children, ...rest }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog.querySelector<HTMLElement>(FIELDS) ?? dialog).focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      {...rest}
      ref={ref}
      tabIndex={-1}
      className={clsx('modal flex-col overflow-hidden p-0 text-base text-text shadow-modal outline-none open:flex', className)}
      onCancel={(event) => {
        if (event.target !== ref.current) return;
        event.preventDefault();
        if (!busy) onClose();
      }}
      onClick={(event) => {
        stop(event);
        if (event.target === ref.current && !busy) onClose();
      }}
      onSubmit={stop}
      onKeyDown={stop}
    >
      {children}
    </dialog>
  );
}
