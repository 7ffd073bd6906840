import type { DiffablePlan } from '@/lib/catalog/diff';
import { type Difference, diffPlans } from '@/lib/catalog/diff-sentences';
import type { Feature } from '@/lib/catalog/feature';
import type { PlanContent } from '@/lib/catalog/plan';
import { contentOf, withPaymentTerms } from '@/lib/catalog/plan';
import { featureUnit } from './feature-unit';

/** What changed between two contents of a plan, in words that name features as people do. */
export function differences(before: PlanContent, after: PlanContent, features: readonly Feature[] | undefined): Difference[] {
  const find = (id: string | undefined) => features?.find((feature) => feature.id === id);
  const whole = (content: PlanContent): DiffablePlan => ({ ...withPaymentTerms(contentOf(content)), addOns: [] });
  return diffPlans(whole(before), whole(after), {
    featureName: (id) => find(id)?.name,
    unitOf: (card) => featureUnit(find(card.feature?.id)),
  });
}
