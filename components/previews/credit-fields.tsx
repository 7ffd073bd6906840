'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DayInput } from '@/components/ui/day-input';
import { MoneyInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { type CreditGiven, creditsOf, creditsText } from './preview-extras';

type Props = { value: string | null; currency: string | undefined; timeZone: string; onChange: (value: string | null) => void };

const NONE: CreditGiven = { amount: '', priority: '', expires: '' };

/** Money the customer has on hand: how much, which is used before which, and until when. */
export function CreditFields({ value, currency, timeZone, onChange }: Props) {
  const given = creditsOf(value);
  const rows = given.length > 0 ? given : [NONE];
  const set = (next: readonly CreditGiven[]) => onChange(creditsText(next));
  const several = rows.length > 1;
  return (
    <Field label="Credits on hand" group className="wide:col-span-2">
      <div className="flex flex-col gap-2">
        {rows.map((credit, i) => {
          const name = several ? `credit ${i + 1}` : 'the credits';
          const change = (changes: Partial<CreditGiven>) => set(rows.with(i, { ...credit, ...changes }));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a credit has no identity but its place
            <div key={i} className="grid grid-cols-[minmax(0,1fr)_2rem] items-start gap-2 wide:grid-cols-[minmax(0,1fr)_9rem_14rem_2rem]">
              <Field label={several ? `Credit ${i + 1}` : 'Amount'} hideLabel className={credit.amount ? undefined : 'max-wide:col-span-2'}>
                <MoneyInput
                  currency={currency ?? 'USD'}
                  value={credit.amount}
                  placeholder="0"
                  onValueChange={(amount) => change({ amount: amount.replaceAll(',', '') })}
                />
              </Field>
              {(credit.amount || several) && (
                <>
                  <IconButton label={`Remove ${name}`} icon={<X />} className="wide:order-last" onClick={() => set(rows.toSpliced(i, 1))} />
                  <Field label={`Priority of ${name}`} hideLabel className="max-wide:col-span-2">
                    <Input
                      numeric
                      inputMode="numeric"
                      value={credit.priority}
                      placeholder="10"
                      before="Priority"
                      onChange={(event) => change({ priority: event.target.value.replace(/\D/g, '').slice(0, 4) })}
                    />
                  </Field>
                  <Field label={`First day after ${name} expires`} hideLabel className="max-wide:col-span-2">
                    <DayInput
                      value={credit.expires}
                      timeZone={timeZone}
                      before="Expires"
                      placeholder="Never"
                      onValueChange={(expires) => change({ expires })}
                    />
                  </Field>
                </>
              )}
            </div>
          );
        })}
        {given.at(-1)?.amount && (
          <Button size="sm" variant="ghost" icon={<Plus />} className="-ml-2 w-fit" onClick={() => set([...given, NONE])}>
            Another credit
          </Button>
        )}
      </div>
    </Field>
  );
}
