'use client';

import { Select } from '@/components/ui/select';
import { cadenceWords } from '@/lib/catalog/cadence';
import { PLAN_CADENCES } from '@/lib/catalog/plan';

const ONCE = 'once';
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

type Props = {
  value: string | undefined;
  onValueChange: (value: string | undefined) => void;
  /** One-time is offered too. */
  once?: boolean;
  /** Shown for no value when one-time is not offered: what it falls back to. */
  fallback?: string;
  disabled?: boolean;
};

/** Asks for a billing cadence, or once. A rhythm outside the usual ones stays as it is. */
export function CadenceSelect({ value, onValueChange, once = false, fallback, disabled }: Props) {
  const cadences = PLAN_CADENCES.filter((cadence) => cadence !== 'P12M' || value === 'P12M');
  const known = value === undefined || cadences.some((cadence) => cadence === value);
  const options = [
    ...(once ? [{ value: ONCE, label: 'Once' }] : []),
    ...(fallback !== undefined ? [{ value: ONCE, label: fallback }] : []),
    ...(known || value === undefined ? [] : [{ value, label: capital(cadenceWords(value)) }]),
    ...cadences.map((cadence) => ({ value: cadence as string, label: capital(cadenceWords(cadence)) })),
  ];
  return (
    <Select
      disabled={disabled}
      value={value ?? (once || fallback !== undefined ? ONCE : '')}
      placeholder={value === undefined && !once && fallback === undefined ? 'Choose how often' : undefined}
      onValueChange={(next) => onValueChange(next === ONCE ? undefined : next)}
      options={options}
    />
  );
}
