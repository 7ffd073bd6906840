'use client';

import clsx from 'clsx';
import { Check, ListFilter, Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Input } from './input';
import { Popover } from './popover';

export type FilterBarProps = {
  search?: { value: string; onChange: (value: string) => void; placeholder: string };
  /** `FilterChip`s. */
  children?: ReactNode;
  /** Given while anything is set. */
  onClear?: () => void;
  /** At the right: columns, density, export. */
  acts?: ReactNode;
};

/** One search, then filters as chips. The values live in the URL, with the caller. */
export function FilterBar({ search, children, onClear, acts }: FilterBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {search && <SearchInput {...search} />}
      {children}
      {onClear && (
        <button type="button" onClick={onClear} className="rounded-sm px-1 text-muted text-sm hover:text-text">
          Clear
        </button>
      )}
      {acts && <div className="ml-auto flex flex-wrap items-center justify-end gap-2">{acts}</div>}
    </div>
  );
}

const PAUSE_MS = 200;

/** Tells what is searched for once typing pauses; Enter and Escape at once. */
export function SearchInput({ value, onChange, placeholder }: { value: string; onChange: (value: string) => void; placeholder: string }) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string, afterMs: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = next;
      onChange(next);
    }, afterMs);
  };
  return (
    <Input
      type="search"
      role="searchbox"
      aria-label={placeholder}
      placeholder={placeholder}
      before={<Search />}
      value={text}
      onChange={(event) => tell(event.target.value, PAUSE_MS)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell(text, 0);
        if (event.key === 'Escape' && text !== '') {
          event.stopPropagation();
          tell('', 0);
        }
      }}
      className="w-full sm:max-w-72"
    />
  );
}

export type FilterChipProps<V extends string> = {
  label: string;
  options: readonly { value: V; label: string }[];
  /** Nothing chosen means no filter. */
  values: readonly V[];
  onValuesChange: (values: readonly V[]) => void;
  /** One value at most. */
  single?: boolean;
};

/** A filter over a few fixed values: dashed while unset, its values on its face when set. */
export function FilterChip<V extends string>({ label, options, values, onValuesChange, single = false }: FilterChipProps<V>) {
  const set = values.length > 0;
  const words = options
    .filter((option) => values.includes(option.value))
    .map((option) => option.label)
    .join(', ');
  return (
    <span className="inline-flex max-w-full items-center">
      <Popover
        label={label}
        trigger={
          <button
            type="button"
            className={clsx(
              'inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md border px-2.5 transition-colors hover:bg-hover',
              set ? 'rounded-r-none border-border-strong' : 'border-border-strong border-dashed text-muted',
            )}
          >
            {!set && <ListFilter className="size-3.5" />}
            <span className={clsx('truncate', set && 'text-muted')}>{label}</span>
            {set && <span className="truncate font-medium">{words}</span>}
          </button>
        }
      >
        {(close) => (
          <div className="min-w-44 p-1">
            {options.map((option) => {
              const on = values.includes(option.value);
              return (
                <button
                  key={option.value}
                  type="button"
                  aria-pressed={on}
                  onClick={() => {
                    onValuesChange(
                      single
                        ? on
                          ? []
                          : [option.value]
                        : on
                          ? values.filter((value) => value !== option.value)
                          : [...values, option.value],
                    );
                    if (single) close();
                  }}
                  className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  <Check className={clsx('text-accent-text', !on && 'invisible')} />
                </button>
              );
            })}
          </div>
        )}
      </Popover>
      {set && (
        <button
          type="button"
          aria-label={`Remove filter ${label}`}
          onClick={() => onValuesChange([])}
          className="grid h-8 w-7 shrink-0 place-items-center rounded-r-md border border-border-strong border-l-0 text-muted transition-colors hover:bg-hover hover:text-text"
        >
          <X className="size-3.5" />
        </button>
      )}
    </span>
  );
}
