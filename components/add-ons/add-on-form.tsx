'use client';

import { useMemo } from 'react';
import { setPlan } from '@/components/catalog/editor-acts';
import { useEditor } from '@/components/catalog/editor-context';
import { FormSection, Pair } from '@/components/catalog/form-parts';
import { DescriptionAndLabels } from '@/components/catalog/label-fields';
import { issuesBelow } from '@/components/catalog/part-issues';
import type { PlanDraft } from '@/components/catalog/plan-draft';
import { PricedInPicker } from '@/components/money/priced-in-picker';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { INSTANCE_TYPES } from './instance-types';

/** The add-on's own fields. */
export function AddOnForm() {
  const { state, act, issues } = useEditor();
  const { plan: addOn } = state;
  const issueAt = useMemo(() => issuesBelow(issues, []), [issues]);
  const set = (changes: Partial<Omit<PlanDraft, 'phases'>>, field: string) => act((current, at) => setPlan(current, field, changes, at));
  return (
    <FormScope issueAt={issueAt}>
      <header className="flex flex-col gap-0.5">
        <h2 className="font-semibold text-lg">Add-on settings</h2>
        <p className="text-muted">What holds for all its rate cards.</p>
      </header>
      <div className="@container flex flex-col gap-3">
        <Pair>
          <PathField label="Name" path="name">
            <Input
              value={addOn.name}
              data-first-field
              maxLength={256}
              autoComplete="off"
              onChange={(event) => set({ name: event.target.value }, 'name')}
            />
          </PathField>
          <PathField label="Key" path="key" hint="Fixed: subscriptions and code refer to it.">
            <Input mono readOnly value={addOn.key} />
          </PathField>
        </Pair>
      </div>
      <FormSection title="Selling">
        <PathField label="A subscription takes it" path="instanceType" group>
          <RadioGroup
            boxed
            value={addOn.instanceType ?? null}
            options={INSTANCE_TYPES}
            onValueChange={(instanceType) => set({ instanceType }, 'instanceType')}
          />
        </PathField>
        <PathField label="Currency" path="currency" className="max-w-60" hint="It is offered with plans in this currency.">
          <PricedInPicker value={addOn.currency} onValueChange={(currency) => set({ currency }, 'currency')} />
        </PathField>
      </FormSection>
      <FormSection title="More">
        <DescriptionAndLabels
          description={addOn.description}
          labels={addOn.labels}
          onDescription={(description) => set({ description }, 'description')}
          onLabels={(labels) => set({ labels }, 'labels')}
        />
      </FormSection>
    </FormScope>
  );
}
