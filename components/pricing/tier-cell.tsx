'use client';

import clsx from 'clsx';
import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { foreignCurrency, readDecimal } from '@/components/ui/decimal-text';
import { currencySymbol, groupDigits } from '@/lib/money';
import type { PriceTier } from '@/lib/pricing/tiers';
import { cellText, type TierColumn } from './tier-grid';

const NAMES: Record<TierColumn, string> = { upTo: 'up to', unit: 'price per unit', flat: 'flat fee' };
const FIELDS: Record<TierColumn, string> = { upTo: 'upToAmount', unit: 'unitPrice', flat: 'flatPrice' };

/** Returns the stored form of a typed text: its number with every digit, or the text itself while it is none, or money of another currency. */
function kept(typed: string, currency: string | null): string {
  if (currency !== null && foreignCurrency(typed, currency, currencySymbol(currency)) !== null) return typed.trim();
  const reading = readDecimal(typed);
  return reading.kind === 'value' ? reading.value : typed.trim();
}

const pretty = (value: string) => (/^-?\d+(\.\d+)?$/.test(value) ? groupDigits(value) : value);

type TierCellProps = {
  row: number;
  column: TierColumn;
  tier: PriceTier;
  /** Code of the currency of prices. */
  currency: string;
  path: string;
  placeholder: string;
  invalid: boolean;
  describedBy: string | undefined;
  onType: (row: number, column: TierColumn, text: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>, row: number, column: TierColumn) => void;
  onPaste: (event: ClipboardEvent<HTMLInputElement>, row: number, column: TierColumn) => void;
};

/** One cell of the tier table: left alone while the focus is in it, with its thousands grouped outside. */
export function TierCell({
  row,
  column,
  tier,
  currency,
  path,
  placeholder,
  invalid,
  describedBy,
  onType,
  onKeyDown,
  onPaste,
}: TierCellProps) {
  const value = cellText(tier, column);
  const money = column === 'upTo' ? null : currency;
  const ref = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const isEntered = typed !== null;
  // Taking out the grouping moves the caret: a cell that was tabbed into is selected again, so that typing replaces it.
  useLayoutEffect(() => {
    if (isEntered) ref.current?.select();
  }, [isEntered]);
  // A value that changed underneath (undo, a merge, a pasted block) wins over what is being typed.
  const shown = typed === null ? pretty(value) : kept(typed, money) === value ? typed : value;
  const reading = readDecimal(value);
  return (
    <td className="p-0 align-top">
      <input
        ref={ref}
        value={shown}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        data-cell={`${row}:${column}`}
        data-field={`${path}.${FIELDS[column]}`}
        aria-label={`Tier ${row + 1}, ${NAMES[column]}`}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        placeholder={placeholder}
        onFocus={() => setTyped(value)}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          onType(row, column, kept(event.target.value, money));
        }}
        onKeyDown={(event) => onKeyDown(event, row, column)}
        onPaste={(event) => onPaste(event, row, column)}
        className={clsx(
          '-ml-px num relative h-8 w-[calc(100%+1px)] border border-border-strong bg-bg px-2 text-right transition-colors',
          'hover:z-1 hover:border-control focus:z-2 focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-1',
          'aria-invalid:z-1 aria-invalid:border-critical',
          column === 'upTo' && 'rounded-l-sm',
          column === 'flat' && 'rounded-r-sm',
        )}
      />
      {reading.kind === 'ambiguous' && (
        <span role="alert" className="flex flex-wrap items-center justify-end gap-1 py-1 text-sm text-warning">
          {[reading.grouped, reading.fraction].map((decimal) => (
            <button
              key={decimal}
              type="button"
              className="num rounded-sm border border-border-strong bg-bg px-1.5 font-medium text-text hover:bg-hover"
              onClick={() => onType(row, column, decimal)}
            >
              {groupDigits(decimal)}?
            </button>
          ))}
        </span>
      )}
    </td>
  );
}
