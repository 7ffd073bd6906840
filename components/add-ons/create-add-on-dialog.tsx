'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call, useApiMutation } from '@/components/api/client';
import { CreateVersionedDialog } from '@/components/draft/create-versioned-dialog';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { createAddOn, listAddOns } from '@/lib/api/catalog/add-ons';
import type { AddOnInstanceType } from '@/lib/catalog/add-on';
import { INSTANCE_TYPES } from './instance-types';

const isTaken = async (key: string) => (await call(listAddOns, { query: { page: { size: 1 }, filter: { key } } })).data.meta.page.total > 0;

export function CreateAddOnDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [currency, setCurrency] = useState('USD');
  const [instanceType, setInstanceType] = useState<AddOnInstanceType>('single');
  const create = useApiMutation(createAddOn, [listAddOns]);
  return (
    <CreateVersionedDialog
      thing="an add-on"
      description="Starts as a draft. Add its rate cards next."
      placeholder="Extra seats"
      isTaken={isTaken}
      busy={create.isPending || create.isSuccess}
      error={create.error}
      onClose={onClose}
      onCreate={(named) =>
        create.mutate(
          { body: { ...named, currency, instanceType, rateCards: [] } },
          { onSuccess: ({ data }) => router.push(`/add-ons/${data.id}/edit`) },
        )
      }
    >
      {(about) => (
        <>
          <Field label="Quantity per subscription" group>
            <RadioGroup value={instanceType} options={INSTANCE_TYPES} onValueChange={setInstanceType} />
          </Field>
          <Field label="Currency" error={about('$.currency')}>
            <PricedInPicker value={currency} onValueChange={setCurrency} />
          </Field>
        </>
      )}
    </CreateVersionedDialog>
  );
}
