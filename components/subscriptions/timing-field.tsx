'use client';

import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { dayText } from '@/components/ui/time-text';
import type { SubscriptionState } from '@/lib/api/subscription/state';

export type Moment = 'immediate' | 'next_billing_cycle' | 'date';

/** When an act is to take effect, as it is being chosen. */
export interface TimingChoice {
  moment: Moment;
  /** An instant, or '' while none is chosen. */
  date: string;
}

/** Returns the timing for the request; null while a date is still to be chosen. */
export const timingOf = ({ moment, date }: TimingChoice): string | null => (moment === 'date' ? date || null : moment);

interface Props {
  value: TimingChoice;
  onChange: (value: TimingChoice) => void;
  state: SubscriptionState;
  timeZone: string;
  moments?: readonly Moment[];
}

/** Chooses when an act takes effect: now, when the running billing period ends, or at a date. */
export function TimingField({ value, onChange, state, timeZone, moments = ['immediate', 'next_billing_cycle', 'date'] }: Props) {
  const end = state.subscription.currentPeriod?.to;
  const labels: Record<Moment, string> = {
    immediate: 'Now',
    next_billing_cycle: end ? `At the end of this billing period, ${dayText(end, timeZone)}` : 'At the end of this billing period',
    date: 'On a date',
  };
  return (
    <Field label="Takes effect" group>
      <RadioGroup
        value={value.moment}
        onValueChange={(moment) => onChange({ ...value, moment })}
        options={moments.map((moment) => ({ value: moment, label: labels[moment] }))}
      />
      {value.moment === 'date' && (
        <Field label="Date and time" hideLabel>
          <DateTimeInput value={value.date} timeZone={timeZone} onValueChange={(date) => onChange({ ...value, date })} />
        </Field>
      )}
    </Field>
  );
}
