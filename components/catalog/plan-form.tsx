'use client';

import { useMemo } from 'react';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { CadenceSelect } from './cadence-select';
import { setPlan } from './editor-acts';
import { useEditor } from './editor-context';
import { FormSection, Pair } from './form-parts';
import { DescriptionAndLabels } from './label-fields';
import { issuesBelow } from './part-issues';
import type { PlanDraft } from './plan-draft';

/** The plan's own fields. */
export function PlanForm() {
  const { state, act, issues } = useEditor();
  const { plan } = state;
  const issueAt = useMemo(() => issuesBelow(issues, []), [issues]);
  const set = (changes: Partial<Omit<PlanDraft, 'phases'>>, field: string) => act((current, at) => setPlan(current, field, changes, at));
  return (
    <FormScope issueAt={issueAt}>
      <header className="flex flex-col gap-0.5">
        <h2 className="font-semibold text-lg">Plan settings</h2>
        <p className="text-muted">What holds for all its phases.</p>
      </header>
      <div className="@container flex flex-col gap-3">
        <Pair>
          <PathField label="Name" path="name" hint="The same for all versions.">
            <Input
              value={plan.name}
              data-first-field
              maxLength={256}
              autoComplete="off"
              onChange={(event) => set({ name: event.target.value }, 'name')}
            />
          </PathField>
          <PathField label="Key" path="key" hint="Fixed: subscriptions and code refer to it.">
            <Input mono readOnly value={plan.key} />
          </PathField>
        </Pair>
      </div>
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
      <FormSection title="More">
        <DescriptionAndLabels
          description={plan.description}
          labels={plan.labels}
          onDescription={(description) => set({ description }, 'description')}
          onLabels={(labels) => set({ labels }, 'labels')}
        />
      </FormSection>
    </FormScope>
  );
}
