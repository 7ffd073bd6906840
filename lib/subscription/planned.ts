import type { Entitlement } from '@/lib/catalog/entitlement';
import type { PricingTerms } from '@/lib/pricing/terms';

/** A rate card as a plan or an add-on holds it: what it costs, how often, and what it grants. */
export interface PlannedCard extends PricingTerms {
  billingCadence?: string;
  /** The currency it is priced in; that of the plan when absent. */
  currency?: string;
  feature?: { id: string };
  entitlement?: Entitlement;
}

/** The phases of a plan version, in order; each but the last has a length (ISO duration). */
export interface PlannedPhase {
  key: string;
  duration?: string;
  rateCards: PlannedCard[];
}

/** The part of a plan version that a subscription is made from. */
export interface PlannedContent {
  currency: string;
  billingCadence: string;
  proRatingEnabled?: boolean;
  phases: PlannedPhase[];
}
