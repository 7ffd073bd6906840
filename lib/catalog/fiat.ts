import { findFiatCurrency } from '@/lib/currency';
import { currencySymbol } from '@/lib/money';
import type { FiatCurrency } from './currency';

const names = new Intl.DisplayNames('en-US', { type: 'currency' });

/** Money of ISO 4217 with its name and sign, written as the product writes amounts. Throws when there is none of that code. */
export function fiatCurrency(code: string): FiatCurrency {
  const found = findFiatCurrency(code);
  if (!found) throw new Error(`unknown currency ${code}`);
  return {
    type: 'fiat',
    code,
    name: names.of(code) ?? code,
    symbol: currencySymbol(code).trim(),
    precision: found.precision,
    decimalMark: '.',
    thousandSeparator: ',',
  };
}
