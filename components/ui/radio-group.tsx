'use client';

import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

export type RadioOption<V extends string> = { value: V; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export type RadioGroupProps<V extends string> = {
  value: V | null;
  onValueChange: (value: V) => void;
  options: readonly RadioOption<V>[];
  /** Each choice in a box of its own, for choices that need a sentence. */
  boxed?: boolean;
  disabled?: boolean;
};

/** A few choices that must all be read. Put it in a `Field` with `group`, which names it. */
export function RadioGroup<V extends string>({ value, onValueChange, options, boxed = false, disabled }: RadioGroupProps<V>) {
  const name = useId();
  return (
    <div className="flex flex-col gap-2">
      {options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${name}-${option.value}`}
          className={clsx(
            'flex items-start gap-2.5 has-disabled:cursor-not-allowed has-disabled:opacity-60',
            boxed &&
              'cursor-pointer rounded-md border border-border-strong p-3 transition-colors hover:border-control has-checked:border-accent has-checked:bg-accent-soft',
          )}
        >
          <span className="flex h-5 items-center">
            <input
              id={`${name}-${option.value}`}
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={disabled || option.disabled}
              onChange={() => onValueChange(option.value)}
              className="check size-4 rounded-full"
            />
          </span>
          <span className="flex flex-col">
            <span className={clsx(boxed && 'font-medium')}>{option.label}</span>
            {option.hint && <span className="text-muted text-sm">{option.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
