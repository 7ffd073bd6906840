'use client';

import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { PLAN_CHOICES } from '@/components/previews/plan-choices';
import { useViewer } from '@/components/shell/viewer';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { listPlans } from '@/lib/api/catalog/plans';
import { migrateSubscription, switchSubscription } from '@/lib/api/subscription/acts';
import type { Plan } from '@/lib/catalog/plan';
import { ActDialog } from './act-dialog';
import type { ActDialogProps } from './act-state';
import { NoteField, noted } from './end-dialogs';
import { type TimingChoice, TimingField, timingOf } from './timing-field';

const choiceOf = (plan: Plan): Choice => ({
  value: plan.id,
  label: `${plan.name} v${plan.version}`,
  hint: plan.currency,
  keywords: [plan.key],
});

/** Chooses a plan version that is on sale now. */
export function PlanField({
  value,
  currency,
  onChange,
}: {
  value: string | null;
  currency?: string | undefined;
  onChange: (plan: Plan | null) => void;
}) {
  const plans = useApi(listPlans, { query: { ...PLAN_CHOICES.query, filter: { status: 'active' } } });
  const sold = plans.data?.data ?? [];
  return (
    <Field label="Plan">
      <Combobox
        label="Plan"
        value={value}
        options={sold.map((plan) => ({
          ...choiceOf(plan),
          disabled: currency !== undefined && plan.currency.length === 3 && plan.currency !== currency,
        }))}
        loading={plans.isPending}
        failed={plans.error?.message}
        placeholder="Choose a plan that is on sale"
        onValueChange={(id) => onChange(sold.find((plan) => plan.id === id) ?? null)}
      />
    </Field>
  );
}

/** Moves a customer to another plan: this subscription ends and another begins at the same time. */
export function ChangePlanDialog(props: ActDialogProps) {
  const { state } = props;
  const { timeZone } = useViewer().workspace;
  const [plan, setPlan] = useState<Plan | null>(null);
  const [phase, setPhase] = useState('');
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'next_billing_cycle', date: '' });
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title={`Change the plan of ${state.customer.name}`}
      description={`Now on ${state.plan ? `${state.plan.name} v${state.plan.version}` : 'custom terms'}. Add-ons stay where the new plan offers them.`}
      verb="Change plan"
      act={switchSubscription}
      request={
        plan && at !== null
          ? {
              params: { subscriptionId: state.subscription.id },
              body: { plan: { id: plan.id }, timing: at, ...(phase && { startingPhase: phase }), ...noted(note) },
            }
          : null
      }
      incomplete="Choose a plan to see what changes."
      done={`${state.customer.name} changes to ${plan?.name ?? 'the plan'} as shown.`}
    >
      <PlanField
        value={plan?.id ?? null}
        currency={state.subscription.invoiceCurrency}
        onChange={(next) => {
          setPlan(next);
          setPhase('');
        }}
      />
      {plan && <PhaseField plan={plan} value={phase} onChange={setPhase} />}
      <TimingField value={timing} onChange={setTiming} state={state} timeZone={timeZone} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

/** Chooses the phase to begin in, where a plan has several. */
export function PhaseField({ plan, value, onChange }: { plan: Plan; value: string; onChange: (phase: string) => void }) {
  if (plan.phases.length < 2) return null;
  return (
    <Field label="Begins in phase">
      <Select
        value={value || (plan.phases[0]?.key ?? '')}
        onValueChange={(key) => onChange(key === plan.phases[0]?.key ? '' : key)}
        options={plan.phases.map(({ key, name }) => ({ value: key, label: name }))}
      />
    </Field>
  );
}

/** Moves a subscription to a later version of its plan, in place. */
export function MigrateDialog(props: ActDialogProps) {
  const { state } = props;
  const { timeZone } = useViewer().workspace;
  const versions = useApi(listPlanVersions, { params: { planId: state.plan?.id ?? '' } }, { enabled: state.plan !== undefined });
  const later = (versions.data?.data ?? [])
    .filter(({ version, status }) => version > (state.plan?.version ?? 0) && (status === 'active' || status === 'archived'))
    .toSorted((a, b) => b.version - a.version);
  const [chosen, setChosen] = useState<string | null>(null);
  const version = chosen ?? (later[0] ? String(later[0].version) : null);
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'next_billing_cycle', date: '' });
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title={`Move ${state.customer.name} to another version`}
      description={`Now on ${state.plan?.name ?? ''} v${state.plan?.version ?? ''}. Items that are the same stay untouched, and negotiated terms are kept.`}
      verb={version ? `Move to version ${version}` : 'Move'}
      act={migrateSubscription}
      request={
        version && at !== null
          ? {
              params: { subscriptionId: state.subscription.id },
              body: { version: Number.parseInt(version, 10), timing: at, ...noted(note) },
            }
          : null
      }
      incomplete={versions.data && later.length === 0 ? 'There is no later version of this plan.' : 'Choose a version.'}
      done="The subscription moves to the new version as shown."
    >
      <Field label="Version">
        <Select
          value={version ?? ''}
          onValueChange={setChosen}
          placeholder="No later version"
          options={later.map(({ version: number, status }) => ({
            value: String(number),
            label: `Version ${number}${status === 'archived' ? ' (archived)' : ''}`,
          }))}
        />
      </Field>
      <TimingField value={timing} onChange={setTiming} state={state} timeZone={timeZone} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
