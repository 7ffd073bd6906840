'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call, useApiMutation } from '@/components/api/client';
import { CreateVersionedDialog } from '@/components/draft/create-versioned-dialog';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { CadenceSelect } from '@/components/rate-card-form/cadence-select';
import { Field } from '@/components/ui/field';
import { createPlan, listPlans } from '@/lib/api/catalog/plans';

const isTaken = async (key: string) => (await call(listPlans, { query: { page: { size: 1 }, filter: { key } } })).data.meta.page.total > 0;

export function CreatePlanDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [currency, setCurrency] = useState('USD');
  const [cadence, setCadence] = useState('P1M');
  const create = useApiMutation(createPlan, [listPlans]);
  return (
    <CreateVersionedDialog
      thing="a plan"
      description="Starts as a draft. Nobody can subscribe until you publish it."
      placeholder="Pro"
      isTaken={isTaken}
      busy={create.isPending || create.isSuccess}
      error={create.error}
      onClose={onClose}
      onCreate={(named) =>
        create.mutate(
          { body: { ...named, currency, billingCadence: cadence, phases: [{ key: 'standard', name: 'Standard', rateCards: [] }] } },
          { onSuccess: ({ data }) => router.push(`/plans/${data.id}/edit`) },
        )
      }
    >
      {(about) => (
        <div className="grid grid-cols-2 gap-3">
          <Field label="Currency" error={about('$.currency')}>
            <PricedInPicker value={currency} onValueChange={setCurrency} />
          </Field>
          <Field label="Billed" error={about('$.billing_cadence')}>
            <CadenceSelect value={cadence} onValueChange={(next) => next && setCadence(next)} />
          </Field>
        </div>
      )}
    </CreateVersionedDialog>
  );
}
