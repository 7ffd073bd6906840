'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { addDays } from '@/components/ui/calendar';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { DayInput } from '@/components/ui/day-input';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { getCustomer, listCustomers } from '@/lib/api/metering/customers';
import type { Plan } from '@/lib/catalog/plan';
import { AddOnFields } from './add-on-fields';
import { CreditFields } from './credit-fields';
import { FROM_THE_START, type PreviewQuestion, phaseOf } from './preview-input';

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

/** Customer, plan and period lead; the rest is behind "More". Kept in the address. */
export function PreviewControls({ question, range, timeZone, plans, onChange }: Props) {
  const plan = plans.data?.data.find(({ id }) => id === question.plan);
  const choices = plans.data?.data.map(planChoice) ?? [];
  const set = [question.start, question.compare, question.addOns, question.credits, question.phase].filter(Boolean).length;
  const [opened, setOpened] = useState(set > 0);
  return (
    <div data-screen-only className="flex flex-col gap-3">
      <div className="grid items-start gap-3 sm:grid-cols-2 wide:grid-cols-3">
        <CustomerField value={question.customer} onChange={(customer) => onChange({ customer })} />
        <Field label="Plan">
          <Combobox
            label="Plan"
            value={question.plan}
            options={choices}
            loading={plans.isPending}
            failed={plans.error?.message}
            placeholder="Choose a version, drafts included"
            onValueChange={(id) => onChange({ plan: id, phase: null, ...(id === question.compare && { compare: null }) })}
          />
        </Field>
        <Field label="Period" group>
          <DateRangePicker value={range} timeZone={timeZone} onValueChange={({ from, to }) => onChange({ from, to })} />
        </Field>
      </div>
      <Button
        size="sm"
        variant="ghost"
        icon={<ChevronRight className={opened ? 'rotate-90 transition-transform' : 'transition-transform'} />}
        className="-ml-2 w-fit"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        More{set > 0 && !opened ? `: ${set} set` : ''}
      </Button>
      {opened && (
        <MoreControls
          question={question}
          range={range}
          timeZone={timeZone}
          plan={plan}
          choices={choices}
          plans={plans}
          onChange={onChange}
        />
      )}
    </div>
  );
}

/** Optional inputs of a preview: another version to compare with, a start within the period, a phase, add-ons and credits. */
function MoreControls({
  question,
  range,
  timeZone,
  plans,
  plan,
  choices,
  onChange,
}: Props & { plan: Plan | undefined; choices: Choice[] }) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2 wide:grid-cols-3">
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
      <Field label="Customer since">
        <DayInput
          value={question.start ?? ''}
          timeZone={timeZone}
          min={addDays(range.from, 1)}
          max={addDays(range.to, -1)}
          placeholder="Before the period"
          onValueChange={(start) => onChange({ start: start || null })}
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
      <AddOnFields value={question.addOns} currency={plan?.currency} onChange={(addOns) => onChange({ addOns })} />
      <CreditFields value={question.credits} currency={plan?.currency} timeZone={timeZone} onChange={(credits) => onChange({ credits })} />
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
