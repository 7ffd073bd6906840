'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { IconButton } from './icon-button';
import { Modal } from './modal';

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

/** Asks or tells one thing and waits. */
export function Dialog({ size = 'md', ...rest }: DialogProps) {
  return <Panel {...rest} className={clsx('m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] rounded-md', WIDTHS[size])} />;
}

/** A panel for a thing beside the page's own: at the right edge, from below on narrow windows. */
export function Sheet(props: Omit<DialogProps, 'size'>) {
  return <Panel {...props} className="sheet" />;
}

function Panel({ open, onOpenChange, title, description, children, footer, busy = false, className }: DialogProps & { className: string }) {
  const id = useId();
  if (!open) return null;
  const close = () => onOpenChange(false);
  return (
    <Modal
      busy={busy}
      onClose={close}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      className={className}
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
        <IconButton quiet label="Close" icon={<X />} className="-mt-1 -mr-2" disabled={busy} onClick={close} />
      </header>
      {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
      {footer && (
        <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-border border-t px-5 py-3">{footer}</footer>
      )}
    </Modal>
  );
}
