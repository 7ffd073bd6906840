'use client';

import { memo, useState } from 'react';
import { PathField, useIssue } from '@/components/pricing/form-scope';
import { NumberInput } from '@/components/pricing/number-input';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Entitlement, EntitlementType } from '@/lib/catalog/entitlement';
import { jsonText, parseJson } from '@/lib/exact-json';
import { CadenceSelect } from './cadence-select';
import { Pair } from './form-parts';

type Props = {
  value: Entitlement | undefined;
  onChange: (value: Entitlement | undefined, field: string) => void;
  /** Unit of the meter, in the plural. */
  unit: string;
  /** The card's cadence, which a usage period falls back to. */
  cadence: string | undefined;
};

const KINDS = [
  { value: 'none', label: 'Nothing' },
  { value: 'boolean', label: 'On–off access' },
  { value: 'metered', label: 'Usage allowance' },
  { value: 'static', label: 'Fixed setting' },
] as const;

const START: Record<EntitlementType, Entitlement> = {
  boolean: { type: 'boolean' },
  metered: { type: 'metered', isSoftLimit: false },
  static: { type: 'static', config: {} },
};

/** Fields of a card's entitlement. */
export const EntitlementFields = memo(function EntitlementFields({ value, onChange, unit, cadence }: Props) {
  const general = useIssue('entitlement');
  return (
    <div className="flex flex-col gap-3" data-field="entitlement">
      <Pair>
        <Field label="Entitles to" warning={general?.message}>
          <Select
            value={value?.type ?? 'none'}
            onValueChange={(kind) => onChange(kind === 'none' ? undefined : START[kind], 'kind')}
            options={KINDS}
          />
        </Field>
      </Pair>
      {value?.type === 'metered' && (
        <>
          <Pair>
            <PathField label="Limit" path="entitlement.limit">
              <NumberInput value={value.limit} after={unit} onValueChange={(limit) => onChange({ ...value, limit }, 'limit')} />
            </PathField>
            <PathField label="Per" path="entitlement.usagePeriod">
              <CadenceSelect
                value={value.usagePeriod}
                fallback={cadence ? `As billed (${cadenceWords(cadence)})` : 'As billed'}
                onValueChange={(usagePeriod) => onChange(withPeriod(value, usagePeriod), 'usagePeriod')}
              />
            </PathField>
          </Pair>
          <Checkbox
            checked={value.isSoftLimit}
            onCheckedChange={(isSoftLimit) => onChange({ ...value, isSoftLimit }, 'isSoftLimit')}
            hint="Usage above the limit is allowed and billed."
          >
            The limit only warns
          </Checkbox>
        </>
      )}
      {value?.type === 'static' && <Configuration config={value.config} onChange={(config) => onChange({ ...value, config }, 'config')} />}
    </div>
  );
});

function withPeriod(value: Extract<Entitlement, { type: 'metered' }>, usagePeriod: string | undefined): Entitlement {
  const { usagePeriod: _before, ...rest } = value;
  return { ...rest, ...(usagePeriod !== undefined && { usagePeriod }) };
}

/** JSON text; what cannot be read yet stays in the field, and the last readable value in the plan. */
function Configuration({ config, onChange }: { config: unknown; onChange: (config: unknown) => void }) {
  const [text, setText] = useState<string | null>(null);
  const written = jsonText(config, 2);
  const fault = text !== null && parsed(text) === undefined;
  return (
    <PathField
      label="Configuration"
      path="entitlement.config"
      hint="Returned to your application unchanged."
      error={fault ? 'This is not JSON yet; the last readable version is kept. Check quotes, commas and brackets.' : undefined}
    >
      <Textarea
        mono
        rows={4}
        spellCheck={false}
        value={text !== null && (fault || JSON.stringify(parsed(text)?.value) === JSON.stringify(config)) ? text : written}
        onChange={(event) => {
          setText(event.target.value);
          const read = parsed(event.target.value);
          if (read) onChange(read.value);
        }}
        onBlur={() => !fault && setText(null)}
      />
    </PathField>
  );
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}
