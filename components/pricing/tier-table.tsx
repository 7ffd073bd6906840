'use client';

import { Plus } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { readDecimal } from '@/components/ui/decimal-text';
import type { PricingTerms } from '@/lib/pricing/terms';
import type { PriceTier } from '@/lib/pricing/tiers';
import { useIssues } from './form-scope';
import { type TieredType, tierFigures } from './tier-figures';
import { insertTier, openLast, pasteBlock, readBlock, removeTier, setCell, TIER_COLUMNS, type TierColumn } from './tier-grid';
import { type TierHandlers, TierRow } from './tier-row';

export type TierTableProps = {
  type: TieredType;
  tiers: readonly PriceTier[];
  /** `field` says what was changed, so that typing on in one cell is one step of undo. */
  onChange: (tiers: PriceTier[], field: string) => void;
  /** The card whose price this is, for the sentences. */
  card: PricingTerms;
  /** The code it is priced in. */
  currency: string;
  /** Unit of the meter, in the plural: "tokens". */
  unit: string;
  /** Returns the quantity that a price is per: "1k tokens". */
  per: string;
};

/** Tiers as a spreadsheet: arrows and Tab move, Enter goes down and adds a row at the end, a pasted block fills cells. */
export function TierTable({ type, tiers, onChange, card, currency, unit, per }: TierTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const [wanted, setWanted] = useState<{ row: number; column: TierColumn } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const figures = useMemo(() => tierFigures(type, tiers), [type, tiers]);
  const issueAt = useIssues();

  const focusCell = (row: number, column: TierColumn) => {
    const cell = table.current?.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`);
    cell?.focus();
    cell?.select();
    return Boolean(cell);
  };
  useEffect(() => {
    if (!wanted) return;
    setWanted(null);
    const cell = table.current?.querySelector<HTMLInputElement>(`[data-cell="${wanted.row}:${wanted.column}"]`);
    cell?.focus();
    cell?.select();
  }, [wanted]);

  const add = (row = tiers.length - 1) => {
    onChange(insertTier(tiers, row), `tiers add ${tiers.length}`);
    setWanted({ row, column: 'upTo' });
  };
  const remove = (row: number) => {
    onChange(removeTier(tiers, row), `tiers remove ${tiers.length}`);
    setWanted({ row: Math.max(0, Math.min(row, tiers.length - 2)), column: 'unit' });
  };
  const type_ = (row: number, column: TierColumn, text: string) => {
    setFault(null);
    const next = setCell(tiers, row, column, text);
    // A bound typed into "and above" makes the next tier the one above.
    const bounded = column === 'upTo' && text !== '' && row === tiers.length - 1;
    onChange(bounded ? [...next, ...openLast(tiers.slice(-1))] : next, `tiers ${row} ${column}`);
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>, row: number, column: TierColumn) => {
    const pasted = event.clipboardData.getData('text');
    const isBlock = /[\n\t;]/.test(pasted.trim()) || (pasted.includes(',') && readDecimal(pasted).kind === 'invalid');
    if (!isBlock) return;
    event.preventDefault();
    const block = readBlock(pasted);
    if ('fault' in block) {
      setFault(`${block.fault} Nothing was pasted.`);
      return;
    }
    setFault(null);
    onChange(pasteBlock(tiers, row, column, block.cells), 'tiers paste');
    setWanted({ row, column });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, row: number, column: TierColumn) => {
    if (event.altKey && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault();
      event.stopPropagation(); // it is this row that goes, not what the editor has selected
      if (tiers.length > 1) remove(row);
      return;
    }
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const input = event.currentTarget;
    const at = TIER_COLUMNS.indexOf(column);
    const [atStart, atEnd] = [input.selectionEnd === 0, input.selectionStart === input.value.length];
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const go = (r: number, c: TierColumn | undefined) => {
      if (c && focusCell(r, c)) event.preventDefault();
    };
    if (event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey)) go(row - 1, column);
    else if (event.key === 'ArrowDown') go(row + 1, column);
    else if (event.key === 'ArrowLeft' && (atStart || whole)) go(row, TIER_COLUMNS[at - 1]);
    else if (event.key === 'ArrowRight' && (atEnd || whole)) go(row, TIER_COLUMNS[at + 1]);
    else if (event.key === 'Enter') {
      event.preventDefault();
      if (row === tiers.length - 1) add();
      else focusCell(row + 1, column);
    }
  };

  // The rows keep one set of handlers, so that a keystroke draws its own row and no other.
  const latest = useRef({ type_, onKeyDown, onPaste, remove });
  latest.current = { type_, onKeyDown, onPaste, remove };
  const on = useMemo(
    (): TierHandlers => ({
      type: (...given) => latest.current.type_(...given),
      keyDown: (...given) => latest.current.onKeyDown(...given),
      paste: (...given) => latest.current.onPaste(...given),
      remove: (row) => latest.current.remove(row),
    }),
    [],
  );

  return (
    <div className="@container flex flex-col gap-2" data-field="price.tiers">
      <table ref={table} aria-label="Tiers" className="w-full table-fixed border-separate border-spacing-0">
        <thead>
          <tr className="text-left text-muted text-xs [&>th]:pb-1 [&>th]:font-medium">
            <th scope="col" className="w-20 pr-3 text-right @max-[400px]:w-14">
              From
            </th>
            <th scope="col" className="px-2 text-right">
              Up to
            </th>
            <th scope="col" className="px-2 text-right">
              Per {per}
            </th>
            <th scope="col" className="px-2 text-right @max-[400px]:w-18">
              Flat fee
            </th>
            <th scope="col" title="Average unit price at the end of the tier" className="w-28 px-2 text-right @max-[540px]:hidden">
              Average at end
            </th>
            <th scope="col" className="w-7">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        {tiers.map((tier, row) => {
          const path = `price.tiers.${row}`;
          return (
            <TierRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a tier has no identity but its place
              key={row}
              row={row}
              type={type}
              tier={tier}
              before={tiers[row - 1]?.upToAmount}
              isLast={row === tiers.length - 1}
              only={tiers.length === 1}
              above={figures[row]?.above ?? null}
              average={figures[row]?.averageAtBound ?? null}
              unitConfig={card.unitConfig}
              currency={currency}
              unit={unit}
              upToIssue={issueAt(`${path}.upToAmount`)?.message}
              unitIssue={issueAt(`${path}.unitPrice.amount`, `${path}.unitPrice`, path)?.message}
              flatIssue={issueAt(`${path}.flatPrice.amount`, `${path}.flatPrice`)?.message}
              on={on}
            />
          );
        })}
      </table>
      {fault && (
        <p role="alert" className="text-critical text-sm">
          {fault}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" variant="ghost" icon={<Plus />} className="-ml-2" onClick={() => add()}>
          Add tier
        </Button>
        <span className="text-faint text-sm">Paste rows from a spreadsheet into any cell. Alt Delete removes a row.</span>
      </div>
    </div>
  );
}
