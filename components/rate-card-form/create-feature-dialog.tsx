'use client';

import { type FormEvent, useState } from 'react';
import { ProblemFailure, useApiMutation } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { keyAsTyped, keyFromName } from '@/components/ui/key-from-name';
import { createFeature, listFeatures } from '@/lib/api/catalog/features';
import type { Feature } from '@/lib/catalog/feature';
import { isBillable, type Meter } from '@/lib/metering/meter';

type Props = { meters: readonly Meter[]; onClose: () => void; onCreated: (feature: Feature) => void };

/** The short way to a feature while a plan is built: a name, a key, a meter. Filters and unit cost are on its own page. */
export function CreateFeatureDialog({ meters, onClose, onCreated }: Props) {
  const [name, setName] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const [meterId, setMeterId] = useState<string | null>(null);
  const create = useApiMutation(createFeature, [listFeatures]);
  const failure = create.error instanceof ProblemFailure ? create.error : null;
  const shownKey = key ?? keyFromName(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), key: shownKey, ...(meterId && { meter: { id: meterId } }) };
    create.mutate({ body }, { onSuccess: ({ data }) => onCreated(data) });
  };
  const told = failure && !failure.about('$.name') && !failure.about('$.key');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New feature"
      description="With a meter, usage is priced; without one, it is on–off access."
      size="sm"
      busy={create.isPending}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="create-feature" loading={create.isPending} disabled={!name.trim() || !shownKey}>
            Create feature
          </Button>
        </>
      }
    >
      <form id="create-feature" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={failure?.about('$.name')} required>
          <Input autoFocus value={name} maxLength={256} placeholder="Output tokens" onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Key" error={failure?.about('$.key')} hint="Used in code. It cannot be changed later." required>
          <Input mono value={shownKey} onChange={(event) => setKey(keyAsTyped(event.target.value))} />
        </Field>
        <Field label="Meter" hint="Meter for its usage.">
          <Combobox
            label="Meter"
            value={meterId}
            clearable
            placeholder="None"
            options={meters
              .filter((meter) => meter.deletedAt === undefined)
              .map((meter) => ({
                value: meter.id,
                label: meter.name,
                hint: meter.key,
                disabled: !isBillable(meter.aggregation),
              }))}
            onValueChange={setMeterId}
          />
        </Field>
        {told && (
          <p role="alert" className="text-critical text-sm">
            {failure.detail}
          </p>
        )}
        {create.error && !failure && (
          <p role="alert" className="text-critical text-sm">
            The server did not answer. Try again.
          </p>
        )}
      </form>
    </Dialog>
  );
}
