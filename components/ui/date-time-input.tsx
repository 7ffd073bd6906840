'use client';

import { DayInput } from './day-input';
import { readTime } from './day-text';
import { TypedText } from './typed-text';
import { instantOf, wallTimeOf } from './zoned';

export type DateTimeInputProps = {
  /** An instant, "2026-11-01T00:00:00Z", or ''. */
  value: string;
  onValueChange: (instant: string) => void;
  /** The zone in which it is read and written: the workspace's. */
  timeZone: string;
  min?: string;
  max?: string;
  disabled?: boolean;
  id?: string;
  className?: string;
};

/** A moment: a day and a time, with the zone they are meant in beside them. A day without a time begins at midnight. */
export function DateTimeInput({ value, onValueChange, timeZone, min, max, disabled, id, className }: DateTimeInputProps) {
  const [day = '', time = ''] = value === '' ? [] : wallTimeOf(value, timeZone).split('T');
  const dayOf = (instant: string | undefined) => (instant ? wallTimeOf(instant, timeZone).slice(0, 10) : undefined);
  const set = (nextDay: string, nextTime: string) =>
    onValueChange(nextDay === '' ? '' : (instantOf(`${nextDay}T${nextTime || '00:00'}`, timeZone) ?? value));
  return (
    <span className={`flex min-w-0 flex-wrap gap-2 ${className ?? ''}`}>
      <DayInput
        id={id}
        value={day}
        timeZone={timeZone}
        min={dayOf(min)}
        max={dayOf(max)}
        disabled={disabled}
        className="min-w-44 flex-1"
        onValueChange={(next) => set(next, time)}
      />
      <TypedText
        id={id ? `${id}-time` : undefined}
        aria-label="Time"
        shown={time}
        placeholder="00:00"
        disabled={disabled || day === ''}
        fault="Type a time such as 09:30."
        read={readTime}
        onRead={(next) => set(day, next)}
        after={timeZone.replaceAll('_', ' ')}
        className="min-w-36 flex-1"
      />
    </span>
  );
}
