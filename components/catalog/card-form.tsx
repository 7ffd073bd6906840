'use client';

import { Copy, Trash2 } from 'lucide-react';
import { type RefObject, useEffect, useMemo } from 'react';
import { AdjustmentFields } from '@/components/pricing/adjustment-fields';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { pricedUnits } from '@/components/pricing/unit-words';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { describeCadence } from '@/lib/pricing/describe';
import { isUsageBased } from '@/lib/pricing/price';
import { CadenceSelect } from './cadence-select';
import { kindOf } from './card-template';
import { duplicateCard, keyFromName, replaceCard, setCard } from './editor-acts';
import { useEditor } from './editor-context';
import { EntitlementFields } from './entitlement-fields';
import { FeatureField } from './feature-field';
import { featureUnit } from './feature-unit';
import { FormSection, Pair } from './form-parts';
import { Hints } from './hints';
import { KindFields } from './kind-fields';
import { DescriptionAndLabels } from './label-fields';
import { NameAndKey } from './name-and-key';
import { removeCardWithUndo } from './outline-parts';
import { issuesBelow } from './part-issues';
import { findCard } from './plan-draft';
import { priceWords } from './price-words';
import { TaxField } from './tax-field';
import { TemplateSelect } from './template-select';

const TERMS = [
  { value: 'in_advance', label: 'When the period starts' },
  { value: 'in_arrears', label: 'When the period ends' },
] as const;

type Props = {
  uid: number;
  knownKeys: ReadonlySet<string>;
  /** True once for a card that was just added: its name is what is typed first. */
  isNew: RefObject<boolean>;
};

/** Everything about one rate card. */
export function CardForm({ uid, knownKeys, isNew }: Props) {
  useEffect(() => {
    if (isNew.current) document.querySelector<HTMLInputElement>('[data-first-field]')?.select();
    isNew.current = false;
  }, [isNew]);
  const { state, act, issues, findings, features, meters } = useEditor();
  const found = findCard(state.plan, uid);
  const issueAt = useMemo(() => {
    const place = findCard(state.plan, uid);
    return issuesBelow(issues, place ? ['phases', place.phaseIndex, 'rateCards', place.index] : []);
  }, [issues, state.plan, uid]);
  if (!found) return null;
  const { card, phase } = found;
  const { currency, billingCadence: planCadence, phases } = state.plan;
  const feature = features?.find(({ id }) => id === card.feature?.id);
  const unit = featureUnit(feature);
  const usageBased = isUsageBased(card.price);
  const set = (changes: Partial<RateCard>, field: string) => act((current, at) => setCard(current, uid, field, changes, at));
  const words = priceWords(card, currency, unit);

  const chooseFeature = (next: Feature | undefined) => {
    if (!next) return set({ feature: undefined }, 'feature');
    // A name nobody wrote gives way to the feature's.
    const isCopy = !card.feature && card.name.endsWith(' copy');
    const untouched =
      isCopy || card.name === '' || (card.key === keyFromName(card.name) && !knownKeys.has(card.key)) || card.name === feature?.name;
    set({ feature: { id: next.id }, key: next.key, ...(untouched && { name: next.name }) }, 'feature');
  };

  return (
    <FormScope issueAt={issueAt}>
      <header className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          {phases.length > 1 && <span className="text-muted text-sm">{phase.name || 'Unnamed phase'}</span>}
          <h2 className="truncate font-semibold text-lg">{card.name || 'Unnamed rate card'}</h2>
          <p className="min-h-5 text-pretty text-muted" aria-live="polite">
            {words ?? 'The price is not complete yet.'}
          </p>
        </div>
        <IconButton label="Duplicate rate card" icon={<Copy />} onClick={() => act((current, at) => duplicateCard(current, uid, at))} />
        <IconButton label="Remove rate card" icon={<Trash2 />} onClick={() => removeCardWithUndo(act, card)} />
      </header>

      <Hints
        findings={findings.filter(({ path }) => path[1] === found.phaseIndex && path[3] === found.index)}
        onFix={(mended, label) => act((current, at) => replaceCard(current, uid, mended, label, at))}
      />

      <div className="@container flex flex-col gap-3">
        <NameAndKey
          noun="rate card"
          name={card.name}
          keyValue={card.key}
          taken={phase.rateCards.filter((other) => other.uid !== uid).map(({ key }) => key)}
          known={knownKeys.has(card.key)}
          fixedKey={feature && card.key === feature.key ? 'The same as its feature’s.' : undefined}
          onChange={set}
        />
        <FeatureField value={card.feature?.id} features={features} meters={meters} required={usageBased} onChange={chooseFeature} />
      </div>

      <FormSection title="Price">
        <Pair>
          <TemplateSelect card={card} planCadence={planCadence} onChange={set} />
          {card.price.type !== 'free' && (
            <PathField label="Billed" path="billingCadence">
              <CadenceSelect
                value={card.billingCadence}
                once={!usageBased}
                onValueChange={(billingCadence) => set({ billingCadence }, 'billingCadence')}
              />
            </PathField>
          )}
        </Pair>
        <KindFields card={card} currency={card.currency ?? currency} unit={unit} onChange={set} />
        {card.price.type === 'flat' && kindOf(card) !== 'prepaid_credits' && (
          <PathField label="Due" path="paymentTerm" className="max-w-60">
            <Select
              value={card.paymentTerm ?? 'in_advance'}
              options={TERMS}
              onValueChange={(paymentTerm) => set({ paymentTerm }, 'paymentTerm')}
            />
          </PathField>
        )}
      </FormSection>

      {card.price.type !== 'free' && (
        <FormSection title="Discounts and limits">
          <AdjustmentFields
            usageBased={usageBased}
            discounts={card.discounts}
            commitments={card.commitments}
            currency={card.currency ?? currency}
            pricedUnit={pricedUnits(card.unitConfig, unit)}
            every={card.billingCadence ? ` per ${describeCadence(card.billingCadence)}` : ''}
            onDiscounts={(discounts, field) => set({ discounts }, `discounts ${field}`)}
            onCommitments={(commitments, field) => set({ commitments }, `commitments ${field}`)}
          />
        </FormSection>
      )}

      {card.price.type !== 'free' && <TaxField value={card.taxConfig} onChange={(taxConfig) => set({ taxConfig }, 'tax')} />}

      <FormSection title="Entitlement">
        <EntitlementFields
          value={card.entitlement}
          unit={unit}
          cadence={card.billingCadence ?? planCadence}
          onChange={(entitlement, field) => set({ entitlement }, `entitlement ${field}`)}
        />
      </FormSection>

      <FormSection title="More">
        <DescriptionAndLabels
          key={uid}
          description={card.description}
          labels={card.labels}
          onDescription={(description) => set({ description }, 'description')}
          onLabels={(labels) => set({ labels }, 'labels')}
        />
      </FormSection>
    </FormScope>
  );
}
