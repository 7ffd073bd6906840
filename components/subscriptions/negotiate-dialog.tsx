'use client';

import { useState } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { DecimalInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { negotiateSubscription } from '@/lib/api/subscription/acts';
import type { TimelineItem } from '@/lib/api/subscription/state';
import { findFiatCurrency } from '@/lib/currency';
import { ActDialog } from './act-dialog';
import type { ActDialogProps } from './act-state';
import { NoteField, noted } from './end-dialogs';
import { itemSentence } from './item-words';
import { amountFault, type NegotiatedKind, negotiatedTerm } from './negotiated-term';
import { type TimingChoice, TimingField, timingOf } from './timing-field';

const KINDS: { value: NegotiatedKind; label: string }[] = [
  { value: 'price', label: 'A price of their own' },
  { value: 'percentage', label: 'Percentage off' },
  { value: 'minimum', label: 'Minimum spend per period' },
  { value: 'maximum', label: 'Maximum spend per period' },
  { value: 'none', label: 'Back to the price of the plan' },
];

/** Sets terms that hold for one subscription alone. They are kept when the customer moves to another version. */
export function NegotiateDialog({ items, ...props }: ActDialogProps & { items: readonly TimelineItem[] }) {
  const { state } = props;
  const { timeZone } = useViewer().workspace;
  const currency = state.subscription.invoiceCurrency;
  const priced = items.filter(({ source, rateCard }) => source !== 'addon' && rateCard.price.type !== 'free');
  const [key, setKey] = useState(priced[0]?.key ?? '');
  const item = priced.find((candidate) => candidate.key === key);
  const [kind, setKind] = useState<NegotiatedKind>('percentage');
  const [amount, setAmount] = useState('');
  const [timing, setTiming] = useState<TimingChoice>({ moment: 'immediate', date: '' });
  const [note, setNote] = useState('');
  const at = timingOf(timing);
  const term = item && negotiatedTerm(item.rateCard, kind, amount);
  const kinds = KINDS.filter(({ value }) => value !== 'price' || (item && ['flat', 'unit'].includes(item.rateCard.price.type)));
  return (
    <ActDialog
      {...props}
      title={`Negotiated terms of ${state.customer.name}`}
      description="They hold for this subscription only, and stay when it moves to another version of the plan."
      verb="Set terms"
      act={negotiateSubscription}
      request={
        term && at !== null
          ? {
              params: { subscriptionId: state.subscription.id },
              body: { terms: [{ item: key, set: term, ...(note.trim() && { reason: note.trim() }) }], timing: at, ...noted(note) },
            }
          : null
      }
      incomplete="Choose what differs to see what it changes."
      done="The terms were set."
    >
      <Field label="Rate card" hint={item && `Now ${itemSentence(item, currency)}.`}>
        <Select value={key} onValueChange={setKey} options={priced.map((candidate) => ({ value: candidate.key, label: candidate.name }))} />
      </Field>
      <Field label="What differs">
        <Select value={kind} onValueChange={setKind} options={kinds} />
      </Field>
      {kind !== 'none' && (
        <Field
          label={kind === 'percentage' ? 'Percentage off' : 'Amount'}
          error={amount !== '' && !term ? amountFault(kind) : undefined}
          className="max-w-64"
        >
          <DecimalInput
            value={amount}
            onValueChange={setAmount}
            after={kind === 'percentage' ? '%' : (findFiatCurrency(currency)?.code ?? currency)}
          />
        </Field>
      )}
      <TimingField value={timing} onChange={setTiming} state={state} timeZone={timeZone} moments={['immediate', 'next_billing_cycle']} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
