'use client';

import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import { addSubscriptionAddOn, setAddOnQuantity, setSeats } from '@/lib/api/subscription/acts';
import type { SubscriptionAddOn } from '@/lib/api/subscription/shapes';
import type { TimelineItem } from '@/lib/api/subscription/state';
import { ActDialog } from './act-dialog';
import type { ActDialogProps } from './act-state';
import { NoteField, noted } from './end-dialogs';
import { itemSentence } from './item-words';
import { type TimingChoice, TimingField, timingOf } from './timing-field';

const DIGITS_MAX = 7;
const NOW: TimingChoice = { moment: 'immediate', date: '' };

/** Takes a whole number as it is typed. */
function CountField({ label, value, onChange, hint }: { label: string; value: string; onChange: (value: string) => void; hint?: string }) {
  return (
    <Field label={label} hint={hint} className="max-w-48">
      <Input
        numeric
        inputMode="numeric"
        value={value}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, DIGITS_MAX))}
      />
    </Field>
  );
}

/** Returns the items whose quantity can be set: flat fees and unit prices that are paid in advance. */
export const seatItems = (items: readonly TimelineItem[]): TimelineItem[] =>
  items.filter(
    ({ source, rateCard: { price, billingCadence, paymentTerm } }) =>
      source !== 'addon' &&
      (price.type === 'flat' || price.type === 'unit') &&
      billingCadence !== undefined &&
      paymentTerm === 'in_advance',
  );

/** Sets how many seats are paid for. */
export function SeatsDialog({ items, ...props }: ActDialogProps & { items: readonly TimelineItem[] }) {
  const { timeZone } = useViewer().workspace;
  const [key, setKey] = useState(items[0]?.key ?? '');
  const item = items.find((candidate) => candidate.key === key);
  const [count, setCount] = useState(String(item?.quantity ?? 1));
  const [timing, setTiming] = useState(NOW);
  const at = timingOf(timing);
  const complete = item && count !== '' && at !== null;
  return (
    <ActDialog
      {...props}
      title="Change seats"
      description={
        item &&
        `Now ${item.quantity.toLocaleString('en')}: ${itemSentence({ ...item, quantity: 1 }, props.state.subscription.invoiceCurrency)} each.`
      }
      verb="Change seats"
      act={setSeats}
      request={
        complete
          ? {
              params: { subscriptionId: props.state.subscription.id },
              body: { item: key, quantity: Number.parseInt(count, 10), timing: at },
            }
          : null
      }
      incomplete="Enter the new number of seats."
      done="The seats were changed."
    >
      {items.length > 1 && (
        <Field label="Rate card">
          <Select
            value={key}
            onValueChange={setKey}
            options={items.map((candidate) => ({ value: candidate.key, label: candidate.name }))}
          />
        </Field>
      )}
      <CountField label="Seats" value={count} onChange={setCount} />
      <TimingField
        value={timing}
        onChange={setTiming}
        state={props.state}
        timeZone={timeZone}
        moments={['immediate', 'next_billing_cycle']}
      />
    </ActDialog>
  );
}

/** Adds an add-on that the plan version offers. */
export function AddAddOnDialog(props: ActDialogProps) {
  const { state } = props;
  const { timeZone } = useViewer().workspace;
  const offered = useApi(
    listPlanAddOns,
    { params: { planId: state.plan?.id ?? '' }, query: { page: { size: 200 } } },
    { enabled: state.plan !== undefined },
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [count, setCount] = useState('1');
  const [timing, setTiming] = useState(NOW);
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  const had = new Set(state.addons.map(({ addon }) => addon.id));
  const options = (offered.data?.data ?? []).map(({ addon, name, maxQuantity }) => ({
    value: addon.id,
    label: name,
    disabled: had.has(addon.id),
    hint: had.has(addon.id) ? 'Has it already' : maxQuantity ? `up to ${maxQuantity}` : '',
  }));
  return (
    <ActDialog
      {...props}
      title="Add an add-on"
      verb="Add add-on"
      act={addSubscriptionAddOn}
      request={
        chosen && /[1-9]/.test(count) && at !== null
          ? {
              params: { subscriptionId: state.subscription.id },
              body: { addon: { id: chosen }, quantity: Number.parseInt(count, 10), timing: at, ...noted(note) },
            }
          : null
      }
      incomplete="Choose an add-on to see what it changes."
      done="The add-on was added."
    >
      <Field label="Add-on">
        <Combobox
          label="Add-on"
          value={chosen}
          options={options}
          loading={offered.isPending}
          failed={offered.error?.message}
          placeholder="Choose one that the plan offers"
          onValueChange={setChosen}
        />
      </Field>
      <CountField label="Quantity" value={count} onChange={setCount} />
      <TimingField value={timing} onChange={setTiming} state={state} timeZone={timeZone} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

/** Sets how many of an add-on a subscription has; 0 removes it. */
export function AddOnQuantityDialog({ addOn, ...props }: ActDialogProps & { addOn: SubscriptionAddOn }) {
  const { timeZone } = useViewer().workspace;
  const [count, setCount] = useState(String(addOn.quantity));
  const [timing, setTiming] = useState(NOW);
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title={`Change ${addOn.name}`}
      description={`Now ${addOn.quantity}.`}
      verb={count === '0' ? 'Remove add-on' : 'Change quantity'}
      critical={count === '0'}
      act={setAddOnQuantity}
      request={
        count !== '' && at !== null
          ? {
              params: { subscriptionId: props.state.subscription.id, subscriptionAddonId: addOn.id },
              body: { quantity: Number.parseInt(count, 10), timing: at },
            }
          : null
      }
      incomplete="Enter the new quantity."
      done="The add-on was changed."
    >
      <CountField label="Quantity" value={count} onChange={setCount} hint="0 removes the add-on." />
      <TimingField value={timing} onChange={setTiming} state={props.state} timeZone={timeZone} />
    </ActDialog>
  );
}
