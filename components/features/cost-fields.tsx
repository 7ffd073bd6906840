'use client';

import { get, useFormContext, useWatch } from 'react-hook-form';
import { ControlField } from '@/components/api/form-field';
import { MoneyInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { BillingFeatureLLMTokenType } from '@/lib/catalog/unit-cost';
import type { CostSource, CostValues } from './feature-values';

type WithCost = { cost: CostValues };

const TYPES = [
  { value: 'none', label: 'Unknown' },
  { value: 'manual', label: 'A fixed cost' },
  { value: 'llm', label: 'LLM price list' },
] as const;
const TOKEN_TYPES = BillingFeatureLLMTokenType.options.map((value) => ({ value, label: value.replaceAll('_', ' ') }));

/** Fields for the cost of one unit: unknown, a fixed amount, or looked up in the LLM price list by provider, model and token type. */
export function CostFields({ dimensions }: { dimensions: readonly string[] }) {
  const type = useWatch<WithCost, 'cost.type'>({ name: 'cost.type' });
  return (
    <div className="flex flex-col gap-3">
      <ControlField<WithCost, CostValues['type']> name="cost.type" label="Unit cost" group>
        {(value, onChange) => <SegmentedControl label="Unit cost" value={value} onValueChange={onChange} segments={TYPES} />}
      </ControlField>
      {type === 'manual' && (
        <ControlField<WithCost, string> name="cost.amount" label="Cost of one unit" hideLabel className="max-w-60">
          {(value, onChange) => (
            <MoneyInput currency="USD" value={value} onValueChange={onChange} after="per unit" placeholder="0.000002" />
          )}
        </ControlField>
      )}
      {type === 'llm' && (
        <>
          <Source name="provider" label="Provider" placeholder="openai" dimensions={dimensions} />
          <Source name="model" label="Model" placeholder="gpt-4o" dimensions={dimensions} />
          <Source name="tokenType" label="Token type" choices={TOKEN_TYPES} dimensions={dimensions} />
        </>
      )}
    </div>
  );
}

function Source({
  name,
  label,
  placeholder,
  choices,
  dimensions,
}: {
  name: 'provider' | 'model' | 'tokenType';
  label: string;
  placeholder?: string;
  choices?: readonly { value: string; label: string }[];
  dimensions: readonly string[];
}) {
  const { setValue, formState } = useFormContext<WithCost>();
  const source = useWatch<WithCost>({ name: `cost.${name}` }) as CostSource;
  const change = (part: Partial<CostSource>) =>
    setValue(`cost.${name}`, { ...source, ...part }, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  const fault = get(formState.errors, `cost.${name}.fixed.message`) as string | undefined;
  return (
    <Field label={label} error={fault}>
      <span className="flex gap-2">
        <Select
          aria-label={`Source of the ${label.toLowerCase()}`}
          value={source.from}
          onValueChange={(from) => change({ from })}
          options={[
            { value: 'fixed', label: 'Always' },
            { value: 'dimension', label: 'From dimension' },
          ]}
          className="max-w-40"
        />
        {source.from === 'dimension' ? (
          <Select
            value={source.dimension}
            onValueChange={(dimension) => change({ dimension })}
            placeholder="Choose a dimension"
            options={dimensions.map((dimension) => ({ value: dimension, label: dimension }))}
          />
        ) : choices ? (
          <Select value={source.fixed} onValueChange={(fixed) => change({ fixed })} placeholder="Choose" options={choices} />
        ) : (
          <Input mono value={source.fixed} onChange={(event) => change({ fixed: event.target.value })} placeholder={placeholder} />
        )}
      </span>
    </Field>
  );
}
