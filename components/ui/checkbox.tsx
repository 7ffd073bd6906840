'use client';

import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'checked' | 'onChange'> & {
  checked: boolean;
  /** Some but not all of what it stands for. */
  mixed?: boolean;
  onCheckedChange: (checked: boolean) => void;
  children?: ReactNode;
  /** Under the words: what it brings. */
  hint?: ReactNode;
};

/** Yes or no that takes effect when the form is saved. What takes effect at once is a `Switch`. */
export function Checkbox({ checked, mixed = false, onCheckedChange, children, hint, className, ...rest }: CheckboxProps) {
  const ownId = useId();
  const id = rest.id ?? ownId;
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = mixed;
  }, [mixed]);
  const box = (
    <input
      ref={ref}
      type="checkbox"
      checked={checked}
      onChange={(event) => onCheckedChange(event.target.checked)}
      className={clsx('check size-4 shrink-0 rounded-sm', !children && className)}
      {...rest}
      id={id}
    />
  );
  if (!children) return box;
  return (
    <label htmlFor={id} className={clsx('flex items-start gap-2 has-disabled:cursor-not-allowed has-disabled:opacity-60', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="flex flex-col">
        {children}
        {hint && <span className="text-muted text-sm">{hint}</span>}
      </span>
    </label>
  );
}
