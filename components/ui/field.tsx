'use client';

import clsx from 'clsx';
import { createContext, type ReactNode, use, useId } from 'react';

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

const FieldContext = createContext<Wiring | null>(null);

/** Props that a control inside a `Field` puts on its element; its own props win. Empty outside a field. */
export function useFieldProps<P extends { id?: string }>(own: P) {
  const field = use(FieldContext);
  if (!field) return own;
  return {
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
    ...own,
    id: own.id ?? field.id,
  };
}

export type FieldProps = {
  label: ReactNode;
  /** Always shown under the label's control: a format, a unit, a consequence. */
  hint?: ReactNode;
  /** Says what is wrong and what to do; announced when it appears. */
  error?: ReactNode;
  /** Like an error, but does not stop anything. */
  warning?: ReactNode;
  required?: boolean;
  /** Set beside the label, at the right: a small link or a counter. */
  aside?: ReactNode;
  hideLabel?: boolean;
  /** For a group of controls (radio buttons, a segmented control): a fieldset with a legend's role. */
  group?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label, one control and what there is to say about it, wired for screen readers. */
export function Field({ label, hint, error, warning, required = false, aside, hideLabel, group, className, children }: FieldProps) {
  const id = useId();
  const message = error ?? warning;
  const describedBy = [message && `${id}-message`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const Label = group ? 'div' : 'label';
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div
        className={clsx('flex min-w-0 flex-col gap-1.5', className)}
        {...(group && { role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': describedBy })}
      >
        <div className={clsx('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
          <Label id={`${id}-label`} {...(!group && { htmlFor: id })} className="font-medium text-sm text-text">
            {label}
            {required && (
              <span aria-hidden="true" className="ml-0.5 text-critical">
                *
              </span>
            )}
          </Label>
          {aside && <span className="text-faint text-sm">{aside}</span>}
        </div>
        {children}
        <div role="status" className="contents">
          {message && (
            <p id={`${id}-message`} className={clsx('text-sm', error ? 'text-critical' : 'text-warning')}>
              {message}
            </p>
          )}
        </div>
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        )}
      </div>
    </FieldContext>
  );
}
