'use client';

import clsx from 'clsx';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { type Choice, matching, type Row, rowsOf } from './choices';
import { useFieldProps } from './field';
import { CONTROL_BOX } from './input';
import { focusInFloat, useFloat } from './popover';
import { readRecents, rememberRecent } from './recents';
import { Spinner } from './spinner';

export type ComboboxProps = {
  /** Names the list; inside a `Field` the field's label names the control. */
  label: string;
  value: string | null;
  onValueChange: (value: string | null, choice: Choice | null) => void;
  options: readonly Choice[];
  /** Chosen option, where it may not be among the options now (a list that is searched on the server). */
  selected?: Choice | null;
  /** The server searches: called as one types, and `options` are its answer. Without it the options are searched here. */
  onQueryChange?: (query: string) => void;
  loading?: boolean;
  /** Why there are no options, if asking for them failed. */
  failed?: string;
  placeholder?: string;
  searchPlaceholder?: string;
  /** Keeps what was chosen last on this device, under this name, and shows it first. */
  recents?: string;
  /** An empty choice may be taken back. */
  clearable?: boolean;
  disabled?: boolean;
  id?: string;
  before?: ReactNode;
  className?: string;
};

/** One of many, found by typing. Arrows, Enter and Escape as in any list. */
export function Combobox(props: ComboboxProps) {
  const { label, value, onValueChange, options, selected, placeholder = 'Choose…', clearable, disabled, before, className } = props;
  const wiring = useFieldProps({ id: props.id });
  const { open, close, trigger, float } = useFloat('dialog');
  const chosen = selected?.value === value ? selected : (options.find((option) => option.value === value) ?? null);
  const choose = (choice: Choice) => {
    if (props.recents) rememberRecent(props.recents, { id: choice.value });
    onValueChange(choice.value, choice);
    close();
  };
  return (
    <span className={clsx(CONTROL_BOX, 'relative', className)}>
      <button
        type="button"
        disabled={disabled}
        {...trigger}
        {...wiring}
        aria-label={wiring.id ? undefined : `${label}: ${chosen?.label ?? value ?? placeholder}`}
        aria-labelledby={wiring.id && `${wiring.id}-label ${wiring.id}`}
        className="flex h-full w-full min-w-0 items-center gap-2 rounded-sm px-2.5 text-left outline-none disabled:cursor-not-allowed"
      >
        {before && <span className="text-muted">{before}</span>}
        <span className={clsx('min-w-0 flex-1 truncate', value === null && 'text-faint')}>
          {value === null ? placeholder : (chosen?.label ?? value)}
        </span>
        {chosen?.hint && <span className="max-w-1/2 truncate text-muted text-sm">{chosen.hint}</span>}
        <ChevronsUpDown aria-hidden="true" className={clsx('size-3.5 text-faint', clearable && value !== null && 'invisible')} />
      </button>
      {clearable && value !== null && !disabled && (
        <button
          type="button"
          aria-label={`Clear ${label}`}
          onClick={() => onValueChange(null, null)}
          className="absolute right-1 grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-text"
        >
          <X className="size-3.5" />
        </button>
      )}
      <div {...float} className="float w-[max(anchor-size(width),16rem)] overflow-hidden">
        {open && <ChoiceList {...props} onChoose={choose} />}
      </div>
    </span>
  );
}

function ChoiceList({
  label,
  value,
  options,
  onQueryChange,
  loading,
  failed,
  searchPlaceholder,
  recents,
  onChoose,
}: ComboboxProps & { onChoose: (choice: Choice) => void }) {
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [recentValues] = useState(() => (recents ? readRecents(recents).map((recent) => recent.id) : []));
  const found = onQueryChange ? options : matching(options, query);
  const rows = rowsOf(found, query === '' ? recentValues : []);
  const choices = rows.flatMap((row) => (row.kind === 'choice' ? row.choice : []));
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      choices.findIndex((choice) => choice.value === value),
    ),
  );
  const active = Math.min(at, choices.length - 1);

  useLayoutEffect(() => focusInFloat(search.current), []);
  const showActive = () => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(showActive, [active]);

  const type = (next: string) => {
    setQuery(next);
    setAt(0);
    onQueryChange?.(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const size = choices.length;
      setAt(event.key.startsWith('Page') ? Math.min(Math.max(next, 0), size - 1) : (next + size) % Math.max(size, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault(); // not the form around it
      const choice = choices[active];
      if (choice && !choice.disabled) onChoose(choice);
    }
  };

  let position = -1;
  return (
    <>
      <div className="flex h-9 items-center gap-2 border-border border-b px-2.5">
        <input
          ref={search}
          type="text"
          role="combobox"
          aria-label={`Search ${label}`}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          placeholder={searchPlaceholder ?? 'Search…'}
          onChange={(event) => type(event.target.value)}
          onFocus={showActive}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent outline-none"
        />
        {loading && <Spinner className="text-muted" />}
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="max-h-72 scroll-py-1 overflow-y-auto p-1">
        {rows.map((row) => {
          if (row.kind === 'heading') return <Heading key={`heading:${row.text}`} text={row.text} />;
          position += 1;
          return (
            <Item
              key={`${row.section}:${row.choice.value}`}
              id={`${id}-${position}`}
              row={row}
              at={position}
              active={position === active}
              selected={row.choice.value === value}
              onChoose={onChoose}
              onHover={setAt}
            />
          );
        })}
        {choices.length === 0 && (
          <p role="status" className="px-2 py-5 text-center text-muted">
            {failed ?? (loading ? 'Looking…' : query ? `Nothing matches “${query}”.` : 'Nothing to choose from.')}
          </p>
        )}
      </div>
    </>
  );
}

function Heading({ text }: { text: string }) {
  return (
    <div role="presentation" className="px-2 pt-2 pb-1 text-muted text-xs">
      {text}
    </div>
  );
}

type ItemProps = {
  id: string;
  row: Extract<Row, { kind: 'choice' }>;
  at: number;
  active: boolean;
  selected: boolean;
  onChoose: (choice: Choice) => void;
  onHover: (at: number) => void;
};

function Item({ id, row: { choice }, at, active, selected, onChoose, onHover }: ItemProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the search field has the focus and the keys
    <div
      id={id}
      role="option"
      data-at={at}
      aria-selected={selected}
      aria-disabled={choice.disabled || undefined}
      onPointerMove={() => onHover(at)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => !choice.disabled && onChoose(choice)}
      className={clsx(
        'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1',
        active && 'bg-hover',
        choice.disabled && 'cursor-not-allowed opacity-50',
      )}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{choice.label}</span>
        {choice.detail && <span className="truncate text-muted text-sm">{choice.detail}</span>}
      </span>
      {choice.hint && <span className="shrink-0 text-muted text-sm">{choice.hint}</span>}
      <Check aria-hidden="true" className={clsx('size-4 text-accent-text', !selected && 'invisible')} />
    </div>
  );
}
