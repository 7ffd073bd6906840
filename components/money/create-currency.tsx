'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { createCustomCurrency, listCurrencies } from '@/lib/api/catalog/currencies';
import { CreateCurrencyCustomRequest, type CustomCurrency, customCurrencyIssues, PRECISION_MAX } from '@/lib/catalog/currency';

interface Values {
  name: string;
  code: string;
  symbol: string;
  precision: string;
  marks: keyof typeof MARKS;
}

/** The usual pairs of marks, by what an amount looks like with them. */
const MARKS = {
  '1,234.5': { decimalMark: '.', thousandSeparator: ',' },
  '1.234,5': { decimalMark: ',', thousandSeparator: '.' },
  '1 234,5': { decimalMark: ',', thousandSeparator: ' ' },
  '1’234.5': { decimalMark: '.', thousandSeparator: '’' },
} as const;

const PRECISIONS = Array.from({ length: PRECISION_MAX + 1 }, (_, digits) => ({
  value: String(digits),
  label: digits === 0 ? 'None: whole units only' : digits === 1 ? '1 digit' : `${digits} digits`,
}));

/** Asks for the settings of a custom currency; none of them can be changed later. */
export function CreateCurrency({ onClose, onCreated }: { onClose: () => void; onCreated: (currency: CustomCurrency) => void }) {
  const create = useApiMutation(createCustomCurrency, [listCurrencies]);
  const form = useRequestForm<Values, CreateCurrencyCustomRequest>({
    defaultValues: { name: '', code: '', symbol: '', precision: '0', marks: '1,234.5' },
    request: ({ name, code, symbol, precision, marks }) => ({
      name: name.trim(),
      code: code.trim(),
      symbol: symbol.trim() || undefined,
      precision: Number(precision),
      ...MARKS[marks],
    }),
    schema: CreateCurrencyCustomRequest,
    issues: customCurrencyIssues,
  });
  return (
    <FormDialog
      form={form}
      title="Create currency"
      description="Customers buy and spend it like credits. These settings cannot be changed later."
      submit="Create currency"
      onClose={onClose}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Currency ${data.code} created`);
        onCreated(data);
      }}
    >
      <TextField<Values> name="name" label="Name" required input={{ autoFocus: true, placeholder: 'AI credits' }} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField<Values>
          name="code"
          label="Code"
          required
          hint="4 to 24 characters; three letters are money."
          input={{ mono: true, placeholder: 'CREDITS' }}
        />
        <TextField<Values> name="symbol" label="Sign" hint="Optional. Shown before amounts." input={{ placeholder: '✦' }} />
        <ControlField<Values, string> name="precision" label="Digits after the point" hint="Smallest amount that can be charged.">
          {(value, onChange) => <Select value={value} onValueChange={onChange} options={PRECISIONS} />}
        </ControlField>
        <ControlField<Values, Values['marks']> name="marks" label="Amounts are written">
          {(value, onChange) => (
            <Select
              value={value}
              onValueChange={onChange}
              options={(Object.keys(MARKS) as Values['marks'][]).map((sample) => ({ value: sample, label: sample }))}
            />
          )}
        </ControlField>
      </div>
    </FormDialog>
  );
}
