'use client';

import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

export type Segment<V extends string> = { value: V; label: ReactNode; disabled?: boolean };

export type SegmentedControlProps<V extends string> = {
  /** Names the choice for screen readers; shown nowhere. */
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  segments: readonly Segment<V>[];
  size?: 'sm' | 'md';
  className?: string;
};

/** Two to five short choices that change what is looked at, at once. */
export function SegmentedControl<V extends string>({
  label,
  value,
  onValueChange,
  segments,
  size = 'md',
  className,
}: SegmentedControlProps<V>) {
  const name = useId();
  return (
    <fieldset aria-label={label} className={clsx('inline-flex w-fit rounded-md bg-hover p-0.5', className)}>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={clsx(
            'relative inline-flex cursor-pointer items-center justify-center whitespace-nowrap rounded-sm px-2.5 text-muted transition-colors hover:text-text',
            'has-checked:bg-bg has-checked:font-medium has-checked:text-text has-checked:ring-1 has-checked:ring-border-strong has-disabled:cursor-not-allowed has-disabled:opacity-50',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent',
            size === 'sm' ? 'h-6 text-sm' : 'h-7',
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.disabled}
            onChange={() => onValueChange(segment.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-sm outline-none"
          />
          <span className="pointer-events-none">{segment.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
