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
    <SettingsForm title="Plan settings" description="Applies to all phases.">
      {(plan, set) => (
        <FormSection title="Billing">
          <Pair>
            <PathField label="Currency" path="currency">
              <PricedInPicker value={plan.currency} onValueChange={(currency) => set({ currency }, 'currency')} />
            </PathField>
            <PathField label="Billed" path="billingCadence" hint="A rate card can bill more often.">
              <CadenceSelect
                value={plan.billingCadence}
                onValueChange={(cadence) => cadence && set({ billingCadence: cadence }, 'billingCadence')}
              />
            </PathField>
          </Pair>
          <Checkbox
            checked={plan.proRatingEnabled}
            onCheckedChange={(proRatingEnabled) => set({ proRatingEnabled }, 'proRatingEnabled')}
            hint="If off, a flat fee is charged in full for a partial period."
          >
            Prorate flat fees
          </Checkbox>
        </FormSection>
      )}
    </SettingsForm>
  );
}
