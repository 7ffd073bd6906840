'use client';

import clsx from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useFieldProps } from './field';
import { CONTROL_BOX } from './input';

export type SelectOption<V extends string = string> = { value: V; label: string; disabled?: boolean };

export type SelectProps<V extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children' | 'multiple'> & {
  value: V | '';
  onValueChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
  before?: ReactNode;
  className?: string;
};

/** Up to about ten fixed choices; more, or choices with search, want a `Combobox`. The platform's own select: keyboard, touch and screen readers for free. */
export function Select<V extends string>({ value, onValueChange, options, placeholder, before, className, ...rest }: SelectProps<V>) {
  const props = useFieldProps(rest);
  return (
    <span className={clsx(CONTROL_BOX, 'relative', className)}>
      {before && <span className="pointer-events-none absolute left-2.5 text-muted">{before}</span>}
      <select
        {...props}
        value={value}
        onChange={(event) => onValueChange(event.target.value as V)}
        className={clsx(
          'select h-full w-full min-w-0 cursor-pointer truncate rounded-sm bg-transparent pr-8 pl-2.5 outline-none disabled:cursor-not-allowed',
          before && 'pl-8',
          value === '' && 'text-faint',
        )}
      >
        {placeholder !== undefined && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown aria-hidden="true" className="pointer-events-none absolute right-2 size-3.5 text-faint" />
    </span>
  );
}
