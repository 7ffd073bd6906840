'use client';

import { useState } from 'react';
import { readDecimal } from '@/components/ui/decimal-text';
import { Input, type InputProps } from '@/components/ui/input';

type NumberInputProps = Omit<InputProps, 'value' | 'onChange' | 'max'> & {
  value: number | undefined;
  onValueChange: (value: number | undefined) => void;
  max?: number;
};

/**
 * For the few figures that are JSON numbers in the contract: a percentage, a limit. A figure with more digits than a number can hold is
 * not taken over; the field says so and the last good one stays.
 */
export function NumberInput({ value, onValueChange, max, ...rest }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const reading = typed === null ? null : readNumber(typed, max);
  const shown = typed !== null && (reading?.fault || reading?.value === value) ? typed : value === undefined ? '' : plain(value);
  return (
    <span className="flex min-w-0 flex-col gap-1.5">
      <Input
        {...rest}
        numeric
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        aria-invalid={reading?.fault ? true : undefined}
        onFocus={() => setTyped(shown)}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readNumber(event.target.value, max);
          if (!next.fault) onValueChange(next.value);
        }}
      />
      {reading?.fault && (
        <span role="alert" className="text-critical text-sm">
          {reading.fault}
        </span>
      )}
    </span>
  );
}

function readNumber(text: string, max = Number.MAX_SAFE_INTEGER): { value?: number; fault?: string } {
  const reading = readDecimal(text);
  if (reading.kind === 'empty') return {};
  const decimal = reading.kind === 'ambiguous' ? reading.grouped : reading.kind === 'value' ? reading.value : null;
  if (decimal === null) return { fault: 'Enter a number.' };
  const value = Number(decimal);
  if (value < 0 || value > max) return { fault: `Enter a number between 0 and ${plain(max)}.` };
  if (decimal.replace(/[.-]/g, '').replace(/^0+/, '').replace(/0+$/, '').length > 15) return { fault: 'At most 15 digits are kept here.' };
  return { value };
}

/** A number without an exponent. */
const plain = (value: number): string => value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
