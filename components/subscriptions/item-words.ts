import { priceWords } from '@/components/versions/price-words';
import type { TimelineItem } from '@/lib/api/subscription/state';

/** Says what an item costs, in words: "$99.00 per month", "12 × $10.00 per month". */
export function itemSentence({ rateCard, quantity, source, name }: TimelineItem, currency: string): string {
  const price = priceWords(rateCard, rateCard.currency ?? currency, name) ?? 'No price';
  return source !== 'addon' && quantity !== 1 ? `${quantity.toLocaleString('en')} seats: ${price}` : price;
}

const SOURCES: Record<TimelineItem['source'], string> = {
  plan: 'Plan',
  negotiated: 'Negotiated',
  addon: 'Add-on',
  edit: 'Changed for this customer',
};

/** Says where an item comes from. */
export const sourceWord = (source: TimelineItem['source']): string => SOURCES[source];
