'use client';

import { convertPrice } from '@/components/pricing/convert-price';
import { PathField } from '@/components/pricing/form-scope';
import { Select } from '@/components/ui/select';
import type { RateCard } from '@/lib/catalog/rate-card';
import { isUsageBased, type PriceType } from '@/lib/pricing/price';

const TYPES: { value: PriceType; label: string; hint: string }[] = [
  { value: 'free', label: 'Free', hint: 'No charge.' },
  { value: 'flat', label: 'Flat fee', hint: 'The same amount each time, whatever the usage.' },
  { value: 'unit', label: 'Per unit', hint: 'One price for each unit used.' },
  { value: 'graduated', label: 'Graduated tiers', hint: 'Each tier’s units cost that tier’s price.' },
  { value: 'volume', label: 'Volume tiers', hint: 'All units cost the price of the tier that the total reaches.' },
];

type Props = {
  card: RateCard;
  planCadence: string;
  onChange: (changes: Partial<RateCard>, field: string) => void;
};

/** How a card charges. Numbers that still mean something are carried over; what the new type cannot have is taken out. */
export function PriceTypeSelect({ card, planCadence, onChange }: Props) {
  return (
    <PathField label="How it charges" path="price" hint={TYPES.find(({ value }) => value === card.price.type)?.hint}>
      <Select
        value={card.price.type}
        options={TYPES}
        onValueChange={(type) => onChange(changesTo(card, type, planCadence), 'price type')}
      />
    </PathField>
  );
}

function changesTo(card: RateCard, type: PriceType, planCadence: string): Partial<RateCard> {
  const price = convertPrice(card.price, type);
  if (isUsageBased(price)) return { price, billingCadence: card.billingCadence ?? planCadence, paymentTerm: 'in_arrears' };
  const percentage = card.discounts?.percentage;
  const discounts = type === 'flat' && percentage !== undefined ? { percentage } : undefined;
  const paymentTerm = isUsageBased(card.price) ? 'in_advance' : card.paymentTerm;
  return { price, unitConfig: undefined, commitments: undefined, discounts, paymentTerm };
}
