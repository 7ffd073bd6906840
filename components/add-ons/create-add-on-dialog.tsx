'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { ProblemFailure, useApiMutation } from '@/components/api/client';
import { keyFromName } from '@/components/catalog/editor-acts';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { createAddOn, listAddOns } from '@/lib/api/add-ons';
import type { AddOnInstanceType } from '@/lib/catalog/add-on';
import { INSTANCE_TYPES } from './instance-types';

type Props = {
  /** Keys of the add-ons there are: one of them would make a next version and not a new add-on. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

/** What an add-on cannot do without; the rest is built in the editor, which opens right after. */
export function CreateAddOnDialog({ taken, onClose }: Props) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | null>(null);
  const [currency, setCurrency] = useState('USD');
  const [instanceType, setInstanceType] = useState<AddOnInstanceType>('single');
  const create = useApiMutation(createAddOn, [listAddOns]);
  const key = typedKey ?? keyFromName(name);
  const failure = create.error instanceof ProblemFailure ? create.error : null;
  const twice = taken.has(key) ? 'An add-on with this key exists. Open it to make its next version, or choose another key.' : undefined;
  const shapeless = key !== '' && !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(key) ? 'Small letters, digits and single underscores.' : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (twice || shapeless) return;
    create.mutate(
      { body: { name: name.trim(), key, currency, instanceType, rateCards: [] } },
      { onSuccess: ({ data }) => router.push(`/add-ons/${data.id}/edit`) },
    );
  };
  const busy = create.isPending || create.isSuccess;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create add-on"
      description="It begins as a draft. What it costs and grants comes next."
      size="sm"
      busy={busy}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="create-add-on" loading={busy} disabled={!name.trim() || !key}>
            Create and edit
          </Button>
        </>
      }
    >
      <form id="create-add-on" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Field label="Name" error={failure?.about('$.name')} required>
          <Input
            autoFocus
            value={name}
            maxLength={256}
            placeholder="Extra seats"
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="Key"
          error={twice ?? shapeless ?? failure?.about('$.key')}
          hint="How subscriptions and code refer to it. It cannot be changed later."
          required
        >
          <Input
            mono
            value={key}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setKey(event.target.value.toLowerCase().replaceAll(' ', '_'))}
          />
        </Field>
        <Field label="A subscription takes it" group>
          <RadioGroup value={instanceType} options={INSTANCE_TYPES} onValueChange={setInstanceType} />
        </Field>
        <Field label="Currency" error={failure?.about('$.currency')}>
          <PricedInPicker value={currency} onValueChange={setCurrency} />
        </Field>
        {create.error && (
          <p role="alert" className="text-critical text-sm">
            {failure?.detail ?? 'No answer from the server. Nothing was created; try again.'}
          </p>
        )}
      </form>
    </Dialog>
  );
}
