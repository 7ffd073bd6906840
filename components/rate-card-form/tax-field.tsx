'use client';

import { memo } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_TAX_CODES } from '@/components/money/money-input';
import { PathField } from '@/components/pricing/form-scope';
import { Combobox } from '@/components/ui/combobox';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import { listTaxCodes } from '@/lib/api/catalog/tax-codes';
import type { RateCard } from '@/lib/catalog/rate-card';
import { FormSection, Pair } from './form-parts';

type Tax = RateCard['taxConfig'];

type Props = {
  value: Tax;
  /** Fields beside the tax code. */
  note?: string | undefined;
  onChange: (next: Tax) => void;
};

const BEHAVIORS = [
  { value: 'unset', label: 'As on the invoice' },
  { value: 'exclusive', label: 'Tax is added to it' },
  { value: 'inclusive', label: 'Tax is already in it' },
] as const;

/** Tax fields of a card; without a code of its own, as the defaults say. */
export const TaxField = memo(function TaxField({ value, note, onChange }: Props) {
  const codes = useApi(listTaxCodes, ALL_TAX_CODES);
  const options = codes.data?.data.map(({ id, name, key }) => ({ value: id, label: name, hint: key })) ?? [];
  return (
    <FormSection title="Tax">
      <Pair>
        <PathField
          label="Tax code"
          path="taxConfig.code"
          hint={codes.data && options.length === 0 ? <TextLink href="/tax-codes">Create the first tax code</TextLink> : note}
        >
          <Combobox
            label="Tax code"
            value={value?.code.id ?? null}
            onValueChange={(id) => onChange(id ? { ...value, code: { id } } : undefined)}
            options={options}
            loading={codes.isPending}
            failed={codes.error ? 'The tax codes could not be loaded.' : undefined}
            placeholder="The default"
            clearable
          />
        </PathField>
        {value && (
          <PathField label="The price" path="taxConfig.behavior">
            <Select
              value={value.behavior ?? 'unset'}
              options={BEHAVIORS}
              onValueChange={(behavior) => onChange({ code: value.code, ...(behavior !== 'unset' && { behavior }) })}
            />
          </PathField>
        )}
      </Pair>
    </FormSection>
  );
});
