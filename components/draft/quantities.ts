'use client';

import { useCallback, useState } from 'react';
import { isPriceable } from '@/components/versions/price-words';
import type { RateCard } from '@/lib/catalog/rate-card';
import { decimal, text } from '@/lib/decimal';
import { meteredQuantity } from '@/lib/pricing/metered-quantity';
import { isUsageBased } from '@/lib/pricing/price';
import type { CardDraft } from './plan-draft';

/** A quantity that shows something of a card's price before anybody typed one: past its first tier, or a hundred billed units. */
export function startingQuantity(card: RateCard): string {
  if (!isUsageBased(card.price) || !isPriceable(card)) return '0';
  const bounds = 'tiers' in card.price ? card.price.tiers.flatMap(({ upToAmount }) => upToAmount ?? []) : [];
  const last = bounds.at(-1);
  return text(meteredQuantity(decimal(last ?? '100'), card).round(0, 3));
}

/** The quantities at which cards are priced, by their numbers, for as long as the editor is open. */
export function useQuantities() {
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const quantityOf = useCallback((card: CardDraft): string => typed[card.uid] ?? startingQuantity(card), [typed]);
  const setQuantity = useCallback((uid: number, quantity: string) => setTyped((before) => ({ ...before, [uid]: quantity })), []);
  return { quantityOf, setQuantity };
}
