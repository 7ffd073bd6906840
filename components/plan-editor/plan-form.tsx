'use client';

import { PricedInPicker } from '@/components/money/priced-in-picker';
import { PathField } from '@/components/pricing/form-scope';
import { CadenceSelect } from '@/components/rate-card-form/cadence-select';
import { FormSection, Pair } from '@/components/rate-card-form/form-parts';
import { Checkbox } from '@/components/ui/checkbox';
import { SettingsForm } from './settings-form';

/** The plan's own fields. */
export function PlanForm() {
  return (
    <SettingsForm title="Plan settings" description="What holds for all its phases.">
      {(plan, set) => (
        <FormSection title="Billing">
          <Pair>
            <PathField label="Currency" path="currency">
              <PricedInPicker value={plan.currency} onValueChange={(currency) => set({ currency }, 'currency')} />
            </PathField>
            <PathField label="Billed" path="billingCadence" hint="Rate cards may have a rhythm of their own that fits into it.">
              <CadenceSelect
                value={plan.billingCadence}
                onValueChange={(cadence) => cadence && set({ billingCadence: cadence }, 'billingCadence')}
              />
            </PathField>
          </Pair>
          <Checkbox
            checked={plan.proRatingEnabled}
            onCheckedChange={(proRatingEnabled) => set({ proRatingEnabled }, 'proRatingEnabled')}
            hint="Off: a flat fee is due in full however short the first or last period is."
          >
            Flat fees are charged by the day in partial periods
          </Checkbox>
        </FormSection>
      )}
    </SettingsForm>
  );
}
