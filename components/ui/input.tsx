'use client';

import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { useFieldProps } from './field';

/** The box every one-line control stands in. The ring is drawn by the box, so that what stands before and after is inside it. */
export const CONTROL_BOX = clsx(
  'flex h-8 w-full min-w-0 items-center rounded-sm border border-border-strong bg-bg text-base transition-colors',
  'hover:border-control has-focus-visible:border-accent has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-1',
  'has-aria-invalid:border-critical has-aria-invalid:has-focus-visible:outline-critical',
  'has-disabled:cursor-not-allowed has-disabled:border-border has-disabled:bg-surface has-disabled:text-muted',
  'has-[input:read-only]:bg-surface',
);

export type InputProps = ComponentProps<'input'> & {
  /** Inside the box, before the text: an icon, a currency sign. */
  before?: ReactNode;
  /** Inside the box, after the text: a unit, a small button. */
  after?: ReactNode;
  numeric?: boolean;
  mono?: boolean;
  /** Placement only: width, margin, grid position. */
  className?: string;
};

export function Input({ before, after, numeric, mono, className, ...rest }: InputProps) {
  const props = useFieldProps(rest);
  return (
    <span className={clsx(CONTROL_BOX, className)}>
      {before && <span className="flex shrink-0 items-center pl-2.5 text-muted">{before}</span>}
      <input
        {...props}
        className={clsx(
          'h-full w-full min-w-0 flex-1 rounded-sm bg-transparent px-2.5 outline-none disabled:cursor-not-allowed',
          numeric && 'num text-right',
          mono && 'font-mono text-sm',
        )}
      />
      {after && <span className="flex shrink-0 items-center whitespace-nowrap pr-2.5 text-muted text-sm">{after}</span>}
    </span>
  );
}
