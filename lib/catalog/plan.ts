import { z } from 'zod';
import { DateTime, Duration, described, ResourceKey, readOnly, stored } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { BillingCurrencyCode } from './currency';
import { RATE_CARDS_MAX, RateCard, withPaymentTerm } from './rate-card';
import { ProductCatalogValidationError } from './validation-error';

export const PlanStatus = z.enum(['draft', 'active', 'archived', 'scheduled']).meta({ id: 'BillingPlanStatus' });
export type PlanStatus = z.infer<typeof PlanStatus>;

/** Settlement mode: credits first and the rest invoiced, or credits only. */
export const SettlementMode = z.enum(['credit_then_invoice', 'credit_only']).meta({ id: 'BillingSettlementMode' });
export type SettlementMode = z.infer<typeof SettlementMode>;

/** A stretch of a subscription's life with its own prices: a trial, a ramp, and at last the phase without end. */
export const PlanPhase = z
  .strictObject({ ...described, key: ResourceKey, duration: Duration.optional(), rateCards: z.array(RateCard).max(RATE_CARDS_MAX) })
  .meta({ id: 'BillingPlanPhase' });
export type PlanPhase = z.infer<typeof PlanPhase>;

/** Phases of one plan. */
export const PHASES_MAX = 100;

const phases = z.array(PlanPhase).min(1).max(PHASES_MAX);
const proRatingEnabled = z.boolean().default(true);
const currency = BillingCurrencyCode;
const billingCadence = Duration;

/** One version of a plan. Name, description and labels are not part of what is versioned. */
export const Plan = z
  .strictObject({
    ...stored,
    ...described,
    key: ResourceKey,
    version: z.int().min(1).meta({ default: 1, readOnly: true }),
    currency,
    billingCadence,
    proRatingEnabled,
    effectiveFrom: readOnly(DateTime).optional(),
    effectiveTo: readOnly(DateTime).optional(),
    status: readOnly(PlanStatus),
    phases,
    settlementMode: readOnly(SettlementMode.default('credit_then_invoice')),
    validationErrors: readOnly(z.array(ProductCatalogValidationError)).optional(),
  })
  .meta({ id: 'BillingPlan' });
export type Plan = z.infer<typeof Plan>;

export const CreatePlanRequest = z
  .strictObject({ ...described, key: ResourceKey, currency, billingCadence, proRatingEnabled, phases })
  .meta({ id: 'CreatePlanRequest' });
export type CreatePlanRequest = z.infer<typeof CreatePlanRequest>;

/** A full replacement of a draft. Key, version, currency and billing cadence are not changed by it. */
export const UpsertPlanRequest = z.strictObject({ ...described, proRatingEnabled, phases }).meta({ id: 'UpsertPlanRequest' });
export type UpsertPlanRequest = z.infer<typeof UpsertPlanRequest>;

export const PlanPagePaginatedResponse = pageOf(Plan, 'PlanPagePaginatedResponse');

/** Fields of a plan version that are fixed once published. */
export type PlanContent = Pick<Plan, 'currency' | 'billingCadence' | 'proRatingEnabled' | 'phases'>;

/** The billing cadences a plan may have. */
export const PLAN_CADENCES = ['P1W', 'P2W', 'P4W', 'P1M', 'P3M', 'P6M', 'P12M', 'P1Y'] as const;

/** Only the content of a plan, whatever else the value carries. */
export function contentOf(plan: PlanContent): PlanContent {
  const { currency, billingCadence, proRatingEnabled, phases } = plan;
  return { currency, billingCadence, proRatingEnabled, phases };
}

/** The content with every payment term written out, as it is stored and answered. */
export function withPaymentTerms<T extends Pick<PlanContent, 'phases'>>(content: T): T {
  return { ...content, phases: content.phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map(withPaymentTerm) })) };
}
