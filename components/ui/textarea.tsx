'use client';

import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { useFieldProps } from './field';

/** Grows with its text, from `rows` up to twelve lines. */
export function Textarea({ className, rows = 3, mono = false, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  const props = useFieldProps(rest);
  return (
    <textarea
      rows={rows}
      {...props}
      className={clsx(
        'field-sizing-content max-h-64 min-h-16 w-full resize-y rounded-sm border border-border-strong bg-bg px-2.5 py-1.5 transition-colors',
        'hover:border-control focus-visible:border-accent focus-visible:-outline-offset-1 aria-invalid:border-critical aria-invalid:outline-critical',
        'disabled:cursor-not-allowed disabled:border-border disabled:bg-surface disabled:text-muted',
        mono && 'font-mono text-sm',
        className,
      )}
    />
  );
}
