'use client';

import { Input } from './input';
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

/** A moment, with the zone it is meant in beside it. */
export function DateTimeInput({ value, onValueChange, timeZone, min, max, ...rest }: DateTimeInputProps) {
  const wall = (instant: string | undefined) => (instant ? wallTimeOf(instant, timeZone) : undefined);
  return (
    <Input
      {...rest}
      type="datetime-local"
      value={wall(value) ?? ''}
      min={wall(min)}
      max={wall(max)}
      after={timeZone.replaceAll('_', ' ')}
      onChange={(event) => onValueChange(event.target.value === '' ? '' : (instantOf(event.target.value, timeZone) ?? value))}
    />
  );
}
