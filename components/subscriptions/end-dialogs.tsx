'use client';

import { useState } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import {
  continueSubscription,
  deleteSubscription,
  endSubscription,
  pauseSubscription,
  restoreSubscription,
  resumeSubscription,
} from '@/lib/api/subscription/acts';
import { ActDialog } from './act-dialog';
import type { ActDialogProps } from './act-state';
import { type TimingChoice, TimingField, timingOf } from './timing-field';

const paramsOf = ({ state }: ActDialogProps) => ({ subscriptionId: state.subscription.id });

/** Asks for the reason of an act, for those who read the history. */
export function NoteField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field label="Reason" aside="Optional" hint="Shown in the history of the subscription.">
      <Textarea value={value} rows={2} maxLength={1024} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

export const noted = (note: string) => (note.trim() === '' ? {} : { note: note.trim() });

/** Ends a subscription now, at the end of a billing period, or at a later boundary. */
export function CancelDialog(props: ActDialogProps) {
  const { timeZone } = useViewer().workspace;
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'next_billing_cycle', date: '' });
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title={`Cancel the subscription of ${props.state.customer.name}?`}
      description="Billing and access end at the chosen time. Until then you can let it continue."
      verb="Cancel subscription"
      critical
      act={endSubscription}
      request={at === null ? null : { params: paramsOf(props), body: { timing: at, ...noted(note) } }}
      incomplete="Choose a date. It must be the end of a billing period."
      done="The subscription will end as shown."
    >
      <TimingField value={timing} onChange={setTiming} state={props.state} timeZone={timeZone} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

/** Lets a subscription continue that was to end. */
export function ContinueDialog(props: ActDialogProps) {
  return (
    <ActDialog
      {...props}
      title="Continue this subscription?"
      description="The scheduled end is removed. Everything else stays as it is."
      verb="Continue subscription"
      act={continueSubscription}
      request={{ params: paramsOf(props), body: {} }}
      incomplete=""
      done="The subscription continues."
    />
  );
}

/** Suspends a subscription until it is resumed, or to a date. */
export function PauseDialog(props: ActDialogProps) {
  const { timeZone } = useViewer().workspace;
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'immediate', date: '' });
  const [resumeAt, setResumeAt] = useState('');
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title={`Pause the subscription of ${props.state.customer.name}?`}
      description="While it is paused nothing is billed, and nothing may be used."
      verb="Pause subscription"
      act={pauseSubscription}
      request={at === null ? null : { params: paramsOf(props), body: { timing: at, ...(resumeAt && { resumeAt }), ...noted(note) } }}
      incomplete="Choose a date."
      done="The subscription is paused as shown."
    >
      <TimingField value={timing} onChange={setTiming} state={props.state} timeZone={timeZone} />
      <Field label="Resume by itself" hint="Leave empty to resume it yourself.">
        <DateTimeInput value={resumeAt} timeZone={timeZone} onValueChange={setResumeAt} />
      </Field>
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

/** Lets a paused subscription go on. */
export function ResumeDialog(props: ActDialogProps) {
  const { timeZone } = useViewer().workspace;
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'immediate', date: '' });
  const at = timingOf(timing);
  return (
    <ActDialog
      {...props}
      title="Resume this subscription?"
      description="Billing and access begin again."
      verb="Resume subscription"
      act={resumeSubscription}
      request={at === null ? null : { params: paramsOf(props), body: { timing: at } }}
      incomplete="Choose a date."
      done="The subscription resumes as shown."
    >
      <TimingField value={timing} onChange={setTiming} state={props.state} timeZone={timeZone} moments={['immediate', 'date']} />
    </ActDialog>
  );
}

/** Takes back a change of plan that has not happened yet. */
export function RestoreDialog(props: ActDialogProps) {
  return (
    <ActDialog
      {...props}
      title="Keep the current plan?"
      description="The scheduled change of plan is deleted, and this subscription continues."
      verb="Keep current plan"
      act={restoreSubscription}
      request={{ params: paramsOf(props), body: {} }}
      incomplete=""
      done="The subscription continues on its plan."
    />
  );
}

/** Deletes a subscription that has not begun. */
export function DeleteDialog(props: ActDialogProps) {
  return (
    <ActDialog
      {...props}
      title={`Delete the scheduled subscription of ${props.state.customer.name}?`}
      description="It has not started, so nothing was billed."
      verb="Delete subscription"
      critical
      act={deleteSubscription}
      request={{ params: paramsOf(props) }}
      incomplete=""
      done="The scheduled subscription was deleted."
    />
  );
}
