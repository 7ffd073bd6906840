import type { SpendCommitments } from './commitments';
import type { RateCardDiscounts } from './discounts';
import type { PaymentTerm } from './payment-term';
import type { Price } from './price';
import type { UnitConfig } from './unit-config';

/** The part of a rate card that decides what its usage costs. A rate card is one of these and more. */
export interface PricingTerms {
  key: string;
  name: string;
  price: Price;
  paymentTerm?: PaymentTerm;
  unitConfig?: UnitConfig;
  discounts?: RateCardDiscounts;
  commitments?: SpendCommitments;
}
