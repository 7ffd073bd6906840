import { describe, expect, test } from 'vitest';
import type { PriceTier } from '@/lib/pricing/tiers';
import { cellText, insertTier, pasteBlock, readBlock, removeTier, setCell, TIER_COLUMNS } from './tier-grid';

const unit = (amount: string) => ({ type: 'unit' as const, amount });
const flat = (amount: string) => ({ type: 'flat' as const, amount });
const tiers: PriceTier[] = [
  { upToAmount: '1000', unitPrice: unit('0.01') },
  { upToAmount: '5000', unitPrice: unit('0.008'), flatPrice: flat('3') },
  { unitPrice: unit('0.005') },
];
const grid = (list: readonly PriceTier[]) => list.map((tier) => TIER_COLUMNS.map((column) => cellText(tier, column)).join(' | '));

describe('cells', () => {
  test('a typed cell keeps its text, and an emptied one is gone', () => {
    expect(grid(setCell(tiers, 0, 'unit', '0.0100'))[0]).toBe('1000 | 0.0100 | ');
    expect(setCell(tiers, 1, 'flat', '')[1]).toEqual({ upToAmount: '5000', unitPrice: unit('0.008') });
  });

  test('a new tier stands before the open-ended one, takes its price and waits for its bound', () => {
    expect(grid(insertTier(tiers, 2))).toEqual(['1000 | 0.01 | ', '5000 | 0.008 | 3', ' | 0.005 | ', ' | 0.005 | ']);
    expect(insertTier(tiers, 2)[2]?.upToAmount).toBe('');
  });

  test('removing the open-ended tier opens the one before it', () => {
    expect(grid(removeTier(tiers, 2))).toEqual(['1000 | 0.01 | ', ' | 0.008 | 3']);
    expect(removeTier([{ unitPrice: unit('1') }], 0)).toEqual([{ unitPrice: unit('1') }]);
  });
});

describe('a block from a spreadsheet', () => {
  test('is read by tabs, with its head skipped and "and above" as no bound', () => {
    expect(readBlock('Up to\tPrice\n1,000\t0.01\nand above\t0.005\n')).toEqual({
      cells: [
        ['1000', '0.01'],
        ['', '0.005'],
      ],
    });
  });

  test('may be separated by commas or semicolons', () => {
    expect(readBlock('300,0\n550,0.003\n∞,0.0025')).toEqual({
      cells: [
        ['300', '0'],
        ['550', '0.003'],
        ['', '0.0025'],
      ],
    });
    expect(readBlock('1.000;0,01\n;0,005')).toEqual({
      cells: [
        ['1000', '0.01'],
        ['', '0.005'],
      ],
    });
  });

  test('shows by one cell that its commas are decimal signs', () => {
    expect(readBlock('1,234\t0,01')).toEqual({ cells: [['1.234', '0.01']] });
    expect(readBlock('1,234\t0.01')).toEqual({ cells: [['1234', '0.01']] });
  });

  test('may carry lower bounds, which are derived here and dropped', () => {
    const cells = [
      ['1000', '0.01'],
      ['5000', '0.008'],
      ['', '0.005'],
    ];
    expect(readBlock('0\t1000\t0.01\n1000\t5000\t0.008\n5000\t\t0.005')).toEqual({ cells });
    expect(readBlock('1\t1000\t0.01\n1001\t5000\t0.008\n5001\t∞\t0.005')).toEqual({ cells });
  });

  test('with a word where a number belongs is refused with the place', () => {
    expect(readBlock('100\t1\n200\tmany')).toEqual({ fault: 'Row 2 of what you pasted has "many", which is not a number.' });
  });
});

describe('pasting', () => {
  test('a whole table replaces rows, adds what is missing and stays open-ended', () => {
    const cells = [
      ['10', '5'],
      ['20', '4'],
      ['30', '3'],
      ['', '2'],
    ];
    expect(grid(pasteBlock(tiers, 0, 'upTo', cells))).toEqual(['10 | 5 | ', '20 | 4 | 3', '30 | 3 | ', ' | 2 | ']);
  });

  test('a table without an open end keeps the open-ended tier that was there', () => {
    const cells = [
      ['10', '5'],
      ['20', '4'],
      ['30', '3'],
      ['40', '2'],
    ];
    expect(grid(pasteBlock(tiers, 0, 'upTo', cells)).at(-1)).toBe(' | 0.005 | ');
  });

  test('a column of prices is written down its column', () => {
    expect(grid(pasteBlock(tiers, 0, 'unit', [['1'], ['2'], ['3']]))).toEqual(['1000 | 1 | ', '5000 | 2 | 3', ' | 3 | ']);
  });

  test('what does not fit to the right is left out', () => {
    expect(grid(pasteBlock(tiers, 0, 'flat', [['1', '2', '3']]))[0]).toBe('1000 | 0.01 | 1');
  });
});
