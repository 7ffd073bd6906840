'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { ProblemFailure, useApi, useApiMutation } from '@/components/api/client';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { freeKey, keyAsTyped, keyFromName } from '@/components/ui/key-from-name';
import { ALL_PLAN_VERSIONS } from '@/components/versions/plan-input';
import { duplicatePlan } from '@/lib/api/catalog/plan-versions';
import { listPlans } from '@/lib/api/catalog/plans';
import type { Plan } from '@/lib/catalog/plan';
import { ConversionFields } from './conversion-fields';
import { type ConversionText, conversionText, inCurrency, readConversion } from './conversion-text';

/** Another plan as a copy of a version: its name and key are asked for, and in which currency it is. */
export function DuplicatePlanDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const router = useRouter();
  const taken = useApi(listPlans, ALL_PLAN_VERSIONS).data?.data.map(({ key }) => key) ?? [plan.key];
  const [name, setName] = useState(`${plan.name} copy`);
  const [typedKey, setKey] = useState<string | null>(null);
  const duplicate = useApiMutation(duplicatePlan, [listPlans]);
  const failure = duplicate.error instanceof ProblemFailure ? duplicate.error : null;
  const [wanted, setWanted] = useState<ConversionText>(() => conversionText(plan));
  const key = typedKey ?? freeKey(keyFromName(name), taken);
  const conversion = readConversion(wanted, plan.currency);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (conversion === null) return;
    duplicate.mutate(
      { params: { planId: plan.id }, body: { name: name.trim(), key, ...(conversion && { conversion }) } },
      { onSuccess: ({ data }) => router.push(`/plans/${data.id}/edit`) },
    );
  };
  const busy = duplicate.isPending || duplicate.isSuccess;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Duplicate ${plan.name}, version ${plan.version}`}
      description="Creates a draft with the same phases, rate cards and add-ons."
      size={wanted.currency === plan.currency ? 'sm' : 'md'}
      busy={busy}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="duplicate-plan"
            loading={busy}
            disabled={!name.trim() || !key || conversion === null}
          >
            Duplicate and edit
          </Button>
        </>
      }
    >
      <form id="duplicate-plan" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Field label="Name" error={failure?.about('$.name')} required>
          <Input autoFocus value={name} maxLength={256} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label="Key"
          error={failure?.about('$.key') ?? (taken.includes(key) ? 'A plan with this key exists. Choose another.' : undefined)}
          required
        >
          <Input mono value={key} onChange={(event) => setKey(keyAsTyped(event.target.value))} />
        </Field>
        <Field label="Currency" error={failure?.about('$.conversion.currency')}>
          <PricedInPicker value={wanted.currency} onValueChange={(currency) => setWanted(inCurrency(wanted, currency))} />
        </Field>
        {wanted.currency !== plan.currency && <ConversionFields plan={plan} value={wanted} onChange={setWanted} />}
        {duplicate.error && (
          <p role="alert" className="text-critical text-sm">
            {failure?.detail ?? 'The server did not answer. Nothing was copied. Try again.'}
          </p>
        )}
      </form>
    </Dialog>
  );
}
