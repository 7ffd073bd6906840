'use client';

import { useState } from 'react';
import { type DurationUnit, isoDuration, simpleDuration } from './duration-words';
import { Input } from './input';
import { Select } from './select';

export type DurationInputProps = {
  /** ISO 8601, or '' for none. */
  value: string;
  onValueChange: (iso: string) => void;
  units?: readonly DurationUnit[];
  disabled?: boolean;
  id?: string;
};

const ALL: readonly DurationUnit[] = ['day', 'week', 'month', 'year'];

/** A length of time in words, ISO 8601 behind. A duration of several units, which the words cannot say, is edited as ISO. */
export function DurationInput({ value, onValueChange, units = ALL, disabled, id }: DurationInputProps) {
  const simple = simpleDuration(value);
  const [unit, setUnit] = useState<DurationUnit>(simple?.unit ?? 'month');
  const shownUnit = simple?.unit ?? unit;
  if (value !== '' && !simple)
    return (
      <Input id={id} mono value={value} disabled={disabled} after="ISO 8601" onChange={(event) => onValueChange(event.target.value)} />
    );
  const write = (count: string, next: DurationUnit) => {
    setUnit(next);
    onValueChange(/^[1-9]\d{0,3}$/.test(count) ? isoDuration({ count: Number(count), unit: next }) : '');
  };
  return (
    <span className="flex w-full gap-2">
      <Input
        id={id}
        numeric
        inputMode="numeric"
        className="max-w-20"
        disabled={disabled}
        value={simple ? String(simple.count) : ''}
        onChange={(event) => write(event.target.value.replaceAll(/\D/g, ''), shownUnit)}
      />
      <Select
        aria-label="Unit of time"
        id={id ? `${id}-unit` : undefined}
        value={shownUnit}
        disabled={disabled}
        onValueChange={(next) => write(simple ? String(simple.count) : '', next)}
        options={units.map((each) => ({ value: each, label: simple?.count === 1 ? each : `${each}s` }))}
      />
    </span>
  );
}
