'use client';

import { CurrencyPicker, type CurrencyPickerProps } from '@/components/ui/currency-picker';
import { useOwnCurrencies } from './own-currencies';

/** Any money, and the workspace's own currencies: what a plan can be priced in. */
export function PricedInPicker(props: Omit<CurrencyPickerProps, 'own'>) {
  return <CurrencyPicker own={useOwnCurrencies()} {...props} />;
}
