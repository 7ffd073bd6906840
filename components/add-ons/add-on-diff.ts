import { featureUnit } from '@/components/versions/feature-unit';
import { type AddOnContent, addOnContentOf } from '@/lib/catalog/add-on';
import { type Difference, diffAddOns } from '@/lib/catalog/diff/diff-sentences';
import type { Feature } from '@/lib/catalog/feature';
import { withPaymentTerm } from '@/lib/catalog/rate-card';

/** Compares two contents of an add-on, in words that name features as people do. */
export function addOnDifferences(before: AddOnContent, after: AddOnContent, features: readonly Feature[] | undefined): Difference[] {
  const find = (id: string | undefined) => features?.find((feature) => feature.id === id);
  const whole = (addOn: AddOnContent): AddOnContent => ({ ...addOnContentOf(addOn), rateCards: addOn.rateCards.map(withPaymentTerm) });
  return diffAddOns(whole(before), whole(after), {
    featureName: (id) => find(id)?.name,
    unitOf: (card) => featureUnit(find(card.feature?.id)),
  });
}
