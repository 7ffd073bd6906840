import { z } from 'zod';
import { Duration, described, ResourceKey } from '@/lib/fields';
import { SpendCommitments } from '@/lib/pricing/commitments';
import { RateCardDiscounts } from '@/lib/pricing/discounts';
import { defaultPaymentTerm, PaymentTerm } from '@/lib/pricing/payment-term';
import { Price } from '@/lib/pricing/price';
import { UnitConfig } from '@/lib/pricing/unit-config';
import { BillingCurrencyCode } from './currency';
import { Entitlement } from './entitlement';
import { FeatureReference } from './feature';
import { RateCardTaxConfig } from './tax-code';

/** Rate cards of one phase of a plan, or of one add-on. */
export const RATE_CARDS_MAX = 1_000;

/** One line of a price list: what it costs, how often, and what it entitles to. Without a billing cadence it is charged once. */
export const RateCard = z
  .strictObject({
    ...described,
    key: ResourceKey,
    feature: FeatureReference.optional(),
    currency: BillingCurrencyCode.optional(),
    billingCadence: Duration.optional(),
    price: Price,
    unitConfig: UnitConfig.optional(),
    // The contract writes in_arrears here; left open, so that a flat price without a term is in advance.
    paymentTerm: PaymentTerm.optional().meta({ default: 'in_arrears' }),
    commitments: SpendCommitments.optional(),
    discounts: RateCardDiscounts.optional(),
    taxConfig: RateCardTaxConfig.optional(),
    entitlement: Entitlement.optional(),
  })
  .meta({ id: 'BillingRateCard' });
export type RateCard = z.infer<typeof RateCard>;

/** The card with its payment term written out, as it is stored and answered: in advance for a flat price that names none. */
export function withPaymentTerm(rateCard: RateCard): RateCard {
  return { ...rateCard, paymentTerm: rateCard.paymentTerm ?? defaultPaymentTerm(rateCard.price.type) };
}

/** Is the card charged again every billing cadence? Without a cadence it is charged once; free cards never are. */
export function isRecurring(rateCard: Pick<RateCard, 'billingCadence' | 'price'>): boolean {
  return rateCard.billingCadence !== undefined && rateCard.price.type !== 'free';
}
