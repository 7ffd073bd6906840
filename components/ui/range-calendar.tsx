'use client';

import clsx from 'clsx';
import { useState } from 'react';
import { addDays, addMonths, type Day, type DayRange, dayWords, presets, todayIn } from './calendar';
import { useClock } from './clock';
import { MonthDays } from './month-days';

type Props = { value: DayRange | null; timeZone: string; onChoose: (range: DayRange) => void };

/** Presets at the left, one month of days at the right. */
export default function RangeCalendar({ value, timeZone, onChoose }: Props) {
  const clock = useClock();
  const [today] = useState(() => todayIn(timeZone, clock()));
  const [focus, setFocus] = useState<Day>(value ? value.from : today);
  const [first, setFirst] = useState<Day | null>(null);
  const [over, setOver] = useState<Day | null>(null);
  const shown = first ? spanOf(first, over ?? first) : value;

  const pick = (day: Day) => {
    setFocus(day);
    if (first === null) setFirst(day);
    else onChoose(spanOf(first, day));
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
        <MonthDays
          focus={focus}
          onFocus={setFocus}
          today={today}
          shown={shown && { from: shown.from, to: addDays(shown.to, -1) }}
          onPick={pick}
          onOver={setOver}
          onMonth={(month) => onChoose({ from: month, to: addMonths(month, 1) })}
        />
        <p className="pt-2 text-faint text-sm">
          {first ? `From ${dayWords(first)}: choose the last day` : `Days in ${timeZone.replaceAll('_', ' ')}`}
        </p>
      </div>
    </div>
  );
}

/** Two days in either order, both included. */
function spanOf(a: Day, b: Day): DayRange {
  return a <= b ? { from: a, to: addDays(b, 1) } : { from: b, to: addDays(a, 1) };
}
