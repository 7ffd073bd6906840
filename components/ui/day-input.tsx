'use client';

import { Calendar, X } from 'lucide-react';
import type { Day } from './calendar';
import { dayText, readDay } from './day-text';
import { IconButton } from './icon-button';
import { lazy } from './lazy';
import { Popover } from './popover';
import { TypedText } from './typed-text';

const DayCalendar = lazy(
  () => import('./day-calendar').then((module) => module.default),
  () => <div className="h-85 w-72" />,
);

export type DayInputProps = {
  /** A day, or ''. */
  value: Day | '';
  onValueChange: (day: Day | '') => void;
  /** The zone whose today is marked: the workspace's. */
  timeZone: string;
  min?: Day | undefined;
  max?: Day | undefined;
  placeholder?: string;
  before?: string;
  /** Shown after the day. */
  after?: string | undefined;
  disabled?: boolean;
  id?: string;
  className?: string;
};

/** A day: typed ("1 Oct 2026") or chosen from a calendar. */
export function DayInput({ value, onValueChange, timeZone, min, max, placeholder = '1 Oct 2026', after, ...rest }: DayInputProps) {
  const within = (day: Day) => (min === undefined || day >= min) && (max === undefined || day <= max);
  const range = min && max ? `from ${dayText(min)} to ${dayText(max)}` : min ? `from ${dayText(min)}` : max ? `up to ${dayText(max)}` : '';
  return (
    <TypedText
      {...rest}
      shown={dayText(value)}
      placeholder={placeholder}
      fault={`Type a day ${range}, such as 1 Oct 2026.`.replace(' ,', ',')}
      read={(text) => {
        const day = readDay(text);
        return day !== null && within(day) ? day : null;
      }}
      onRead={onValueChange}
      after={
        <span className="-mr-2 flex items-center gap-1">
          {after}
          {value !== '' && !rest.disabled && (
            <IconButton quiet size="sm" label="Clear the date" icon={<X />} onClick={() => onValueChange('')} />
          )}
          <Popover
            label="Calendar"
            align="end"
            trigger={<IconButton quiet size="sm" label="Open the calendar" icon={<Calendar />} disabled={rest.disabled} />}
          >
            {(close) => (
              <DayCalendar
                value={value === '' ? null : value}
                timeZone={timeZone}
                isAllowed={within}
                start={min ?? max}
                onChoose={(day) => {
                  onValueChange(day);
                  close();
                }}
              />
            )}
          </Popover>
        </span>
      }
    />
  );
}
