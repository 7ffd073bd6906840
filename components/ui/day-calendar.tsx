'use client';

import { useState } from 'react';
import { type Day, todayIn } from './calendar';
import { useClock } from './clock';
import { MonthDays } from './month-days';

type Props = {
  value: Day | null;
  timeZone: string;
  isAllowed: (day: Day) => boolean;
  /** First day shown when nothing is chosen and today is not allowed. */
  start: Day | undefined;
  onChoose: (day: Day) => void;
};

/** One month of days; a click chooses. Fetched when it is opened. */
export default function DayCalendar({ value, timeZone, isAllowed, start, onChoose }: Props) {
  const clock = useClock();
  const [today] = useState(() => todayIn(timeZone, clock()));
  const [focus, setFocus] = useState<Day>(value ?? (isAllowed(today) ? today : (start ?? today)));
  return (
    <div className="w-72 p-3">
      <MonthDays
        focus={focus}
        onFocus={setFocus}
        today={today}
        shown={value === null ? null : { from: value, to: value }}
        isAllowed={isAllowed}
        onPick={onChoose}
      />
      <p className="pt-2 text-faint text-sm">Days in {timeZone.replaceAll('_', ' ')}</p>
    </div>
  );
}
