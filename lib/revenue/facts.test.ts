import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryItems } from './arbitrary-books';
import { monthsBetween } from './calendar';
import { ratesOf } from './exchange';
import { customerMonthFacts, rollUp, segmentFacts, sumRollup } from './facts';
import { historiesOf, movementsIn, sumMovements } from './movements';
import { addMicros } from './ratio';

const rateAt = ratesOf('USD', [{ currency: 'EUR', from: '2024-01-01T00:00:00Z', rate: '1.07' }]);
const timeZone = 'Europe/Berlin';
const months = monthsBetween('2025-01', '2025-08', timeZone);
const factsOf = ({ items, pauses }: Parameters<typeof rebuild>[0]) =>
  historiesOf(items, pauses).flatMap((history) => customerMonthFacts(history, months, { timeZone, rateAt }));
const rebuild = ({
  items,
  pauses,
}: {
  items: Parameters<typeof historiesOf>[0];
  pauses: NonNullable<Parameters<typeof historiesOf>[1]>;
}) => ({
  segments: segmentFacts(items, pauses),
  rollup: rollUp(factsOf({ items, pauses })),
});

describe('facts', () => {
  test('add up to the sums of the months that are counted from items', () => {
    fc.assert(
      fc.property(arbitraryItems, (known) => {
        const rows = rollUp(factsOf(known));
        const histories = historiesOf(known.items, known.pauses);
        for (const month of months) {
          const own = sumRollup(rows.filter((row) => row.month === month.key));
          const counted = sumMovements(movementsIn(histories, month, rateAt));
          expect(own).toEqual(counted);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('are the same rows in the same order, however the items lie', () => {
    fc.assert(
      fc.property(arbitraryItems, ({ items, pauses }) => {
        expect(rebuild({ items: [...items].reverse(), pauses: [...pauses].reverse() })).toEqual(rebuild({ items, pauses }));
      }),
      { numRuns: 12 },
    );
  });

  test('of a month before a change stay as they are', () => {
    fc.assert(
      fc.property(arbitraryItems, ({ items, pauses }) => {
        const later = items
          .map((item) => (item.to === null ? { ...item, to: '2025-06-15T10:00:00Z' } : item))
          .filter((item) => item.to === null || item.from < item.to);
        const earlier = (rows: ReturnType<typeof factsOf>) => rows.filter(({ month }) => month < '2025-06');
        expect(earlier(factsOf({ items: later, pauses }))).toEqual(
          earlier(factsOf({ items: items.filter((item) => item.to !== null || item.from < '2025-06-15T10:00:00Z'), pauses })),
        );
      }),
      { numRuns: 12 },
    );
  });

  test('carry the plan of the largest item, and what was paid a year before the end', () => {
    const item = {
      customer: 'c',
      subscription: 's',
      phase: 'default',
      currency: 'USD',
      type: 'flat' as const,
      quantity: '1',
      interval: 'P1M',
      to: null,
    };
    const items = [
      { ...item, id: '1', key: 'base', plan: 'team', version: 2, amount: '50', from: '2024-03-01T00:00:00Z' },
      { ...item, id: '2', key: 'seats', plan: 'team', version: 3, amount: '80', from: '2025-02-10T00:00:00Z' },
    ];
    const [january, february] = factsOf({ items, pauses: [] });
    expect([january?.version, february?.version]).toEqual([2, 3]);
    expect(february?.native).toEqual([{ currency: 'USD', start: 50_000_000n, end: 130_000_000n, yearAgo: 0n }]);
    expect(factsOf({ items, pauses: [] }).at(-1)?.native[0]?.yearAgo).toBe(50_000_000n);
    expect(addMicros(rollUp(factsOf({ items, pauses: [] })).map(({ sums }) => sums.expansion))).toBe(80_000_000n);
  });
});
