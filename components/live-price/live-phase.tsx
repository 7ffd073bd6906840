'use client';

import { useMemo } from 'react';
import { oncePer } from '@/components/draft/once-per';
import type { CardDraft, PhaseDraft } from '@/components/draft/plan-draft';
import { DecimalInput } from '@/components/ui/decimal-input';
import { Money } from '@/components/ui/numbers';
import { featureUnit } from '@/components/versions/feature-unit';
import { isPriceable } from '@/components/versions/price-words';
import { cadenceWords } from '@/lib/catalog/cadence';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { decimal } from '@/lib/decimal';
import { moneyText } from '@/lib/money';
import { Numeric } from '@/lib/pricing/numeric';
import { isUsageBased } from '@/lib/pricing/price';
import { priceAt } from '@/lib/rating/price-at';
import { MoneyChange } from './money-change';

type Props = {
  phase: PhaseDraft;
  /** The rate cards of the same phase in the published version; null when there is none. */
  published: readonly RateCard[] | null;
  /** "version 3". */
  publishedName: string;
  /** Description of the view. */
  scope: string;
  currency: string;
  features: readonly Feature[] | undefined;
  quantityOf: (card: CardDraft) => string;
  onQuantity: (uid: number, quantity: string) => void;
};

interface Row {
  card: CardDraft;
  unit: string;
  total: string | null;
}

/** Shows the cost of a whole phase in one period at chosen quantities, card by card. Cards of another rhythm or currency are summed apart. */
export function LivePhase({ phase, published, publishedName, scope, currency, features, quantityOf, onQuantity }: Props) {
  const rows = phase.rateCards.map((card): Row => {
    const total = totalOf(card, card.currency ?? currency, quantityOf(card));
    return { card, unit: featureUnit(features?.find(({ id }) => id === card.feature?.id)), total };
  });
  const sums = useMemo(() => sumsByRhythm(rows, currency), [rows, currency]);
  // The published cards at the same quantities: those of the card with the same key, nothing for cards that are gone.
  const before =
    published &&
    sumsByRhythm(
      published.map((card) => {
        const own = phase.rateCards.find(({ key }) => key === card.key);
        return { card, total: totalOf(card, card.currency ?? currency, own ? quantityOf(own) : '0') };
      }),
      currency,
    );
  if (rows.length === 0) return <p className="text-muted">Add a rate card to see what it costs.</p>;
  return (
    <div className="flex flex-col gap-4">
      <div aria-live="polite" className="flex flex-col gap-1">
        {sums.map((sum, i) => (
          <p key={sum.label} className="flex items-baseline gap-2">
            <Money value={sum.total} currency={sum.currency} className={i === 0 ? 'font-semibold text-3xl' : 'font-medium'} />
            <span className="text-muted">{sum.label}</span>
          </p>
        ))}
        {before?.[0] && sums[0] && before[0].label === sums[0].label && before[0].currency === sums[0].currency && (
          <p className="text-sm">
            <MoneyChange from={before[0].total} to={sums[0].total} currency={sums[0].currency} against={publishedName} />
          </p>
        )}
        <p className="text-muted text-sm">{scope}</p>
      </div>
      <ul className="flex flex-col">
        {rows.map(({ card, unit, total }) => (
          <li key={card.uid} className="flex flex-col gap-1.5 border-border border-t py-2.5">
            <div className="flex items-baseline gap-2">
              <span className="min-w-0 flex-1 truncate">{card.name || card.key}</span>
              <Money value={total} currency={card.currency ?? currency} unknown="The price is not complete yet." className="font-medium" />
            </div>
            {isUsageBased(card.price) && (
              <DecimalInput
                aria-label={`Use of ${card.name || card.key} in one period`}
                value={quantityOf(card)}
                unit={unit}
                onFocus={() => onQuantity(card.uid, quantityOf(card))}
                onValueChange={(quantity) => onQuantity(card.uid, quantity)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Shows the total of a card, as long as its price and the quantity can be read. */
const totalOf = oncePer((card: RateCard, currency: string, quantity: string): string | null => {
  if (!isPriceable(card) || !Numeric.safeParse(quantity).success || quantity.startsWith('-')) return null;
  return priceAt(card, displayCurrency(currency), quantity).totals.total;
});

function sumsByRhythm(
  rows: readonly { card: RateCard; total: string | null }[],
  planCurrencyCode: string,
): { label: string; currency: string; total: string }[] {
  const sums = new Map<string, { label: string; currency: string; total: ReturnType<typeof decimal> }>();
  for (const { card, total } of rows) {
    if (total === null || card.price.type === 'free') continue;
    const currency = card.currency ?? planCurrencyCode;
    const label = card.billingCadence ? cadenceWords(card.billingCadence) : 'once';
    const before = sums.get(`${currency} ${label}`);
    sums.set(`${currency} ${label}`, { label, currency, total: (before?.total ?? decimal('0')).plus(decimal(total)) });
  }
  const list = [...sums.values()].map((sum) => ({ ...sum, total: moneyText(sum.total, displayCurrency(sum.currency)) }));
  return list.length > 0 ? list : [{ label: '', currency: planCurrencyCode, total: '0' }];
}
