'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { addDays } from '@/components/ui/calendar';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { getCustomer, listCustomers } from '@/lib/api/metering/customers';
import type { Plan } from '@/lib/catalog/plan';
import { AddOnFields } from './add-on-fields';
import { CreditFields } from './credit-fields';
import { FROM_THE_START, type PreviewQuestion, phaseOf, startOf } from './preview-input';

type Props = {
  question: PreviewQuestion;
  range: { from: string; to: string };
  timeZone: string;
  plans: { data: { data: Plan[] } | undefined; isPending: boolean; error: Error | null };
  onChange: (change: Partial<PreviewQuestion>) => void;
};

const planChoice = (plan: Plan): Choice => ({
  value: plan.id,
  label: `${plan.name} v${plan.version}`,
  hint: plan.status,
  keywords: [plan.key],
});

/** Who, which plan, when, and compared with what: one line, kept in the address. */
export function PreviewControls({ question, range, timeZone, plans, onChange }: Props) {
  const plan = plans.data?.data.find(({ id }) => id === question.plan);
  const choices = plans.data?.data.map(planChoice) ?? [];
  return (
    <div data-screen-only className="grid items-start gap-3 sm:grid-cols-2 wide:grid-cols-3">
      <CustomerField value={question.customer} onChange={(customer) => onChange({ customer })} />
      <Field label="Plan">
        <Combobox
          label="Plan"
          value={question.plan}
          options={choices}
          loading={plans.isPending}
          failed={plans.error?.message}
          placeholder="Choose a version, drafts too"
          onValueChange={(plan) => onChange({ plan, phase: null })}
        />
      </Field>
      {plan && plan.phases.length > 1 && (
        <Field label="Phase">
          <Select
            value={phaseOf(question, plan) ?? FROM_THE_START}
            onValueChange={(phase) => onChange({ phase })}
            options={[
              { value: FROM_THE_START, label: 'From the start, as a new customer' },
              ...plan.phases.map(({ key, name }) => ({ value: key, label: `In ${name}` })),
            ]}
          />
        </Field>
      )}
      <Field label="Period" group>
        <DateRangePicker value={range} timeZone={timeZone} onValueChange={({ from, to }) => onChange({ from, to })} />
      </Field>
      <Field label="Customer since">
        <Input
          type="date"
          value={question.start ?? ''}
          min={addDays(range.from, 1)}
          max={addDays(range.to, -1)}
          onChange={(event) => onChange({ start: event.target.value || null })}
          after={startOf(question, range) ? undefined : 'before the period'}
        />
      </Field>
      <Field label="Compare with">
        <Combobox
          label="Compare with"
          value={question.compare}
          options={choices.filter((choice) => choice.value !== question.plan)}
          loading={plans.isPending}
          failed={plans.error?.message}
          placeholder="Nothing"
          clearable
          onValueChange={(compare) => onChange({ compare })}
        />
      </Field>
      <AddOnFields value={question.addOns} currency={plan?.currency} onChange={(addOns) => onChange({ addOns })} />
      <CreditFields value={question.credits} currency={plan?.currency} onChange={(credits) => onChange({ credits })} />
    </div>
  );
}

function CustomerField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [typed, setTyped] = useState('');
  const found = useApi(
    listCustomers,
    { query: { page: { size: 30 }, sort: 'name', ...(typed.trim() && { filter: { name: { contains: typed.trim() } } }) } },
    { placeholderData: keepPreviousData },
  );
  const chosen = useApi(getCustomer, { params: { customerId: value ?? '' } }, { enabled: value !== null });
  const choice = (customer: { id: string; name: string; key: string }): Choice => ({
    value: customer.id,
    label: customer.name,
    hint: customer.key,
  });
  return (
    <Field label="Customer">
      <Combobox
        label="Customer"
        value={value}
        options={found.data?.data.map(choice) ?? []}
        selected={chosen.data ? choice(chosen.data) : null}
        onQueryChange={setTyped}
        loading={found.isFetching}
        failed={found.error?.message}
        placeholder="Choose a customer"
        searchPlaceholder="Search by name"
        recents="preview-customers"
        onValueChange={onChange}
      />
    </Field>
  );
}
