import { z } from 'zod';
import type { PriceType } from './price';

/** Whether a charge is due when its period starts or when it has ended. */
export const PaymentTerm = z.enum(['in_advance', 'in_arrears']).meta({ id: 'BillingPricePaymentTerm' });

export type PaymentTerm = z.infer<typeof PaymentTerm>;

/** The term of a card that names none: fixed prices are due in advance, usage can only be billed once it is known. */
export function defaultPaymentTerm(priceType: PriceType): PaymentTerm {
  return priceType === 'flat' ? 'in_advance' : 'in_arrears';
}
