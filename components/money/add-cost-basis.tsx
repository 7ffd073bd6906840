'use client';

import { useApi, useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useViewer } from '@/components/shell/viewer';
import { useClock } from '@/components/ui/clock';
import { CurrencyPicker } from '@/components/ui/currency-picker';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { DecimalInput } from '@/components/ui/decimal-input';
import { toast } from '@/components/ui/toast';
import { createCostBasis, listCostBases, listCurrencies } from '@/lib/api/catalog/currencies';
import { CreateCostBasisRequest, costBasisIssues } from '@/lib/catalog/cost-basis';
import type { CustomCurrency } from '@/lib/catalog/currency';

interface Values {
  rate: string;
  fiatCode: string;
  effectiveFrom: string;
}

/** A rate from now, or from a moment to come; the one before it ends there. */
export function AddCostBasis({ currency, onClose }: { currency: CustomCurrency; onClose: () => void }) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const add = useApiMutation(createCostBasis, [listCostBases, listCurrencies]);
  const bases = useApi(listCostBases, { params: { currencyId: currency.id }, query: { page: { size: 1000 } } }).data?.data;
  const form = useRequestForm<Values, CreateCostBasisRequest>({
    defaultValues: { rate: '', fiatCode: currency.costBasis?.[0]?.fiatCode ?? 'USD', effectiveFrom: '' },
    request: ({ rate, fiatCode, effectiveFrom }) => ({ rate: rate.trim(), fiatCode, effectiveFrom: effectiveFrom || undefined }),
    schema: CreateCostBasisRequest,
    issues: (request) => {
      const newest = bases?.find(({ fiatCode }) => fiatCode === request.fiatCode)?.effectiveFrom;
      return costBasisIssues({ ...request, effectiveFrom: request.effectiveFrom ?? new Date(clock()).toISOString() }, newest);
    },
    formats: { rate: 'Enter a number, such as 0.01.' },
  });
  return (
    <FormDialog
      form={form}
      title={`Value of 1 ${currency.code}`}
      description="The previous rate ends when this one starts. Rates cannot be changed later."
      submit="Add cost basis"
      onClose={onClose}
      onSubmit={async ({ rate, fiatCode, ...rest }) => {
        await add.mutateAsync({ params: { currencyId: currency.id }, body: { rate, fiatCode, ...rest } });
        toast.success(`1 ${currency.code} is worth ${rate} ${fiatCode}`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <ControlField<Values, string> name="rate" label={`1 ${currency.code} is`} required>
          {(value, onChange) => <DecimalInput value={value} onValueChange={onChange} placeholder="0.01" autoFocus />}
        </ControlField>
        <ControlField<Values, string> name="fiatCode" label="Of" required>
          {(value, onChange) => <CurrencyPicker value={value} onValueChange={onChange} />}
        </ControlField>
      </div>
      <ControlField<Values, string> name="effectiveFrom" label="From" hint="Leave empty to start now." className="max-w-72">
        {(value, onChange) => <DateTimeInput value={value} onValueChange={onChange} timeZone={timeZone} />}
      </ControlField>
    </FormDialog>
  );
}
