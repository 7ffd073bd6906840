'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { listCustomers } from '@/lib/api/metering/customers';
import { startSubscription } from '@/lib/api/subscription/acts';
import type { Plan } from '@/lib/catalog/plan';
import { ActDialog } from './act-dialog';
import { NoteField, noted } from './end-dialogs';
import { PhaseField, PlanField } from './plan-dialogs';

type Customer = { id: string; name: string; key: string };

/** Puts a customer on a plan, now or at a date. `customer` is given where the dialog is opened on the customer's page. */
export function StartSubscription({ customer: given, onClose }: { customer?: Customer; onClose: () => void }) {
  const router = useRouter();
  const { timeZone } = useViewer().workspace;
  const [customer, setCustomer] = useState<Customer | null>(given ?? null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [phase, setPhase] = useState('');
  const [start, setStart] = useState('');
  const [anchor, setAnchor] = useState('');
  const [note, setNote] = useState('');
  return (
    <ActDialog
      title={given ? `Start a subscription for ${given.name}` : 'Start a subscription'}
      description="The customer keeps the version they start on until you move them."
      verb="Start subscription"
      act={startSubscription}
      request={
        customer && plan
          ? {
              body: {
                customer: { id: customer.id },
                plan: { id: plan.id },
                ...(phase && { startingPhase: phase }),
                ...(start && { start }),
                ...(anchor && { billingAnchor: anchor }),
                ...noted(note),
              },
            }
          : null
      }
      incomplete={customer ? 'Choose a plan to see the first invoices.' : 'Choose a customer and a plan.'}
      done={`${customer?.name ?? 'The customer'} is on ${plan?.name ?? 'the plan'}.`}
      onDone={({ state }) => router.push(`/subscriptions/${state.subscription.id}`)}
      onClose={onClose}
    >
      {!given && <CustomerField value={customer} onChange={setCustomer} />}
      <PlanField
        value={plan?.id ?? null}
        onChange={(next) => {
          setPlan(next);
          setPhase('');
        }}
      />
      {plan && <PhaseField plan={plan} value={phase} onChange={setPhase} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Starts" hint="Leave empty to start now.">
          <DateTimeInput value={start} timeZone={timeZone} onValueChange={setStart} />
        </Field>
        <Field label="Billing periods counted from" hint="Leave empty to count from the start.">
          <DateTimeInput value={anchor} timeZone={timeZone} onValueChange={setAnchor} />
        </Field>
      </div>
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

function CustomerField({ value, onChange }: { value: Customer | null; onChange: (customer: Customer | null) => void }) {
  const [typed, setTyped] = useState('');
  const found = useApi(
    listCustomers,
    { query: { page: { size: 30 }, sort: 'name', ...(typed.trim() && { filter: { name: { contains: typed.trim() } } }) } },
    { placeholderData: keepPreviousData },
  );
  const choiceOf = ({ id, name, key }: Customer): Choice => ({ value: id, label: name, hint: key });
  return (
    <Field label="Customer">
      <Combobox
        label="Customer"
        value={value?.id ?? null}
        options={found.data?.data.map(choiceOf) ?? []}
        selected={value && choiceOf(value)}
        onQueryChange={setTyped}
        loading={found.isFetching}
        failed={found.error?.message}
        placeholder="Choose a customer"
        searchPlaceholder="Search by name"
        recents="preview-customers"
        onValueChange={(id) => onChange(found.data?.data.find((customer) => customer.id === id) ?? null)}
      />
    </Field>
  );
}
