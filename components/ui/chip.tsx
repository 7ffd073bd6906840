import clsx from 'clsx';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

/** A small thing in a set: an entitlement, a label, a chosen value. With `onRemove` it can be taken out. */
export function Chip({
  children,
  onRemove,
  removeLabel,
  className,
}: {
  children: ReactNode;
  onRemove?: () => void;
  removeLabel?: string;
  className?: string;
}) {
  return (
    <span
      className={clsx(
        'inline-flex h-6 min-w-0 items-center gap-1 rounded-sm border border-border bg-surface px-1.5 text-sm',
        onRemove && 'pr-0',
        className,
      )}
    >
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel ?? 'Remove'}
          onClick={onRemove}
          className="grid size-6 place-items-center rounded-sm text-muted hover:text-text"
        >
          <X className="size-3" />
        </button>
      )}
    </span>
  );
}
