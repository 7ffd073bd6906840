'use client';

import clsx from 'clsx';
import { Calendar } from 'lucide-react';
import { Button } from './button';
import { type DayRange, rangeWords } from './calendar';
import { useFieldProps } from './field';
import { CONTROL_BOX } from './input';
import { lazy } from './lazy';
import { Popover } from './popover';

const RangeCalendar = lazy(
  () => import('./range-calendar').then((module) => module.default),
  () => <div className="h-90 w-72 sm:w-108" />,
);

export type DateRangePickerProps = {
  /** Days in the workspace's zone, `to` not included; null where nothing is chosen. Kept in the URL by the caller. */
  value: DayRange | null;
  onValueChange: (range: DayRange) => void;
  timeZone: string;
  placeholder?: string;
  align?: 'start' | 'end';
};

/** A span of days: the usual ones by name, any month by one click, any days by two. In a `Field` it looks like any control, elsewhere like a button. */
export function DateRangePicker({ value, onValueChange, timeZone, placeholder = 'Choose dates', align = 'start' }: DateRangePickerProps) {
  const wiring = useFieldProps<{ id?: string }>({});
  const words = <span className={clsx('num truncate', !value && 'text-faint')}>{value ? rangeWords(value) : placeholder}</span>;
  const icon = <Calendar className="text-muted" />;
  return (
    <Popover
      label="Dates"
      align={align}
      trigger={
        wiring.id ? (
          <button
            type="button"
            {...wiring}
            aria-labelledby={`${wiring.id}-label ${wiring.id}`}
            className={clsx(CONTROL_BOX, 'gap-2 px-2.5')}
          >
            {icon}
            {words}
          </button>
        ) : (
          <Button icon={icon}>{words}</Button>
        )
      }
    >
      {(close) => (
        <RangeCalendar
          value={value}
          timeZone={timeZone}
          onChoose={(range) => {
            onValueChange(range);
            close();
          }}
        />
      )}
    </Popover>
  );
}
