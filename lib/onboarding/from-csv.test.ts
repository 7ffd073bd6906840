import { expect, it } from 'vitest';
import { type CsvColumns, fromCsv } from './from-csv';

const NOW = '2026-11-10T00:00:00Z';
const COLUMNS: CsvColumns = {
  ...{ customerKey: 'id', customerName: 'name', plan: 'plan', start: 'from', anchor: 'since', discount: 'off' },
  seats: [{ column: 'users', item: 'seat' }],
};
const CARDS = new Map([['pro', ['seat', 'usage']]]);
const read = (...rows: Record<string, string>[]) =>
  fromCsv(
    rows.map((row, i) => ({ line: i + 2, cells: new Map(Object.entries(row)) })),
    COLUMNS,
    CARDS,
    NOW,
  );

it('reads customers with and without a subscription', () => {
  const company = read(
    { id: 'acme', name: 'Acme', plan: 'pro', from: '', since: '2025-03-31', users: '12', off: '10%' },
    { id: 'idle', name: '', plan: '', from: '', since: '', users: '', off: '' },
  );
  expect(company.notes).toEqual([]);
  expect(company.customers).toEqual([
    { key: 'acme', name: 'Acme' },
    { key: 'idle', name: 'idle' },
  ]);
  expect(company.subscriptions).toEqual([
    {
      ...{ reference: 'acme', customer: 'acme', plan: 'pro', start: NOW, anchor: '2025-03-31T00:00:00Z' },
      seats: [{ item: 'seat', quantity: 12 }],
      negotiated: ['seat', 'usage'].map((item) => ({ item, set: { discounts: { percentage: 10 } } })),
    },
  ]);
});

it('says with the line why a row is not carried', () => {
  const blank = { name: '', from: '', since: '', users: '', off: '' };
  const company = read(
    { ...blank, id: '', plan: 'pro' },
    { ...blank, id: 'a', plan: 'gone' },
    { ...blank, id: 'b', plan: 'pro', from: 'soon' },
    { ...blank, id: 'c', plan: 'pro', from: '2020-01-01' },
    { ...blank, id: 'd', plan: 'pro', users: 'many' },
    { ...blank, id: 'e', plan: 'pro', off: '120' },
  );
  expect(company.subscriptions).toEqual([]);
  expect(company.notes.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(company.notes.map(({ message }) => message).join('\n')).toMatch(
    /empty[\s\S]*on sale[\s\S]*date[\s\S]*past[\s\S]*seats[\s\S]*percentage/,
  );
});
