import type { TargetLine } from '../billing/target-lines';

/** A line of a subscription as figures write it. */
export const writtenTarget = ({ ref, servicePeriod, fullServicePeriod, billingPeriod, invoiceAt, paymentTerm, price }: TargetLine) => ({
  ref,
  service_period: servicePeriod,
  full_service_period: fullServicePeriod,
  billing_period: billingPeriod,
  invoice_at: invoiceAt,
  payment_term: paymentTerm,
  price,
});
