'use client';

import clsx from 'clsx';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { addDays, addMonths, type Day, dayWords, monthGrid, monthOf, monthWords } from './calendar';
import { IconButton } from './icon-button';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

type Props = {
  /** The day that has the focus; its month is shown. */
  focus: Day;
  onFocus: (day: Day) => void;
  today: Day;
  /** Marked range, both days included. */
  shown: { from: Day; to: Day } | null;
  isAllowed?: (day: Day) => boolean;
  onPick: (day: Day) => void;
  /** The day the pointer or the keyboard is over; null when it leaves. */
  onOver?: (day: Day | null) => void;
  /** Makes the name of the month a button that chooses all of it. */
  onMonth?: (month: Day) => void;
};

/** The days of a month. Arrows move by day and week, PageUp and PageDown by month, Home and End to its ends. */
export function MonthDays({ focus, onFocus, today, shown, isAllowed = () => true, onPick, onOver, onMonth }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const month = monthOf(focus);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the button of the focused day exists only after it was drawn
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [focus]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, Day> = {
      ArrowLeft: addDays(focus, -1),
      ArrowRight: addDays(focus, 1),
      ArrowUp: addDays(focus, -7),
      ArrowDown: addDays(focus, 7),
      PageUp: addMonths(focus, -1),
      PageDown: addMonths(focus, 1),
      Home: month,
      End: addDays(addMonths(month, 1), -1),
    };
    const to = steps[event.key];
    if (!to) return;
    event.preventDefault();
    moved.current = true;
    onFocus(to);
    onOver?.(to);
  };

  return (
    <>
      <div className="flex items-center justify-between pb-2">
        <IconButton quiet size="sm" label="Earlier month" icon={<ChevronLeft />} onClick={() => onFocus(addMonths(month, -1))} />
        {onMonth ? (
          <button
            type="button"
            aria-label={`All of ${monthWords(month)}`}
            onClick={() => onMonth(month)}
            className="rounded-sm px-2 py-0.5 font-medium hover:bg-hover"
          >
            <span aria-live="polite">{monthWords(month)}</span>
          </button>
        ) : (
          <span aria-live="polite" className="font-medium">
            {monthWords(month)}
          </span>
        )}
        <IconButton quiet size="sm" label="Later month" icon={<ChevronRight />} onClick={() => onFocus(addMonths(month, 1))} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: days of a calendar are a group of buttons; a table would add nothing to their names */}
      <div
        ref={grid}
        role="group"
        aria-label="Days"
        onKeyDown={onKeyDown}
        onPointerLeave={() => onOver?.(null)}
        className="num grid grid-cols-7 gap-y-0.5"
      >
        {WEEKDAYS.map((name) => (
          <span key={name} aria-hidden="true" className="grid h-7 place-items-center text-faint text-xs">
            {name}
          </span>
        ))}
        {monthGrid(month).map((day) => (
          <DayButton
            key={day}
            day={day}
            isOutside={monthOf(day) !== month}
            isToday={day === today}
            shown={shown}
            focusable={day === focus}
            disabled={!isAllowed(day)}
            onPick={onPick}
            onOver={onOver}
          />
        ))}
      </div>
    </>
  );
}

type DayButtonProps = {
  day: Day;
  isOutside: boolean;
  isToday: boolean;
  shown: Props['shown'];
  focusable: boolean;
  disabled: boolean;
  onPick: (day: Day) => void;
  onOver: Props['onOver'];
};

function DayButton({ day, isOutside, isToday, shown, focusable, disabled, onPick, onOver }: DayButtonProps) {
  const inside = shown !== null && day >= shown.from && day <= shown.to;
  const edge = shown !== null && (day === shown.from || day === shown.to);
  return (
    <button
      type="button"
      tabIndex={focusable ? 0 : -1}
      aria-label={dayWords(day)}
      aria-pressed={inside}
      aria-current={isToday ? 'date' : undefined}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && onPick(day)}
      onPointerEnter={() => onOver?.(day)}
      className={clsx(
        'h-8 text-sm transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-40',
        !inside && 'rounded-sm hover:bg-hover',
        inside && !edge && 'bg-accent-soft',
        edge && 'rounded-sm bg-accent text-accent-contrast',
        !edge && isOutside && 'text-faint',
        isToday && !edge && 'font-semibold text-accent-text',
      )}
    >
      {Number(day.slice(8))}
    </button>
  );
}
