'use client';

import type { ComponentType } from 'react';
import { MoneyInput } from '@/components/ui/decimal-input';
import type { Price, PriceType } from '@/lib/pricing/price';
import type { PricingTerms } from '@/lib/pricing/terms';
import { PathField } from './form-scope';
import { TierTable } from './tier-table';
import { perWords } from './unit-words';

export type PriceFieldsProps<P extends Price = Price> = {
  price: P;
  /** `field` says what was typed, so that typing on is one step of undo. */
  onChange: (price: Price, field: string) => void;
  card: PricingTerms & { billingCadence?: string };
  currency: string;
  /** Unit of the meter, in the plural: "tokens". */
  unit: string;
};

type OfType<T extends PriceType> = ComponentType<PriceFieldsProps<Extract<Price, { type: T }>>>;

function Free() {
  return <p className="text-muted">Free. Used to grant access.</p>;
}

const Flat: OfType<'flat'> = ({ price, onChange, card, currency }) => (
  <PathField
    label="Amount"
    path="price.amount"
    className="max-w-60"
    hint={card.billingCadence ? undefined : 'Charged once, when the phase starts.'}
  >
    <MoneyInput currency={currency} value={price.amount} onValueChange={(amount) => onChange({ ...price, amount }, 'amount')} />
  </PathField>
);

const Unit: OfType<'unit'> = ({ price, onChange, card, currency, unit }) => (
  <PathField label={`Price per ${perWords(card.unitConfig, unit)}`} path="price.amount" className="max-w-60">
    <MoneyInput currency={currency} value={price.amount} onValueChange={(amount) => onChange({ ...price, amount }, 'amount')} />
  </PathField>
);

function Tiers({ price, onChange, card, currency, unit }: PriceFieldsProps<Extract<Price, { type: 'graduated' | 'volume' }>>) {
  return (
    <TierTable
      type={price.type}
      tiers={price.tiers}
      onChange={(tiers, field) => onChange({ ...price, tiers }, field)}
      card={card}
      currency={currency}
      unit={unit}
      per={perWords(card.unitConfig, unit)}
    />
  );
}

/** The form of each price type. A type without one does not compile. */
const FIELDS: { [T in PriceType]: OfType<T> } = { free: Free, flat: Flat, unit: Unit, graduated: Tiers, volume: Tiers };

/** Fields of a price. */
export function PriceFields(props: PriceFieldsProps) {
  const Fields = FIELDS[props.price.type] as ComponentType<PriceFieldsProps>;
  return <Fields {...props} />;
}
