'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { LongTextField, TextField } from '@/components/api/form-field';
import { currentAs } from '@/components/api/merge-values';
import { NameAndKeyFields } from '@/components/api/name-and-key-fields';
import { useRequestForm } from '@/components/api/request-form';
import { toast } from '@/components/ui/toast';
import { createTaxCode, getTaxCode, listTaxCodes, upsertTaxCode } from '@/lib/api/catalog/tax-codes';
import { AppType, CreateTaxCodeRequest, TaxCode, UpsertTaxCodeRequest } from '@/lib/catalog/tax-code';
import { APP_TYPES } from './app-types';

interface Values {
  name: string;
  key: string;
  description: string;
  /** Codes in connected systems; nothing where it does not know it. */
  codes: Record<(typeof AppType.options)[number], string>;
}

// Types that a person can set; the sandbox invents its own.
const ASKED = ['stripe', 'external_invoicing'] as const;

const valuesOf = (code?: TaxCode): Values => {
  const codeIn = (type: string) => code?.appMappings.find(({ appType }) => appType === type)?.taxCode ?? '';
  return {
    name: code?.name ?? '',
    key: code?.key ?? '',
    description: code?.description ?? '',
    codes: { stripe: codeIn('stripe'), external_invoicing: codeIn('external_invoicing'), sandbox: codeIn('sandbox') },
  };
};

const requestOf = ({ name, description, codes }: Values) => ({
  name: name.trim(),
  description: description.trim() || undefined,
  appMappings: AppType.options.flatMap((appType) => (codes[appType].trim() ? [{ appType, taxCode: codes[appType].trim() }] : [])),
});

/** A new kind of goods or service. */
export function CreateTaxCode({ onClose }: { onClose: () => void }) {
  const create = useApiMutation(createTaxCode, [listTaxCodes]);
  const form = useRequestForm<Values, CreateTaxCodeRequest>({
    defaultValues: valuesOf(),
    request: (values) => ({ ...requestOf(values), key: values.key.trim() }),
    schema: CreateTaxCodeRequest,
    formats: { key: 'Lower-case letters, digits and single underscores, such as saas.' },
  });
  return (
    <FormDialog
      form={form}
      title="Create tax code"
      submit="Create tax code"
      onClose={onClose}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Tax code ${data.name} created`);
      }}
    >
      <NameAndKeyFields example={{ name: 'Software as a service', key: 'saas' }} keyHint="Used in code. It cannot be changed later." />
      <Rest />
    </FormDialog>
  );
}

/** Everything but the key may change. */
export function EditTaxCode({ code, revision, onClose }: { code: TaxCode; revision: number | undefined; onClose: () => void }) {
  const update = useApiMutation(upsertTaxCode, [listTaxCodes, getTaxCode]);
  const form = useRequestForm<Values, UpsertTaxCodeRequest>({
    defaultValues: valuesOf(code),
    request: (values) => ({ ...requestOf(values), labels: code.labels }),
    schema: UpsertTaxCodeRequest,
  });
  return (
    <FormDialog
      form={form}
      title={`Edit ${code.name}`}
      submit="Save"
      onClose={onClose}
      theirs={currentAs(TaxCode, (current) => valuesOf(current))}
      onSubmit={async (body, over) => {
        await update.mutateAsync({ params: { taxCodeId: code.id }, body, options: { revision: over ?? revision } });
        toast.success(`Tax code ${body.name} saved`);
      }}
    >
      <TextField<Values> name="name" label="Name" required input={{ autoFocus: true }} />
      <Rest />
    </FormDialog>
  );
}

const Rest = () => (
  <>
    <LongTextField<Values> name="description" label="Description" />
    {ASKED.map((type) => (
      <TextField<Values>
        key={type}
        name={`codes.${type}`}
        label={`Code in ${type === 'stripe' ? APP_TYPES[type] : 'your own invoicing system'}`}
        input={{ mono: true, placeholder: type === 'stripe' ? 'txcd_10103001' : '' }}
      />
    ))}
  </>
);
