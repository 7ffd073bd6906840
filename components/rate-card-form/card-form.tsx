'use client';

import { Copy, Trash2 } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { duplicateCard, replaceCard, setCard } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import { issuesBelow } from '@/components/draft/part-issues';
import { type CardDraft, findCard } from '@/components/draft/plan-draft';
import { removeCardWithUndo } from '@/components/draft/remove-with-undo';
import { AdjustmentFields } from '@/components/pricing/adjustment-fields';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { pricedUnits } from '@/components/pricing/unit-words';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { featureUnit } from '@/components/versions/feature-unit';
import { priceWords } from '@/components/versions/price-words';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { describeCadence } from '@/lib/pricing/describe';
import { isUsageBased } from '@/lib/pricing/price';
import { CadenceSelect } from './cadence-select';
import { isGivenName, kindOf } from './card-template';
import { EntitlementFields } from './entitlement-fields';
import { FeatureField } from './feature-field';
import { FormSection, Pair } from './form-parts';
import { Hints } from './hints';
import { KindFields } from './kind-fields';
import { DescriptionAndLabels } from './label-fields';
import { NameAndKey } from './name-and-key';
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
  const [phaseIndex, index] = [found?.phaseIndex, found?.index];
  const issueAt = useMemo(
    () => issuesBelow(issues, phaseIndex === undefined || index === undefined ? [] : ['phases', phaseIndex, 'rateCards', index]),
    [issues, phaseIndex, index],
  );
  // The same functions at every keystroke, so that only the fields that say something else are drawn again.
  const set = useCallback(
    (changes: Partial<RateCard>, field: string) => act((current, at) => setCard(current, uid, field, changes, at)),
    [act, uid],
  );
  const on = useMemo(() => handlers(set), [set]);
  const chooseFeature = useCallback(
    (next: Feature | undefined) =>
      act((current, at) => {
        const chosen = findCard(current.plan, uid)?.card;
        return chosen ? setCard(current, uid, 'feature', withFeature(chosen, next, features), at) : current;
      }),
    [act, uid, features],
  );
  const priced = usePriced(found?.card);
  if (!found || !priced) return null;
  const { card, phase } = found;
  const { currency, billingCadence: planCadence, phases } = state.plan;
  const feature = features?.find(({ id }) => id === card.feature?.id);
  const unit = featureUnit(feature);
  const usageBased = isUsageBased(card.price);
  const words = priceWords(priced, currency, unit);

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
        findings={hasPrice(card) ? findings.filter(({ path }) => path[1] === found.phaseIndex && path[3] === found.index) : []}
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
          <TemplateSelect card={priced} planCadence={planCadence} onChange={set} />
          {card.price.type !== 'free' && (
            <PathField label="Billed" path="billingCadence">
              <CadenceSelect value={card.billingCadence} once={!usageBased} onValueChange={on.cadence} />
            </PathField>
          )}
        </Pair>
        <KindFields card={priced} currency={card.currency ?? currency} unit={unit} onChange={set} />
        {card.price.type === 'flat' && kindOf(card) !== 'prepaid_credits' && (
          <PathField label="Due" path="paymentTerm" className="max-w-60">
            <Select value={card.paymentTerm ?? 'in_advance'} options={TERMS} onValueChange={on.term} />
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
            onDiscounts={on.discounts}
            onCommitments={on.commitments}
          />
        </FormSection>
      )}

      {card.price.type !== 'free' && <TaxField value={card.taxConfig} onChange={on.tax} />}

      <FormSection title="Entitlement">
        <EntitlementFields value={card.entitlement} unit={unit} cadence={card.billingCadence ?? planCadence} onChange={on.entitlement} />
      </FormSection>

      <FormSection title="More">
        <DescriptionAndLabels
          key={uid}
          description={card.description}
          labels={card.labels}
          onDescription={on.description}
          onLabels={on.labels}
        />
      </FormSection>
    </FormScope>
  );
}

type SetCard = (changes: Partial<RateCard>, field: string) => void;

const handlers = (set: SetCard) => ({
  cadence: (billingCadence: RateCard['billingCadence']) => set({ billingCadence }, 'billingCadence'),
  term: (paymentTerm: RateCard['paymentTerm']) => set({ paymentTerm }, 'paymentTerm'),
  discounts: (discounts: RateCard['discounts'], field: string) => set({ discounts }, `discounts ${field}`),
  commitments: (commitments: RateCard['commitments'], field: string) => set({ commitments }, `commitments ${field}`),
  tax: (taxConfig: RateCard['taxConfig']) => set({ taxConfig }, 'tax'),
  entitlement: (entitlement: RateCard['entitlement'], field: string) => set({ entitlement }, `entitlement ${field}`),
  description: (description: string | undefined) => set({ description }, 'description'),
  labels: (labels: RateCard['labels']) => set({ labels }, 'labels'),
});

/** The card as far as its price goes: the same object while only its name, key or description is typed. */
function usePriced(card: CardDraft | undefined): CardDraft | undefined {
  const before = useRef(card);
  if (!card || !before.current || !isPricedAlike(before.current, card)) before.current = card;
  return before.current;
}

const PLAIN = new Set<string>(['name', 'key', 'description', 'labels', 'feature', 'taxConfig']);
const isPricedAlike = (a: CardDraft, b: CardDraft) =>
  [...Object.keys(a), ...Object.keys(b)].every((name) => PLAIN.has(name) || a[name as keyof CardDraft] === b[name as keyof CardDraft]);

/** Tells whether a price was typed: hints about a card that is still being set up would only be in the way. */
const hasPrice = ({ price }: RateCard): boolean =>
  price.type === 'free' ||
  (price.type === 'graduated' || price.type === 'volume'
    ? price.tiers.flatMap(({ unitPrice, flatPrice }) => [unitPrice?.amount, flatPrice?.amount])
    : [price.amount]
  ).some((amount) => /[1-9]/.test(amount ?? ''));

/** Returns what choosing a feature changes. A name that somebody typed stays; a given one becomes the feature's. */
function withFeature(card: CardDraft, next: Feature | undefined, features: readonly Feature[] | undefined): Partial<RateCard> {
  if (!next) return { feature: undefined };
  const before = features?.find(({ id }) => id === card.feature?.id);
  const isCopy = !card.feature && card.name.endsWith(' copy');
  const untouched = isCopy || card.name === '' || isGivenName(card.name) || card.name === before?.name;
  return { feature: { id: next.id }, key: next.key, ...(untouched && { name: next.name }) };
}
