'use client';

import clsx from 'clsx';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addDays, addMonths, type Day, type DayRange, dayWords, monthGrid, monthOf, monthWords, presets, todayIn } from './calendar';
import { IconButton } from './icon-button';

type Props = { value: DayRange | null; timeZone: string; onChoose: (range: DayRange) => void };

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** Presets at the left, one month of days at the right. Arrows move by day and week, PageUp and PageDown by month. */
export default function RangeCalendar({ value, timeZone, onChoose }: Props) {
  const [today] = useState(() => todayIn(timeZone, Date.now()));
  const [focus, setFocus] = useState<Day>(value ? value.from : today);
  const [first, setFirst] = useState<Day | null>(null);
  const [over, setOver] = useState<Day | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const month = monthOf(focus);
  const shown = first ? spanOf(first, over ?? first) : value;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the button of the focused day exists only after it was drawn
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [focus]);

  const pick = (day: Day) => {
    setFocus(day);
    if (first === null) setFirst(day);
    else onChoose(spanOf(first, day));
  };
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
    setFocus(to);
    setOver(to);
  };

  return (
    <div className="flex max-sm:flex-col">
      <div className="flex shrink-0 gap-0.5 overflow-x-auto border-border p-2 max-sm:border-b sm:w-36 sm:flex-col sm:border-r">
        {presets(today).map(({ label, range }) => {
          const current = value?.from === range.from && value.to === range.to;
          return (
            <button
              key={label}
              type="button"
              aria-pressed={current}
              onClick={() => onChoose(range)}
              className={clsx(
                'h-8 whitespace-nowrap rounded-sm px-2 text-left hover:bg-hover',
                current && 'bg-accent-soft font-medium text-accent-text',
              )}
            >
              {label}
            </button>
          );
        })}
      </div>
      <div className="w-72 p-3">
        <div className="flex items-center justify-between pb-2">
          <IconButton quiet size="sm" label="Earlier month" icon={<ChevronLeft />} onClick={() => setFocus(addMonths(month, -1))} />
          <button
            type="button"
            aria-label={`All of ${monthWords(month)}`}
            onClick={() => onChoose({ from: month, to: addMonths(month, 1) })}
            className="rounded-sm px-2 py-0.5 font-medium hover:bg-hover"
          >
            <span aria-live="polite">{monthWords(month)}</span>
          </button>
          <IconButton quiet size="sm" label="Later month" icon={<ChevronRight />} onClick={() => setFocus(addMonths(month, 1))} />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: days of a calendar are a group of buttons; a table would add nothing to their names */}
        <div
          ref={grid}
          role="group"
          aria-label="Days"
          onKeyDown={onKeyDown}
          onPointerLeave={() => setOver(null)}
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
              month={month}
              today={today}
              shown={shown}
              focusable={day === focus}
              onPick={pick}
              onOver={setOver}
            />
          ))}
        </div>
        <p className="pt-2 text-faint text-sm">
          {first ? `From ${dayWords(first)}: choose the last day` : `Days in ${timeZone.replaceAll('_', ' ')}`}
        </p>
      </div>
    </div>
  );
}

type DayButtonProps = {
  day: Day;
  month: Day;
  today: Day;
  shown: DayRange | null;
  focusable: boolean;
  onPick: (day: Day) => void;
  onOver: (day: Day) => void;
};

function DayButton({ day, month, today, shown, focusable, onPick, onOver }: DayButtonProps) {
  const inside = shown !== null && day >= shown.from && day < shown.to;
  const edge = shown !== null && (day === shown.from || addDays(day, 1) === shown.to);
  return (
    <button
      type="button"
      tabIndex={focusable ? 0 : -1}
      aria-label={dayWords(day)}
      aria-pressed={inside}
      aria-current={day === today ? 'date' : undefined}
      onClick={() => onPick(day)}
      onPointerEnter={() => onOver(day)}
      className={clsx(
        'h-8 text-sm transition-colors',
        !inside && 'rounded-sm hover:bg-hover',
        inside && !edge && 'bg-accent-soft',
        edge && 'rounded-sm bg-accent text-accent-contrast',
        !edge && monthOf(day) !== month && 'text-faint',
        day === today && !edge && 'font-semibold text-accent-text',
      )}
    >
      {Number(day.slice(8))}
    </button>
  );
}

/** Two days in either order, both included. */
function spanOf(a: Day, b: Day): DayRange {
  return a <= b ? { from: a, to: addDays(b, 1) } : { from: b, to: addDays(a, 1) };
}
