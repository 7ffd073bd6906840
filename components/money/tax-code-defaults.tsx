'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField } from '@/components/api/form-field';
import { currentAs } from '@/components/api/merge-values';
import { useRequestForm } from '@/components/api/request-form';
import { Combobox } from '@/components/ui/combobox';
import { toast } from '@/components/ui/toast';
import { findDefaultTaxCodes, updateDefaultTaxCodes } from '@/lib/api/catalog/tax-codes';
import { OrganizationDefaultTaxCodes, type TaxCode, UpdateOrganizationDefaultTaxCodesRequest } from '@/lib/catalog/tax-code';

interface Values {
  invoicing: string;
  creditGrant: string;
}

const valuesOf = (defaults: OrganizationDefaultTaxCodes | undefined, other = ''): Values => ({
  invoicing: defaults?.invoicingTaxCode.id ?? other,
  creditGrant: defaults?.creditGrantTaxCode.id ?? other,
});

interface Props {
  codes: readonly TaxCode[];
  defaults: OrganizationDefaultTaxCodes | undefined;
  revision: number | undefined;
  onClose: () => void;
}

/** Which code applies where none is named. Both are set together the first time. */
export function TaxCodeDefaults({ codes, defaults, revision, onClose }: Props) {
  const update = useApiMutation(updateDefaultTaxCodes, [findDefaultTaxCodes]);
  const only = codes.length === 1 ? codes[0]?.id : undefined;
  const form = useRequestForm<Values, UpdateOrganizationDefaultTaxCodesRequest>({
    defaultValues: valuesOf(defaults, only),
    request: ({ invoicing, creditGrant }) => ({ invoicingTaxCode: { id: invoicing }, creditGrantTaxCode: { id: creditGrant } }),
    schema: UpdateOrganizationDefaultTaxCodesRequest,
    fieldOf: (path) => (path.startsWith('invoicing') ? 'invoicing' : path.startsWith('creditGrant') ? 'creditGrant' : undefined),
    formats: { 'invoicingTaxCode.id': 'Choose a tax code.', 'creditGrantTaxCode.id': 'Choose a tax code.' },
  });
  const options = codes.map(({ id, name, key }) => ({ value: id, label: name, hint: key }));
  const field = (name: keyof Values, label: string) => (
    <ControlField<Values, string> name={name} label={label} required>
      {(value, onChange) => (
        <Combobox
          label={label}
          value={value || null}
          onValueChange={(id) => onChange(id ?? '')}
          options={options}
          placeholder="Choose a tax code"
        />
      )}
    </ControlField>
  );
  return (
    <FormDialog
      form={form}
      title="Default tax codes"
      description="Used for invoice lines and credit grants without a tax code."
      submit="Save defaults"
      onClose={onClose}
      fieldOf={(path) => (path.startsWith('invoicing') ? 'invoicing' : path.startsWith('creditGrant') ? 'creditGrant' : undefined)}
      theirs={currentAs(OrganizationDefaultTaxCodes, (current) => valuesOf(current))}
      labels={{ invoicing: 'Invoices', creditGrant: 'Credit grants' }}
      valueWords={(_, id) => codes.find((code) => code.id === id)?.name}
      onSubmit={async (body, over) => {
        await update.mutateAsync({ body, options: { revision: over ?? revision } });
        toast.success('Default tax codes saved');
      }}
    >
      {field('invoicing', 'Invoices')}
      {field('creditGrant', 'Credit grants')}
    </FormDialog>
  );
}
