'use client';

import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { ADD_ON_CHOICES } from './plan-choices';
import { type AddOnTaken, addOnsOf, addOnsText } from './preview-extras';

type Props = { value: string | null; currency: string | undefined; onChange: (value: string | null) => void };

/** The add-ons the customer has, each with how many of it. */
export function AddOnFields({ value, currency, onChange }: Props) {
  const all = useApi(listAddOns, ADD_ON_CHOICES);
  const taken = addOnsOf(value);
  const known = useMemo(() => new Map(all.data?.data.map((addOn) => [addOn.id, addOn])), [all.data]);
  const choices = (all.data?.data ?? [])
    .filter((addOn) => (!currency || addOn.currency === currency) && !taken.some(({ id }) => id === addOn.id))
    .map((addOn) => ({ value: addOn.id, label: `${addOn.name} v${addOn.version}`, hint: addOn.status, keywords: [addOn.key] }));
  const set = (next: readonly AddOnTaken[]) => onChange(addOnsText(next));
  return (
    <Field label="Add-ons" group>
      <div className="flex flex-col gap-2">
        {taken.map(({ id, quantity }, i) => {
          const addOn = known.get(id);
          const name = addOn ? `${addOn.name} v${addOn.version}` : 'Deleted add-on';
          return (
            <div key={id} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <Field label={`How many of ${name}`} hideLabel className="w-24">
                <Input
                  numeric
                  inputMode="numeric"
                  value={quantity}
                  disabled={addOn?.instanceType === 'single'}
                  before="×"
                  onChange={(event) => set(taken.with(i, { id, quantity: event.target.value.replace(/\D/g, '').slice(0, 5) }))}
                />
              </Field>
              <IconButton label={`Remove ${name}`} icon={<X />} onClick={() => set(taken.toSpliced(i, 1))} />
            </div>
          );
        })}
        <Field label="Add an add-on" hideLabel>
          <Combobox
            label="Add an add-on"
            value={null}
            options={choices}
            loading={all.isPending}
            failed={all.error?.message}
            placeholder={taken.length === 0 ? 'None' : 'Add another'}
            onValueChange={(id) => id && set([...taken, { id, quantity: '1' }])}
          />
        </Field>
      </div>
    </Field>
  );
}
