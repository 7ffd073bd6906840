'use client';

import { memo } from 'react';
import { PathField } from '@/components/pricing/form-scope';
import { Select } from '@/components/ui/select';
import type { RateCard } from '@/lib/catalog/rate-card';
import { asKind, CARD_KINDS, type CardKind, kindOf } from './card-template';

type Props = {
  card: RateCard;
  planCadence: string;
  onChange: (changes: Partial<RateCard>, field: string) => void;
};

const OPTIONS = CARD_KINDS.map(({ kind, name }) => ({ value: kind, label: name }));

/** Asks for the pricing model of a card. A card that is none of them says so and is edited field by field. */
export const TemplateSelect = memo(function TemplateSelect({ card, planCadence, onChange }: Props) {
  const kind = kindOf(card);
  const options = kind === null ? [{ value: 'custom' as const, label: 'Custom' }, ...OPTIONS] : OPTIONS;
  const hint = CARD_KINDS.find((each) => each.kind === kind)?.hint ?? 'Custom combination.';
  return (
    <PathField label="Pricing model" path="price" hint={hint}>
      <Select<CardKind | 'custom'>
        value={kind ?? 'custom'}
        options={options}
        onValueChange={(next) => next !== 'custom' && onChange(changesTo(card, next, planCadence), 'kind')}
      />
    </PathField>
  );
});

/** Every member that the kind decides, absent ones included, so that they are taken out. */
function changesTo(card: RateCard, kind: CardKind, cadence: string): Partial<RateCard> {
  const { price, unitConfig, discounts, commitments, entitlement, paymentTerm, billingCadence } = asKind(card, kind, cadence);
  return { price, unitConfig, discounts, commitments, entitlement, paymentTerm, billingCadence };
}
