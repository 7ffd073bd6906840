import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { arbitraryBooks } from './arbitrary-books';
import { monthsBetween } from './calendar';
import { type Books, tryEquations } from './equations';
import { ratesOf } from './exchange';
import type { RevenueItem } from './item';
import { historiesOf, movementsIn, sumMovements } from './movements';

const runs = { numRuns: 8 };

const breachesOf = (books: Books) =>
  tryEquations(books).flatMap(({ number, breaches }) =>
    breaches.map(({ where, left, right }) => `${number}. ${where}: ${left} and ${right}`),
  );

describe('the equations', () => {
  test('hold on random timelines, ledgers and credits', () => {
    fc.assert(
      fc.property(arbitraryBooks, (books) => {
        expect(breachesOf(books)).toEqual([]);
      }),
      runs,
    );
  });

  const item = (change: Partial<RevenueItem> = {}): RevenueItem => ({
    id: 'i1',
    customer: 'c1',
    subscription: 's1',
    key: 'base',
    plan: 'team',
    version: 1,
    phase: 'default',
    currency: 'USD',
    type: 'flat',
    amount: '100',
    quantity: '1',
    interval: 'P1M',
    from: '2025-01-10T00:00:00Z',
    to: '2025-02-10T00:00:00Z',
    ...change,
  });
  const months = monthsBetween('2025-01', '2025-03', 'UTC');
  const books: Books = {
    items: [item(), item({ id: 'i2', amount: '140', from: '2025-02-10T00:00:00Z', to: null })],
    pauses: [],
    months,
    timeZone: 'UTC',
    rateAt: ratesOf('USD'),
    now: '2025-03-15T00:00:00Z',
    money: [
      {
        currency: getCurrency('USD'),
        ledger: {
          lines: [
            { id: 'l1', amount: '90.00', issuedAt: '2025-01-10T00:00:00Z', from: '2025-01-10T00:00:00Z', to: '2025-02-10T00:00:00Z' },
          ],
        },
        invoiced: new Map([['2025-01', '90']]),
        receivables: [{ key: '2025-01', start: '0', billed: '90', tax: '9', collected: '50', writtenOff: '4', end: '45' }],
        credits: { grants: [{ id: 'g', amount: '10', paid: '10', at: '2025-01-01T00:00:00Z' }], burns: [] },
        showback: { departments: [{ key: 'a', direct: '10' }], costs: [{ amount: '5', method: 'even' }], total: '15' },
      },
    ],
    backtests: [
      {
        baseline: [{ key: 'base', name: 'Base', price: { type: 'flat', amount: '99' } }],
        windowPeriods: 1,
        customers: [{ customer: 'c1', periods: [{ quantities: {} }] }],
        currency: getCurrency('USD'),
      },
    ],
  };

  test('are eighteen, each with something to try', () => {
    const tried = tryEquations(books);
    expect(tried.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(tried.filter((equation) => equation.tried === 0).map(({ number }) => number)).toEqual([]);
    expect(breachesOf(books)).toEqual([]);
  });

  const brokenBy = (shown: Partial<Books>) =>
    tryEquations({ ...books, ...shown })
      .filter(({ breaches }) => breaches.length > 0)
      .map(({ number }) => number);

  test('say which month of a stored figure is wrong', () => {
    const rows = movementsIn(historiesOf(books.items), months[1] as (typeof months)[0], books.rateAt);
    const sums = sumMovements(rows);
    const wrong = new Map([['2025-02', { ...sums, end: sums.end + 1n }]]);
    expect(brokenBy({ shown: { sums: wrong } })).toEqual([1, 2, 4, 6, 8, 17]);
    const stored = tryEquations({ ...books, shown: { sums: wrong } }).find(({ number }) => number === 1);
    expect(stored?.breaches).toEqual([{ where: '2025-02', left: '140', right: '140.000001' }]);
  });

  test('find a row too few, a count that is off, a tile and an invoice list that differ', () => {
    expect(brokenBy({ shown: { rows: new Map([['2025-02', []]]), sums: sumsByMonth() } })).toEqual([4, 17]);
    const [january] = [sumsByMonth().get('2025-01')];
    if (!january) throw new Error('no January');
    expect(brokenBy({ shown: { sums: new Map([...sumsByMonth(), ['2025-01', { ...january, customersNew: 2 }]]) } })).toEqual([3, 17]);
    expect(brokenBy({ shown: { tile: 1n } })).toEqual([14]);
    const [money] = books.money ?? [];
    if (!money) throw new Error('no money');
    expect(brokenBy({ money: [{ ...money, invoiced: new Map([['2025-01', '91']]) }] })).toEqual([13]);
    expect(brokenBy({ money: [{ ...money, receivables: [{ ...receivable, end: '46' }] }] })).toEqual([12]);
  });

  const receivable = { key: '2025-01', start: '0', billed: '90', tax: '9', collected: '50', writtenOff: '4', end: '45' };
  const sumsByMonth = () =>
    new Map(months.map((month) => [month.key, sumMovements(movementsIn(historiesOf(books.items), month, books.rateAt))]));
});
