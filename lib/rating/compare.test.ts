import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal, sum, text } from '../decimal';
import type { PlannedCard } from '../subscription/planned';
import { plannedTimeline } from '../subscription/planned-timeline';
import { compareInvoices } from './compare';
import figures from './golden/comparisons.json';
import { rateInvoices } from './invoice';
import { billingSchedule, usageNeeds } from './schedule';

interface CompareCase {
  case: string;
  used: string;
  cards: PlannedCard[];
  compared: PlannedCard[];
  rows: { name: string; old: string | null; new: string | null; difference: string; percent: string | null; parts: number }[];
  total: string;
}

const usd = getCurrency('USD');

function invoicesOf(rateCards: PlannedCard[], used: string) {
  const [from, to, timeZone] = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', 'UTC'];
  const monthly = rateCards.map((card) => ({ ...card, billingCadence: 'P1M' }));
  const timeline = plannedTimeline({ phases: [{ key: 'main', rateCards: monthly }], start: from, end: null, timeZone });
  const schedule = billingSchedule({ timeline, anchor: from, cadence: 'P1M', from, to, timeZone });
  const usage = Object.fromEntries(usageNeeds(schedule).map(({ key }) => [key, used]));
  return rateInvoices({ schedule, currency: usd, usage, prorate: true }).invoices;
}

test.each(figures as unknown as CompareCase[])('$case', ({ used, cards, compared, rows, total }) => {
  const difference = compareInvoices(invoicesOf(cards, used), invoicesOf(compared, used), usd);
  expect(
    difference.lines.map((row) => ({
      name: row.name,
      old: row.comparedTotal ?? null,
      new: row.total ?? null,
      difference: row.difference,
      percent: row.percent,
      parts: row.parts.length,
    })),
  ).toEqual(rows);
  expect(difference.total).toBe(total);
  const added = (items: { difference: string }[]) => text(sum(items.map((item) => decimal(item.difference))));
  expect(added(difference.lines)).toBe(text(decimal(total)));
  for (const row of difference.lines) expect(added(row.parts)).toBe(text(decimal(row.difference)));
});
