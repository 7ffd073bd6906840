'use client';

import { type ClipboardEvent, useState } from 'react';
import { currencySymbol, groupDigits } from '@/lib/money';
import { type DecimalReading, foreignCurrency, readDecimal } from './decimal-text';
import { Input, type InputProps } from './input';

export type DecimalInputProps = Omit<InputProps, 'value' | 'onChange' | 'numeric' | 'type' | 'defaultValue'> & {
  /** A decimal string, or '' for nothing. */
  value: string;
  /** Gets the canonical decimal; what is no number comes through as typed, so that the form's schema refuses it with its own words. */
  onValueChange: (value: string) => void;
  /** Shown inside the field, after the number. */
  unit?: string;
  /** The currency of the amount: one that is written in another is refused. */
  currency?: string;
};

/** A number of which no digit may be lost: a decimal string all the way. Understands "1,234.50" and "1.234,50", and asks about "1,234". */
export function DecimalInput({ value, onValueChange, unit, currency, onBlur, after, ...rest }: DecimalInputProps) {
  const [text, setText] = useState(value);
  const [emitted, setEmitted] = useState(value);
  const [seen, setSeen] = useState(value);
  // While rendering and not in an effect: a value shown a moment after the field was entered would take away what is selected in it.
  if (value !== seen) {
    setSeen(value);
    if (value !== emitted) {
      setEmitted(value);
      setText(value);
    }
  }
  const foreign = currency === undefined ? null : foreignCurrency(text, currency, currencySymbol(currency));
  const read = (typed: string): DecimalReading =>
    currency !== undefined && foreignCurrency(typed, currency, currencySymbol(currency)) !== null
      ? { kind: 'invalid' }
      : readDecimal(typed);
  const reading = read(text);

  const emit = (next: string) => {
    setEmitted(next);
    onValueChange(next);
  };
  const write = (typed: string) => {
    setText(typed);
    const next = read(typed);
    emit(next.kind === 'value' ? next.value : next.kind === 'empty' ? '' : typed);
  };
  const settle = (decimal: string) => {
    setText(decimal);
    emit(decimal);
  };
  // A pasted number that replaces the whole field is written plainly at once; one that could be read in two ways goes in as it is.
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text').trim();
    const { selectionStart, selectionEnd, value: before } = event.currentTarget;
    const next = read(pasted);
    if (next.kind !== 'value' || selectionStart !== 0 || selectionEnd !== before.length) return;
    event.preventDefault();
    settle(next.value);
  };

  return (
    <span className="flex w-full min-w-0 flex-col gap-1.5">
      <Input
        {...rest}
        numeric
        inputMode="decimal"
        autoComplete="off"
        value={text}
        after={after ?? unit}
        onPaste={paste}
        onChange={(event) => write(event.target.value)}
        onBlur={(event) => {
          if (reading.kind === 'value') setText(reading.value);
          onBlur?.(event);
        }}
      />
      {foreign !== null && (
        <span role="alert" className="text-critical text-sm">
          This amount is in {currency}, not {foreign}. Enter the number only.
        </span>
      )}
      {reading.kind === 'ambiguous' && (
        <span role="alert" className="flex flex-wrap items-center gap-1.5 text-sm text-warning">
          Choose the number you mean.
          {[reading.grouped, reading.fraction].map((decimal) => (
            <button
              key={decimal}
              type="button"
              onClick={() => settle(decimal)}
              className="num rounded-sm border border-border-strong bg-bg px-1.5 py-0.5 font-medium text-text hover:bg-hover"
            >
              {groupDigits(decimal)}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

/** A `DecimalInput` with the sign of its currency in front. */
export function MoneyInput({ currency, ...rest }: Omit<DecimalInputProps, 'before' | 'currency'> & { currency: string }) {
  return <DecimalInput before={<span className="whitespace-pre">{currencySymbol(currency).trim()}</span>} currency={currency} {...rest} />;
}
