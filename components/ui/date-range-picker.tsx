'use client';

import { Calendar } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from './button';
import { type DayRange, rangeWords } from './calendar';
import { Popover } from './popover';

const RangeCalendar = dynamic(() => import('./range-calendar'), { ssr: false, loading: () => <div className="h-90 w-72 sm:w-108" /> });

export type DateRangePickerProps = {
  /** Days in the workspace's zone, `to` not included; null where nothing is chosen. Kept in the URL by the caller. */
  value: DayRange | null;
  onValueChange: (range: DayRange) => void;
  timeZone: string;
  placeholder?: string;
  align?: 'start' | 'end';
};

/** A span of days: the usual ones by name, any month by one click, any days by two. */
export function DateRangePicker({ value, onValueChange, timeZone, placeholder = 'Choose dates', align = 'start' }: DateRangePickerProps) {
  return (
    <Popover
      label="Dates"
      align={align}
      trigger={
        <Button icon={<Calendar className="text-muted" />}>
          <span className="num">{value ? rangeWords(value) : placeholder}</span>
        </Button>
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
