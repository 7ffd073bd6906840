import 'server-only';
import { monthlyMicros, termsOfCard } from '@/lib/revenue/item';
import { addMicros, microsText } from '@/lib/revenue/ratio';
import type { Timeline } from '@/lib/subscription/timeline';
import { contains, type Instant } from '@/lib/time';

/**
 * Returns the recurring revenue per month of a subscription at an instant, as a decimal string in the currency of its items: fees and minimums,
 * without usage and one-time charges. Zero before it begins, after its end, and while it is paused.
 */
export function mrrAt({ items }: Pick<Timeline, 'items'>, at: Instant): string {
  const running = items.filter((item) => contains(item, at));
  // The card has its quantity in its price already.
  return microsText(addMicros(running.map(({ rateCard }) => monthlyMicros(termsOfCard(rateCard, '1', rateCard.billingCadence ?? null)))));
}
