'use client';

import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { Input } from './input';

export type SearchFieldProps = {
  value: string;
  onValueChange: (value: string) => void;
  /** What is searched, as a name for screen readers and as the placeholder: "Search by name or key". */
  label: string;
  className?: string;
};

/** The one search of a list. Escape empties it. */
export function SearchField({ value, onValueChange, label, className }: SearchFieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  const clear = () => {
    onValueChange('');
    ref.current?.focus();
  };
  return (
    <Input
      ref={ref}
      role="searchbox"
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.preventDefault();
        clear();
      }}
      before={<Search aria-hidden="true" className="size-3.5" />}
      after={
        value !== '' && (
          <button type="button" aria-label="Clear the search" onClick={clear} className="-mr-1 rounded-sm p-0.5 hover:text-text">
            <X className="size-3.5" />
          </button>
        )
      }
      className={className}
    />
  );
}
