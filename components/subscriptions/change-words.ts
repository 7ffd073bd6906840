import { dayText } from '@/components/ui/time-text';
import { priceWords } from '@/components/versions/price-words';
import type { ItemChange } from '@/lib/api/subscription/state';

/** Says how an item changed, in one sentence: "Seats ends on 1 Nov 2026", "Platform fee is new: $99.00 per month". */
export function changeSentence({ kind, name, before, after }: ItemChange, currency: string, timeZone: string): string {
  const price = (card: NonNullable<ItemChange['after']>['rateCard']) => priceWords(card, card.currency ?? currency, name) ?? 'no price';
  const end = (to: string | undefined) => (to ? `ends on ${dayText(to, timeZone)}` : 'has no end');
  if (kind === 'new' && after) return `${name} begins on ${dayText(after.from, timeZone)}: ${price(after.rateCard)}.`;
  if (kind === 'gone') return `${name} is removed.`;
  if (kind === 'ended' || kind === 'extended')
    return `${name} ${end(after?.to)}${before?.to ? `, before: ${dayText(before.to, timeZone)}` : ''}.`;
  return `${name} stays.`;
}
