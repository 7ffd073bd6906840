'use client';

import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { removeCardsWithUndo } from '@/components/draft/bulk-remove';
import { byPercent, changeCards, duplicateCards, moveCards, selectedCards } from '@/components/draft/editor-bulk';
import { useEditor } from '@/components/draft/editor-context';
import { samePlan } from '@/components/draft/plan-draft';
import { NumberInput } from '@/components/pricing/number-input';
import { CadenceSelect } from '@/components/rate-card-form/cadence-select';
import { FormSection, Pair } from '@/components/rate-card-form/form-parts';
import { TaxField } from '@/components/rate-card-form/tax-field';
import { Button } from '@/components/ui/button';
import { DecimalInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { featureUnit } from '@/components/versions/feature-unit';
import { priceWords } from '@/components/versions/price-words';

const PERCENT = /^[+-]?\d{1,6}(\.\d{1,6})?$/;

/** Edits several rate cards at once. Each act is one step of undo, and all of them stay selected. */
export function BulkForm() {
  const { state, act, features } = useEditor();
  const [percent, setPercent] = useState('');
  const cards = selectedCards(state);
  const { currency, phases } = state.plan;
  /** Returns the value that all cards share; undefined when they differ. */
  const shared = <T,>(of: (card: (typeof cards)[number]) => T): T | undefined => {
    const [first, ...rest] = cards.map(of);
    return rest.every((value) => samePlan(value, first)) ? first : undefined;
  };
  const readable = PERCENT.test(percent) && !percent.startsWith('-100');
  const discount = shared(({ discounts }) => discounts?.percentage);
  const cadence = shared(({ billingCadence }) => billingCadence);
  const taxed = shared(({ taxConfig }) => taxConfig);
  const phase = shared((card) => phases.find(({ rateCards }) => rateCards.includes(card))?.uid);
  const entitled = shared(({ entitlement }) => entitlement?.type);
  return (
    <>
      <header className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <h2 className="font-semibold text-lg">{cards.length} rate cards</h2>
          <p className="text-muted">Changes apply to all selected rate cards.</p>
        </div>
        <IconButton label="Duplicate all" icon={<Copy />} onClick={() => act((current, at) => duplicateCards(current, at))} />
        <IconButton label="Remove all" icon={<Trash2 />} onClick={() => removeCardsWithUndo(act)} />
      </header>
      <ul className="flex max-h-60 flex-col overflow-y-auto border-border border-y" aria-label="Selected rate cards">
        {cards.map((card) => (
          <li key={card.uid} className="flex items-baseline gap-4 border-border border-b py-1.5 last:border-b-0">
            <span className="w-40 shrink-0 truncate">{card.name || card.key}</span>
            <span className="min-w-0 flex-1 truncate text-muted text-sm">
              {priceWords(card, card.currency ?? currency, featureUnit(features?.find(({ id }) => id === card.feature?.id))) ??
                'Price not complete'}
            </span>
          </li>
        ))}
      </ul>
      <FormSection title="Price">
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!readable) return;
            act((current, at) => changeCards(current, 'Change prices', (card) => byPercent(card, currency, percent.replace('+', '')), at));
            setPercent('');
          }}
        >
          <Field label="Raise or lower all prices by" className="w-52">
            <DecimalInput value={percent} placeholder="10 or -10" after="%" onValueChange={setPercent} />
          </Field>
          <Button type="submit" disabled={!readable}>
            Change prices
          </Button>
        </form>
        <Pair>
          <Field label="Billed" hint={cadence === undefined && cards.some((card) => card.billingCadence) ? 'They differ.' : undefined}>
            <CadenceSelect
              value={cadence}
              onValueChange={(billingCadence) => act((current, at) => changeCards(current, 'Billing', () => ({ billingCadence }), at))}
            />
          </Field>
          <Field
            label="Discount"
            hint={discount === undefined && cards.some(({ discounts }) => discounts?.percentage) ? 'They differ.' : undefined}
          >
            <NumberInput
              value={discount}
              placeholder="None"
              after="%"
              max={100}
              onValueChange={(percentage) =>
                act((current, at) =>
                  changeCards(
                    current,
                    'Discount',
                    ({ discounts }) => {
                      const { percentage: _, ...rest } = discounts ?? {};
                      const next = { ...rest, ...(percentage !== undefined && { percentage }) };
                      return { discounts: Object.keys(next).length > 0 ? next : undefined };
                    },
                    at,
                  ),
                )
              }
            />
          </Field>
        </Pair>
      </FormSection>
      <TaxField
        value={taxed}
        note={taxed === undefined && cards.some(({ taxConfig }) => taxConfig) ? 'They differ.' : undefined}
        onChange={(taxConfig) => act((current, at) => changeCards(current, 'Tax', () => ({ taxConfig }), at))}
      />
      <FormSection title="Entitlement and place">
        <Pair>
          <Field label="Entitles to" hint={entitled === undefined && cards.some((card) => card.entitlement) ? 'They differ.' : undefined}>
            <Select
              value={entitled === 'boolean' ? 'boolean' : cards.some((card) => card.entitlement) ? '' : 'none'}
              placeholder={entitled === 'boolean' || !cards.some((card) => card.entitlement) ? undefined : 'As each card says'}
              options={[
                { value: 'none', label: 'Nothing' },
                { value: 'boolean', label: 'The feature, without limit' },
              ]}
              onValueChange={(next) =>
                act((current, at) =>
                  changeCards(current, 'Entitlement', () => ({ entitlement: next === 'boolean' ? { type: 'boolean' } : undefined }), at),
                )
              }
            />
          </Field>
          {phases.length > 1 && (
            <Field label="Phase">
              <Select
                value={phase === undefined ? '' : String(phase)}
                placeholder={phase === undefined ? 'In several phases' : undefined}
                options={phases.map(({ uid, name, key }) => ({ value: String(uid), label: name || key }))}
                onValueChange={(uid) => act((current, at) => moveCards(current, Number.parseInt(uid, 10), at))}
              />
            </Field>
          )}
        </Pair>
      </FormSection>
    </>
  );
}
