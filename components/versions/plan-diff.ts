import type { AddOn } from '@/lib/catalog/add-on';
import type { DiffablePlan } from '@/lib/catalog/diff/diff';
import { type Difference, diffPlans } from '@/lib/catalog/diff/diff-sentences';
import type { Feature } from '@/lib/catalog/feature';
import { assignmentOf } from '@/lib/catalog/next-draft';
import type { PlanContent } from '@/lib/catalog/plan';
import { contentOf, withPaymentTerms } from '@/lib/catalog/plan';
import type { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { featureUnit } from './feature-unit';

/** The add-ons offered with each of two versions, and the add-ons there are, to name them. */
export interface Offered {
  before: readonly PlanAddOn[];
  after: readonly PlanAddOn[];
  addOns: readonly AddOn[];
}

const NOTHING: Offered = { before: [], after: [], addOns: [] };

/** Compares two contents of a plan, in words that name features and add-ons as people do. */
export function differences(
  before: PlanContent,
  after: PlanContent,
  features: readonly Feature[] | undefined,
  offered: Offered = NOTHING,
): Difference[] {
  const find = (id: string | undefined) => features?.find((feature) => feature.id === id);
  const whole = (content: PlanContent, offers: readonly PlanAddOn[]): DiffablePlan => ({
    ...withPaymentTerms(contentOf(content)),
    addOns: offers.map(assignmentOf),
  });
  return diffPlans(whole(before, offered.before), whole(after, offered.after), {
    featureName: (id) => find(id)?.name,
    addOnName: (id) => {
      const addOn = offered.addOns.find((candidate) => candidate.id === id);
      return addOn && `${addOn.name} v${addOn.version}`;
    },
    unitOf: (card) => featureUnit(find(card.feature?.id)),
  });
}
