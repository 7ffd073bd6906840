import type { RateCard } from '@/lib/catalog/rate-card';
import { Numeric } from '@/lib/pricing/numeric';
import type { NegotiatedTerm } from '@/lib/subscription/life';

/** Kind of change that a negotiated term makes about a rate card. */
export type NegotiatedKind = 'price' | 'percentage' | 'minimum' | 'maximum' | 'none';

const isAmount = (text: string) => Numeric.safeParse(text).success && !text.startsWith('-');

/**
 * Returns the patch for a rate card from what was typed: a price of their own, a percentage off, a minimum or maximum, or nothing, which takes
 * the term back. Null while the amount cannot be read or does not fit.
 */
export function negotiatedTerm(card: RateCard, kind: NegotiatedKind, amount: string): NegotiatedTerm['set'] | null {
  if (kind === 'none') return {};
  if (!isAmount(amount)) return null;
  if (kind === 'percentage') {
    const percentage = Number(amount);
    return percentage > 0 && percentage <= 100 ? { discounts: { ...card.discounts, percentage } } : null;
  }
  if (kind === 'minimum') return { commitments: { ...card.commitments, minimumAmount: amount } };
  if (kind === 'maximum') return { commitments: { ...card.commitments, maximumAmount: amount } };
  return card.price.type === 'flat' || card.price.type === 'unit' ? { price: { ...card.price, amount } } : null;
}

/** Says what to type for a term that could not be read. */
export const amountFault = (kind: NegotiatedKind): string =>
  kind === 'percentage' ? 'Enter a percentage above 0, up to 100.' : 'Enter an amount such as 79.00.';
