import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal, sum, text } from '../decimal';
import { arbitraryLedger } from './arbitrary-books';
import { monthsBetween } from './calendar';
import { earnedPeriods, earnedSchedule, recognitions } from './earned';

const usd = getCurrency('USD');

describe('earned money', () => {
  test('of a schedule adds up to the line, and by month to the figure of the month', () => {
    fc.assert(
      fc.property(arbitraryLedger, (ledger) => {
        const months = monthsBetween('2024-10', '2027-12', 'Europe/Berlin');
        const lines = recognitions(ledger, usd, 'Europe/Berlin');
        const schedule = earnedSchedule(lines, months, 'Europe/Berlin');
        for (const line of lines) {
          const earned = sum(schedule.filter((row) => row.line === line.id).map((row) => decimal(row.earned)));
          expect(text(earned)).toBe(text(line.billedBefore('9999-12-31')));
        }
        const periods = earnedPeriods(ledger, months, usd, 'Europe/Berlin');
        for (const { key, earned } of periods) {
          expect(text(sum(schedule.filter((row) => row.key === key).map((row) => decimal(row.earned))))).toBe(text(earned));
        }
      }),
      { numRuns: 6 },
    );
  });

  test('of usage that came late is what was billed, once the service is over', () => {
    const card = { key: 'calls', name: 'Calls', price: { type: 'unit' as const, amount: '1' } };
    const line = {
      id: 'l1',
      amount: '30.00',
      issuedAt: '2025-02-01T00:00:00Z',
      from: '2025-01-01T00:00:00Z',
      to: '2025-02-01T00:00:00Z',
      usage: { card, days: [{ day: '2025-01-10', quantity: '20' }] },
    };
    const [recognised] = recognitions({ lines: [line] }, usd, 'UTC');
    expect(
      [recognised?.earnedBefore('2025-01-11'), recognised?.earnedBefore('2025-02-01')].map((amount) => amount && text(amount)),
    ).toEqual(['20', '30']);
  });

  test('of days that a credit note takes back after they were served is taken back when it is issued', () => {
    const service = { from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' };
    const line = { id: 'l1', amount: '31.00', issuedAt: '2025-01-01T00:00:00Z', ...service };
    const note = { line: 'l1', amount: '31.00', issuedAt: '2025-01-21T00:00:00Z', ...service };
    const [recognised] = recognitions({ lines: [line], creditNotes: [note] }, usd, 'UTC');
    const days = ['2025-01-11', '2025-01-21', '2025-01-22', '2025-02-01'];
    expect(days.map((day) => text(recognised?.earnedBefore(day) ?? decimal('-1')))).toEqual(['10', '20', '0', '0']);
    expect(days.map((day) => text(recognised?.billedBefore(day) ?? decimal('-1')))).toEqual(['31', '31', '0', '0']);
  });

  test('in a reporting currency goes by the rate of the day of issue, and payments by that of their own', () => {
    const line = { id: 'l1', amount: '31.00', issuedAt: '2025-01-01T00:00:00Z', from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' };
    const ledger = { lines: [{ ...line, rate: '1.1' }], payments: [{ at: '2025-01-20T00:00:00Z', amount: '31', rate: '1.2' }] };
    const [january] = earnedPeriods(ledger, monthsBetween('2025-01', '2025-01', 'UTC'), usd, 'UTC');
    expect([january?.billed, january?.earned, january?.collected].map((amount) => amount && text(amount))).toEqual([
      '34.1',
      '34.1',
      '37.2',
    ]);
  });

  test('collected is payments less refunds, by their own days', () => {
    const ledger = {
      lines: [],
      payments: [
        { at: '2025-01-31T23:30:00Z', amount: '10' },
        { at: '2025-02-02T00:00:00Z', amount: '5' },
      ],
      refunds: [{ at: '2025-02-03T00:00:00Z', amount: '7' }],
    };
    const [january, february] = earnedPeriods(ledger, monthsBetween('2025-01', '2025-02', 'Europe/Berlin'), usd, 'Europe/Berlin');
    expect([january, february].map((month) => month && text(month.collected))).toEqual(['0', '8']);
  });
});
