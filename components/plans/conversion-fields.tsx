'use client';

import { useApi } from '@/components/api/client';
import { Pair } from '@/components/rate-card-form/form-parts';
import { DecimalInput, MoneyInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { offersOf } from '@/components/versions/plan-input';
import { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import type { Plan } from '@/lib/catalog/plan';
import { type ConversionText, readConversion, samples } from './conversion-text';

const ROUNDINGS = [
  { value: 'nearest', label: 'To the nearest' },
  { value: 'up', label: 'Up' },
  { value: 'down', label: 'Down' },
] as const;

const DIGITS = ['1', '2', '3', '4', '5', '6'].map((value) => ({ value, label: value === '1' ? '1 digit' : `${value} digits` }));

const names = new Intl.ListFormat('en');

type Props = { plan: Plan; value: ConversionText; onChange: (value: ConversionText) => void };

/** By how much prices are multiplied and how they are rounded, with what becomes of some of them. */
export function ConversionFields({ plan, value, onChange }: Props) {
  const offered = useApi(listPlanAddOns, offersOf(plan.id)).data?.data;
  const conversion = readConversion(value, plan.currency);
  const shown = conversion ? samples(plan, conversion) : [];
  const set = (changes: Partial<ConversionText>) => onChange({ ...value, ...changes });
  return (
    <div className="@container flex flex-col gap-3">
      <p className="text-pretty text-muted">Fees, unit prices and commitments are converted. Quantities and percentages stay.</p>
      {offered && offered.length > 0 && (
        <p className="text-pretty text-warning">
          Add-ons are not converted: {names.format(offered.map(({ name }) => name))} will keep the copy from being published until{' '}
          {offered.length === 1 ? 'an add-on' : 'add-ons'} in {value.currency}{' '}
          {offered.length === 1 ? 'takes its place' : 'take their places'}.
        </p>
      )}
      <Pair>
        <Field label={`One ${plan.currency} in ${value.currency}`} required>
          <DecimalInput value={value.factor} placeholder="0.92" onValueChange={(factor) => set({ factor })} />
        </Field>
        <Field label="Fees in steps of">
          <MoneyInput currency={value.currency} value={value.step} onValueChange={(step) => set({ step })} />
        </Field>
        <Field label="Unit prices to">
          <Select value={value.unitDigits} options={DIGITS} onValueChange={(unitDigits) => set({ unitDigits })} />
        </Field>
        <Field label="Rounded">
          <Select value={value.rounding} options={ROUNDINGS} onValueChange={(rounding) => set({ rounding })} />
        </Field>
      </Pair>
      {shown.length > 0 && (
        <ul aria-label="Some prices in the other currency" className="flex flex-col gap-1.5 rounded-md bg-surface px-3 py-2.5">
          {shown.map(({ key, name, before, after }) => (
            <li key={key} className="flex flex-col">
              <span className="text-muted text-sm">
                {name}: {before}
              </span>
              <span className="text-pretty">{after}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
