'use client';

import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'checked' | 'onChange'> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
  hint?: ReactNode;
};

/** On or off, at once. What waits for a save is a `Checkbox`. */
export function Switch({ checked, onCheckedChange, children, hint, className, id, ...rest }: SwitchProps) {
  const ownId = useId();
  return (
    <label
      htmlFor={id ?? ownId}
      className={clsx('flex items-start gap-2.5 has-disabled:cursor-not-allowed has-disabled:opacity-60', className)}
    >
      <span className="flex h-5 items-center">
        <input
          {...rest}
          id={id ?? ownId}
          type="checkbox"
          role="switch"
          checked={checked}
          aria-checked={checked}
          onChange={(event) => onCheckedChange(event.target.checked)}
          className="switch"
        />
      </span>
      <span className="flex flex-col">
        {children}
        {hint && <span className="text-muted text-sm">{hint}</span>}
      </span>
    </label>
  );
}
