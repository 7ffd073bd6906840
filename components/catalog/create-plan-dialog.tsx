'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { ProblemFailure, useApiMutation } from '@/components/api/client';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { createPlan, listPlans } from '@/lib/api/plans';
import { CadenceSelect } from './cadence-select';
import { keyFromName } from './editor-acts';

type Props = {
  /** Keys of the plans there are: one of them would make a next version and not a new plan. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

/** What a plan cannot do without; the rest is built in the editor, which opens right after. */
export function CreatePlanDialog({ taken, onClose }: Props) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | null>(null);
  const [currency, setCurrency] = useState('USD');
  const [cadence, setCadence] = useState('P1M');
  const create = useApiMutation(createPlan, [listPlans]);
  const key = typedKey ?? keyFromName(name);
  const failure = create.error instanceof ProblemFailure ? create.error : null;
  const twice = taken.has(key) ? 'A plan with this key exists. Open it to make its next version, or choose another key.' : undefined;
  const shapeless = key !== '' && !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(key) ? 'Small letters, digits and single underscores.' : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (twice || shapeless) return;
    const phases = [{ key: 'standard', name: 'Standard', rateCards: [] }];
    create.mutate(
      { body: { name: name.trim(), key, currency, billingCadence: cadence, phases } },
      { onSuccess: ({ data }) => router.push(`/plans/${data.id}/edit`) },
    );
  };
  const busy = create.isPending || create.isSuccess;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create plan"
      description="It begins as a draft that nobody can subscribe to."
      size="sm"
      busy={busy}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="create-plan" loading={busy} disabled={!name.trim() || !key}>
            Create and edit
          </Button>
        </>
      }
    >
      <form id="create-plan" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Field label="Name" error={failure?.about('$.name')} required>
          <Input
            autoFocus
            value={name}
            maxLength={256}
            placeholder="Pro"
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
        <div className="grid grid-cols-2 gap-3">
          <Field label="Currency" error={failure?.about('$.currency')}>
            <PricedInPicker value={currency} onValueChange={setCurrency} />
          </Field>
          <Field label="Billed" error={failure?.about('$.billing_cadence')}>
            <CadenceSelect value={cadence} onValueChange={(next) => next && setCadence(next)} />
          </Field>
        </div>
        {create.error && (
          <p role="alert" className="text-critical text-sm">
            {failure?.detail ?? 'No answer from the server. Nothing was created; try again.'}
          </p>
        )}
      </form>
    </Dialog>
  );
}
