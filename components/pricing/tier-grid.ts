import { readDecimal } from '@/components/ui/decimal-text';
import type { PriceTier } from '@/lib/pricing/tiers';

/** The columns of the tier table that can be typed into. */
export const TIER_COLUMNS = ['upTo', 'unit', 'flat'] as const;
export type TierColumn = (typeof TIER_COLUMNS)[number];

/** The text of a cell; empty when there is nothing in it. */
export function cellText(tier: PriceTier, column: TierColumn): string {
  if (column === 'upTo') return tier.upToAmount ?? '';
  return (column === 'unit' ? tier.unitPrice?.amount : tier.flatPrice?.amount) ?? '';
}

/** The tiers with one cell changed. An empty text empties the cell. */
export function setCell(tiers: readonly PriceTier[], row: number, column: TierColumn, text: string): PriceTier[] {
  return tiers.map((tier, i) => (i === row ? withCell(tier, column, text) : tier));
}

function withCell(tier: PriceTier, column: TierColumn, text: string): PriceTier {
  const { upToAmount, unitPrice, flatPrice } = tier;
  const upTo = column === 'upTo' ? text || undefined : upToAmount;
  const unit = column === 'unit' ? (text ? { type: 'unit' as const, amount: text } : undefined) : unitPrice;
  const flat = column === 'flat' ? (text ? { type: 'flat' as const, amount: text } : undefined) : flatPrice;
  return { ...(upTo !== undefined && { upToAmount: upTo }), ...(flat && { flatPrice: flat }), ...(unit && { unitPrice: unit }) };
}

/** The tiers with a new one before place `row`; it takes the prices of the one it pushes down, so that only its bound is missing. */
export function insertTier(tiers: readonly PriceTier[], row: number): PriceTier[] {
  const like = tiers[Math.min(row, tiers.length - 1)];
  const { upToAmount: _bound, ...prices } = like ?? {};
  return [...tiers.slice(0, row), { ...prices, upToAmount: '' }, ...tiers.slice(row)];
}

/** The tiers without one; when that was the open-ended last, the one before becomes it. The only tier stays. */
export function removeTier(tiers: readonly PriceTier[], row: number): PriceTier[] {
  if (tiers.length <= 1) return [...tiers];
  return openLast(tiers.filter((_, i) => i !== row));
}

/** Usage above every bound needs a price: the last tier has no bound. */
export function openLast(tiers: readonly PriceTier[]): PriceTier[] {
  return tiers.map((tier, i) => {
    if (i < tiers.length - 1) return tier;
    const { upToAmount: _bound, ...open } = tier;
    return open;
  });
}

const ABOVE = /^(∞|inf(inity)?|and (above|up)|above|beyond|unlimited|max|\*|—|–|-)?$/i;

export type Block = { cells: string[][] } | { fault: string };

/**
 * Reads a block copied from a spreadsheet or typed as lines: columns by tab, semicolon or comma. A head line is skipped, a column of lower
 * bounds (each the upper bound of the row before, or one more) is dropped, and decimal commas are understood when the block shows them.
 * Gives rows of cells, each a decimal string or empty; or a sentence that says which cell is not a number.
 */
export function readBlock(pasted: string): Block {
  const lines = pasted.replace(/\r\n?/g, '\n').split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  const separator = filled.some((line) => line.includes('\t')) ? '\t' : filled.some((line) => line.includes(';')) ? ';' : ',';
  let rows = filled.map((line) => line.split(separator).map((cell) => cell.trim()));
  const isHead = rows.length > 1 && rows[0]?.every((cell) => readDecimal(cell).kind === 'invalid' && !ABOVE.test(cell));
  if (isHead) rows = rows.slice(1);
  const comma = rows.flat().some((cell) => /^-?\d*,(\d{1,2}|\d{4,})$|^-?0?,\d+$|\.\d{3},\d/.test(cell)) ? 'decimal' : 'group';
  const cells: string[][] = [];
  for (const [i, row] of rows.entries()) {
    const read: string[] = [];
    for (const cell of row) {
      if (ABOVE.test(cell)) {
        read.push('');
        continue;
      }
      const number = readCell(cell, comma);
      if (number === null) return { fault: `Row ${i + 1} of what you pasted has "${cell}", which is not a number.` };
      read.push(number);
    }
    cells.push(read);
  }
  return { cells: withoutLowerBounds(cells) };
}

// If commas are decimal signs, a lone point before three digits groups thousands.
function readCell(cell: string, comma: 'decimal' | 'group'): string | null {
  const reading = readDecimal(comma === 'decimal' && /^[-−]?[1-9]\d{0,2}\.\d{3}$/.test(cell) ? cell.replace('.', '') : cell);
  if (reading.kind === 'ambiguous') return comma === 'decimal' ? reading.fraction : reading.grouped;
  return reading.kind === 'value' ? reading.value : null;
}

function withoutLowerBounds(cells: string[][]): string[][] {
  if (cells.length < 2 || cells.some((row) => row.length < 3)) return cells;
  const follows = cells.every((row, i) => {
    const before = cells[i - 1]?.[1];
    if (i === 0) return row[0] === '0' || row[0] === '1' || row[0] === '';
    return before !== undefined && before !== '' && (row[0] === before || row[0] === plusOne(before));
  });
  return follows ? cells.map((row) => row.slice(1)) : cells;
}

const plusOne = (whole: string): string => (/^\d+$/.test(whole) ? String(BigInt(whole) + 1n) : whole);

/** The tiers with a block written over them from one cell on, as a spreadsheet does. New rows are added, and the last stays open-ended. */
export function pasteBlock(
  tiers: readonly PriceTier[],
  row: number,
  column: TierColumn,
  cells: readonly (readonly string[])[],
): PriceTier[] {
  const start = TIER_COLUMNS.indexOf(column);
  const next = [...tiers];
  for (const [r, line] of cells.entries()) {
    let tier: PriceTier = next[row + r] ?? {};
    for (const [c, text] of line.entries()) {
      const target = TIER_COLUMNS[start + c];
      if (target) tier = withCell(tier, target, text);
    }
    next[row + r] = tier;
  }
  // A pasted table whose last row has a bound is followed by the open-ended tier that was there, or by one like its last.
  const last = next.at(-1);
  const untouched = row + cells.length < tiers.length;
  if (column === 'upTo' && !untouched && last?.upToAmount !== undefined) {
    const open = tiers.at(-1);
    next.push(openLast([open && open.upToAmount === undefined && (open.unitPrice || open.flatPrice) ? open : last])[0] ?? {});
  }
  return openLast(next.map((tier, i) => (i < next.length - 1 && tier.upToAmount === undefined ? { ...tier, upToAmount: '' } : tier)));
}
