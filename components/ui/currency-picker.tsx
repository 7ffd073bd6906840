'use client';

import { fiatCurrencies } from '@/lib/currency';
import { currencySymbol } from '@/lib/money';
import type { Choice } from './choices';
import { Combobox, type ComboboxProps } from './combobox';

const names = new Intl.DisplayNames('en', { type: 'currency' });
const FIRST = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD'];
const choice = (code: string, group: string): Choice => ({
  value: code,
  label: names.of(code) ?? code,
  hint: code,
  keywords: [currencySymbol(code).trim()],
  group,
});
const CHOICES: readonly Choice[] = [
  ...FIRST.map((code) => choice(code, 'Common')),
  ...fiatCurrencies.filter((code) => !FIRST.includes(code)).map((code) => choice(code, 'All')),
];

export type CurrencyPickerProps = Omit<ComboboxProps, 'options' | 'label' | 'onValueChange' | 'onQueryChange' | 'clearable'> & {
  onValueChange: (code: string) => void;
  /** The workspace's own currencies, where they may be chosen, too. */
  own?: readonly { code: string; name: string }[] | undefined;
};

/** Any ISO 4217 currency, by name, code or sign. */
export function CurrencyPicker({ onValueChange, own = [], ...rest }: CurrencyPickerProps) {
  const options =
    own.length === 0
      ? CHOICES
      : [...own.map(({ code, name }) => ({ value: code, label: name, hint: code, group: 'Your own' })), ...CHOICES];
  return (
    <Combobox
      label="Currency"
      options={options}
      onValueChange={(code) => code && onValueChange(code)}
      searchPlaceholder="Dollar, EUR, ¥…"
      {...rest}
    />
  );
}
