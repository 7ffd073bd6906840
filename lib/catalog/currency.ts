import { z } from 'zod';
import { type Currency, findFiatCurrency } from '@/lib/currency';

/** The three letters of an ISO 4217 currency. */
export const CurrencyCode = z
  .string()
  .min(3)
  .max(3)
  .regex(/^[A-Z]{3}$/)
  .meta({ id: 'CurrencyCode' });

/** The code of a currency of one's own, such as CREDITS. Longer than three letters, so that it is never taken for money. */
export const BillingCurrencyCodeCustom = z.string().min(4).max(24).meta({ id: 'BillingCurrencyCodeCustom' });

/** A currency something is priced in: money, or a currency of one's own. */
export const BillingCurrencyCode = z.union([CurrencyCode, BillingCurrencyCodeCustom]).meta({ id: 'BillingCurrencyCode' });

/** Is this the code of a currency of one's own, rather than of money? Three letters are reserved for money. */
export function isCustomCurrencyCode(code: string): boolean {
  return BillingCurrencyCodeCustom.safeParse(code).success && !code.includes('|');
}

/** Is this a currency we can price in: known to ISO 4217, or of the form of a custom code? */
export function isCurrencyCode(code: string): boolean {
  return findFiatCurrency(code) !== null || isCustomCurrencyCode(code);
}

/** The currency of a code for writing amounts. A currency of one's own that is not among `custom` is written with the digits it has. */
export function displayCurrency(code: string, custom: readonly Currency[] = []): Currency {
  return findFiatCurrency(code) ?? custom.find((currency) => currency.code === code) ?? { code, precision: 0 };
}
