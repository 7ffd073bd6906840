'use client';

import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, memo } from 'react';
import { displayCurrency } from '@/lib/catalog/currency';
import { formatMoney, groupDigits } from '@/lib/money';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import { TierCell } from './tier-cell';
import type { TieredType } from './tier-figures';
import { TIER_COLUMNS, type TierColumn } from './tier-grid';
import { tierWords } from './tier-words';

/** Callbacks of a tier row. The table makes them once, so that rows need not render again. */
export interface TierHandlers {
  type: (row: number, column: TierColumn, text: string) => void;
  keyDown: (event: KeyboardEvent<HTMLInputElement>, row: number, column: TierColumn) => void;
  paste: (event: ClipboardEvent<HTMLInputElement>, row: number, column: TierColumn) => void;
  remove: (row: number) => void;
}

type TierRowProps = {
  row: number;
  type: TieredType;
  tier: PriceTier;
  /** The bound of the tier before. */
  before: string | undefined;
  isLast: boolean;
  only: boolean;
  above: string | null;
  average: string | null;
  unitConfig: UnitConfig | undefined;
  /** The code it is priced in. */
  currency: string;
  unit: string;
  upToIssue: string | undefined;
  unitIssue: string | undefined;
  flatIssue: string | undefined;
  on: TierHandlers;
};

/** One tier: its cells, what it comes to, and what it says in words. Drawn again only when something of its own has changed. */
export const TierRow = memo(function TierRow(props: TierRowProps) {
  const { row, tier, isLast, only, above, average, upToIssue, unitIssue, flatIssue, on } = props;
  const path = `price.tiers.${row}`;
  const issues = { upTo: upToIssue, unit: unitIssue, flat: flatIssue };
  const message = upToIssue ?? unitIssue ?? flatIssue;
  const messageId = `tier-${row}-message`;
  const currency = displayCurrency(props.currency);
  return (
    <tbody className="group/tier">
      <tr>
        <td className="num pr-3 text-right text-faint">{above === null ? '—' : groupDigits(above)}</td>
        {TIER_COLUMNS.map((column) => (
          <TierCell
            key={column}
            row={row}
            column={column}
            tier={tier}
            currency={props.currency}
            path={path}
            placeholder={column === 'upTo' ? (isLast ? 'and above' : '') : '—'}
            invalid={Boolean(issues[column])}
            describedBy={issues[column] ? messageId : undefined}
            onType={on.type}
            onKeyDown={on.keyDown}
            onPaste={on.paste}
          />
        ))}
        <td className="num px-2 text-right text-muted @max-[540px]:hidden">
          {average ? (
            formatMoney(shortened(average), currency)
          ) : (
            <span aria-hidden="true" className="text-faint">
              —
            </span>
          )}
        </td>
        <td>
          <button
            type="button"
            aria-label={`Remove tier ${row + 1}`}
            aria-keyshortcuts="Alt+Delete"
            tabIndex={-1} // Tab goes from cell to cell; Alt Delete in a cell does the same
            disabled={only}
            onClick={() => on.remove(row)}
            className="grid size-7 place-items-center rounded-sm text-faint transition-colors hover:bg-hover hover:text-text disabled:invisible"
          >
            <X />
          </button>
        </td>
      </tr>
      <tr>
        <td />
        <td colSpan={4} className="px-2 pt-1 pb-2 text-muted text-sm">
          <span role="status" id={messageId}>
            {message && <span className="text-critical">{message}</span>}
          </span>
          {!message && tierWords(props, currency)}
        </td>
        <td className="@max-[540px]:hidden" />
      </tr>
    </tbody>
  );
});

/** Six significant digits are enough for an average; the exact one would not fit its column. */
function shortened(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  const zeros = whole === '0' ? (/^0*/.exec(fraction)?.[0].length ?? 0) : 0;
  const kept = fraction.slice(0, Math.max(2, zeros + 4)).replace(/0+$/, '');
  return kept ? `${whole}.${kept}` : whole;
}
