import { z } from 'zod';

/** Whether a charge is due when its period starts or when it has ended. */
export const PaymentTerm = z.enum(['in_advance', 'in_arrears']).meta({ id: 'BillingPricePaymentTerm' });

export type PaymentTerm = z.infer<typeof PaymentTerm>;

/** The term of a card that names none: a fixed price is due in advance, usage once it is known. */
export function defaultPaymentTerm(priceType: string): PaymentTerm {
  return priceType === 'flat' ? 'in_advance' : 'in_arrears';
}
