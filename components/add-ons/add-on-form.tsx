'use client';

import { PricedInPicker } from '@/components/money/priced-in-picker';
import { SettingsForm } from '@/components/plan-editor/settings-form';
import { PathField } from '@/components/pricing/form-scope';
import { FormSection } from '@/components/rate-card-form/form-parts';
import { RadioGroup } from '@/components/ui/radio-group';
import { INSTANCE_TYPES } from './instance-types';

/** The add-on's own fields. */
export function AddOnForm() {
  return (
    <SettingsForm title="Add-on settings" description="Applies to all rate cards.">
      {(addOn, set) => (
        <FormSection title="Selling">
          <PathField label="Quantity per subscription" path="instanceType" group>
            <RadioGroup
              boxed
              value={addOn.instanceType ?? null}
              options={INSTANCE_TYPES}
              onValueChange={(instanceType) => set({ instanceType }, 'instanceType')}
            />
          </PathField>
          <PathField label="Currency" path="currency" className="max-w-60" hint="Must be the plan's currency.">
            <PricedInPicker value={addOn.currency} onValueChange={(currency) => set({ currency }, 'currency')} />
          </PathField>
        </FormSection>
      )}
    </SettingsForm>
  );
}
