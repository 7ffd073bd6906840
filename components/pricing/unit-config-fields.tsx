'use client';

import { DecimalInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { groupDigits } from '@/lib/money';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import { PathField, useIssue } from './form-scope';

type Props = {
  value: UnitConfig | undefined;
  onChange: (value: UnitConfig | undefined, field: string) => void;
  /** Unit of the meter, in the plural: "tokens". */
  unit: string;
};

const DEFAULT: UnitConfig = { operation: 'divide', conversionFactor: '1000', rounding: 'none', precision: 0 };
const CONVERSIONS = [
  { value: 'none', label: 'As metered' },
  { value: 'divide', label: 'Divided by' },
  { value: 'multiply', label: 'Multiplied by' },
] as const;
const ROUNDINGS = [
  { value: 'none', label: 'Not rounded' },
  { value: 'ceiling', label: 'Rounded up' },
  { value: 'floor', label: 'Rounded down' },
  { value: 'half_up', label: 'Rounded to nearest' },
] as const;
const PLACES = Array.from({ length: 13 }, (_, n) => ({
  value: String(n),
  label: n === 0 ? 'whole units' : n === 1 ? '1 decimal' : `${n} decimals`,
}));

/** Fields of the unit conversion, in words: "per 1,000 tokens, rounded up". */
export function UnitConfigFields({ value, onChange, unit }: Props) {
  const issue = useIssue('unitConfig');
  const set = (changes: Partial<UnitConfig>, field: string) => onChange({ ...(value ?? DEFAULT), ...changes }, field);
  return (
    <div className="flex flex-col gap-2" data-field="unitConfig">
      <div className="grid grid-cols-2 gap-3 @min-[480px]:grid-cols-4">
        <Field label="Billed quantity">
          <Select
            value={value?.operation ?? 'none'}
            onValueChange={(operation) => (operation === 'none' ? onChange(undefined, 'operation') : set({ operation }, 'operation'))}
            options={CONVERSIONS}
          />
        </Field>
        {value && (
          <>
            <PathField label="Factor" path="unitConfig.conversionFactor">
              <DecimalInput
                value={value.conversionFactor}
                onValueChange={(conversionFactor) => set({ conversionFactor }, 'conversionFactor')}
              />
            </PathField>
            <Field label="Rounding">
              <Select
                value={value.rounding}
                onValueChange={(rounding) => set({ rounding, ...(rounding === 'none' && { precision: 0 }) }, 'rounding')}
                options={ROUNDINGS}
              />
            </Field>
            {value.rounding !== 'none' && (
              <PathField label="To" path="unitConfig.precision">
                <Select
                  value={String(value.precision)}
                  onValueChange={(precision) => set({ precision: PLACES.findIndex((place) => place.value === precision) }, 'precision')}
                  options={PLACES}
                />
              </PathField>
            )}
            <PathField label="Unit's name" path="unitConfig.displayUnit">
              <Input
                value={value.displayUnit ?? ''}
                placeholder="such as GB"
                onChange={(event) => set({ displayUnit: event.target.value || undefined }, 'displayUnit')}
              />
            </PathField>
          </>
        )}
      </div>
      {issue && <p className="text-sm text-warning">{issue.message}</p>}
      {value && !issue && <p className="text-muted text-sm">{conversionWords(value, unit)}</p>}
    </div>
  );
}

/** "1 billed unit is 1,000 tokens; what is left over counts as one more." */
function conversionWords({ operation, conversionFactor, rounding, precision, displayUnit }: UnitConfig, unit: string): string {
  const factor = /^\d+(\.\d+)?$/.test(conversionFactor) ? groupDigits(conversionFactor) : '…';
  const billed = displayUnit || 'billed units';
  const rule = operation === 'divide' ? `${unit} ÷ ${factor} = ${billed}` : `${unit} × ${factor} = ${billed}`;
  const to = precision === 0 ? 'whole ones' : `${precision} decimal places`;
  if (rounding === 'ceiling') return `${rule}, rounded up to ${to}: a started one counts as a full one.`;
  if (rounding === 'floor') return `${rule}, rounded down to ${to}: a started one is free.`;
  if (rounding === 'half_up') return `${rule}, rounded to the nearest of ${to}.`;
  return `${rule}, every fraction billed.`;
}
