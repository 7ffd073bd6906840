'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from './icon-button';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence: what this is about, what will happen to how many. */
  description?: ReactNode;
  children?: ReactNode;
  /** The acts, the main one last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** While work is under way: neither Escape nor a click beside it closes. */
  busy?: boolean;
};

const WIDTHS = { sm: 'max-w-104', md: 'max-w-136', lg: 'max-w-208' };
const stop = (event: SyntheticEvent) => event.stopPropagation();

/** Asks or tells one thing and waits. Mounted while open; the platform's modal dialog keeps the focus in and gives it back. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open
    ? createPortal(
        <Modal {...rest} className={clsx('m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] rounded-md', WIDTHS[rest.size ?? 'md'])} />,
        document.body,
      )
    : null;
}

/** A panel for a thing beside the page's own: at the right edge, from below on narrow windows. */
export function Sheet({ open, ...rest }: Omit<DialogProps, 'size'>) {
  return open ? createPortal(<Modal {...rest} className="sheet" />, document.body) : null;
}

function Modal({
  onOpenChange,
  title,
  description,
  children,
  footer,
  busy = false,
  className,
}: Omit<DialogProps, 'open'> & { className: string }) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const dismiss = () => !busy && onOpenChange(false);
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      className={clsx('modal flex-col overflow-hidden bg-raised p-0 text-base text-text shadow-modal open:flex', className)}
      onCancel={(event) => {
        event.preventDefault();
        dismiss();
      }}
      onClick={(event) => {
        stop(event);
        if (event.target === ref.current) dismiss();
      }}
      onSubmit={stop}
      onKeyDown={stop}
    >
      <header className="flex shrink-0 items-start gap-4 px-5 pt-4 pb-3">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <h2 id={`${id}-title`} className="font-semibold text-lg">
            {title}
          </h2>
          {description && (
            <p id={`${id}-description`} className="text-pretty text-muted">
              {description}
            </p>
          )}
        </div>
        <IconButton quiet label="Close" icon={<X />} className="-mr-2" disabled={busy} onClick={dismiss} />
      </header>
      {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
      {footer && (
        <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-border border-t px-5 py-3">{footer}</footer>
      )}
    </dialog>
  );
}
