import { type Currency, findFiatCurrency } from '@/lib/currency';

/** The currency of a code while a plan is edited: an ISO one, or a custom one shown with two digits. */
export function planCurrency(code: string): Currency {
  return findFiatCurrency(code) ?? { code, precision: 2 };
}
