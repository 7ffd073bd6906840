import { describe, expect, test } from 'vitest';
import { getCurrency } from '../currency';
import type { PlannedCard, PlannedContent } from '../subscription/planned';
import { plannedTimeline } from '../subscription/planned-timeline';
import spanFigures from './golden/spans.json';
import { rateInvoices } from './invoice';
import { billingSchedule, usageNeeds } from './schedule';

const usd = getCurrency('USD');
const fee = (key: string, amount: string, more: Partial<PlannedCard> = {}): PlannedCard => ({
  key,
  name: key,
  billingCadence: 'P1M',
  price: { type: 'flat', amount },
  paymentTerm: 'in_advance',
  ...more,
});
const usage = (key: string, more: Partial<PlannedCard> = {}): PlannedCard => ({
  key,
  name: key,
  billingCadence: 'P1M',
  feature: { id: key },
  price: { type: 'unit', amount: '1' },
  ...more,
});
const plan = (...rateCards: PlannedCard[]): PlannedContent => ({
  currency: 'USD',
  billingCadence: 'P1M',
  phases: [{ key: 'main', rateCards }],
});
const day = (date: string) => `${date}T00:00:00Z`;
const span = (period: { from: string; to: string }) => `${period.from.slice(0, 10)}..${period.to.slice(0, 10)}`;

interface Asked {
  anchor: string;
  from: string;
  to: string;
  start?: string;
  end?: string | null;
  startingPhase?: string;
  fullLastPeriod?: boolean;
  timeZone?: string;
}

function scheduled({ phases, billingCadence }: PlannedContent, { start, end = null, startingPhase, ...asked }: Asked) {
  const timeZone = asked.timeZone ?? 'UTC';
  const timeline = plannedTimeline({ phases, start: start ?? asked.from, end, timeZone, ...(startingPhase && { startingPhase }) });
  return billingSchedule({ timeline, cadence: billingCadence, ...asked, timeZone });
}

/** Each billing period with what falls due in it: "card service@invoice date = total". Every usage need is answered with "1". */
function billed(content: PlannedContent, request: Asked, prorate = true) {
  const schedule = scheduled(content, request);
  const answers = Object.fromEntries(usageNeeds(schedule).map((need) => [need.key, '1']));
  const { invoices } = rateInvoices({ schedule, currency: usd, usage: answers, prorate });
  return invoices.map(({ period, lines }) => [
    span(period),
    ...lines.map((line) => `${line.rateCardKey} ${span(line.servicePeriod)} @${line.invoiceAt.slice(0, 10)} ${line.total}`),
  ]);
}

const year = { anchor: day('2026-01-01'), start: day('2026-01-01'), end: null };

describe('what falls due when', () => {
  test('a fee in advance is due when its period starts, usage when it ends', () => {
    expect(billed(plan(fee('fee', '10'), usage('use')), { ...year, from: day('2026-02-01'), to: day('2026-03-01') })).toEqual([
      ['2026-02-01..2026-03-01', 'fee 2026-02-01..2026-03-01 @2026-02-01 10.00', 'use 2026-02-01..2026-03-01 @2026-03-01 1.00'],
    ]);
  });

  test('a daily card on a monthly plan gives a charge a day, invoiced together', () => {
    const [invoice] = billed(plan(usage('use', { billingCadence: 'P1D' })), { ...year, from: day('2026-02-01'), to: day('2026-03-01') });
    expect(invoice).toHaveLength(29);
    expect(invoice?.[1]).toBe('use 2026-02-01..2026-02-02 @2026-03-01 1.00');
  });

  test('a quarterly fee in advance is due in the first month of the quarter, in arrears in the last', () => {
    const content = plan(
      fee('early', '30', { billingCadence: 'P3M' }),
      fee('late', '30', { billingCadence: 'P3M', paymentTerm: 'in_arrears' }),
    );
    expect(billed(content, { ...year, from: day('2026-04-01'), to: day('2026-07-01') })).toEqual([
      ['2026-04-01..2026-05-01', 'early 2026-04-01..2026-07-01 @2026-04-01 30.00'],
      ['2026-05-01..2026-06-01'],
      ['2026-06-01..2026-07-01', 'late 2026-04-01..2026-07-01 @2026-07-01 30.00'],
    ]);
  });

  test('a fee without a cadence is charged once, when the customer starts', () => {
    const once = fee('setup', '250', { billingCadence: undefined });
    expect(billed(plan(once), { ...year, from: day('2026-01-01'), to: day('2026-03-01') })).toEqual([
      ['2026-01-01..2026-02-01', 'setup 2026-01-01..2026-02-01 @2026-01-01 250.00'],
      ['2026-02-01..2026-03-01'],
    ]);
    expect(billed(plan(once), { ...year, from: day('2026-02-01'), to: day('2026-03-01') })).toEqual([['2026-02-01..2026-03-01']]);
  });

  test('a fee without a cadence in arrears is charged when the customer leaves', () => {
    const once = fee('leaving', '99', { billingCadence: undefined, paymentTerm: 'in_arrears' });
    expect(billed(plan(once), { ...year, end: day('2026-02-15'), from: day('2026-01-01'), to: day('2026-04-01') })).toEqual([
      ['2026-01-01..2026-02-01'],
      ['2026-02-01..2026-02-15', 'leaving 2026-01-01..2026-02-15 @2026-02-15 99.00'],
    ]);
    expect(billed(plan(once), { ...year, from: day('2026-01-01'), to: day('2026-02-01') })).toEqual([['2026-01-01..2026-02-01']]);
  });

  test('usage without a cadence is billed with the plan', () => {
    expect(billed(plan(usage('use', { billingCadence: undefined })), { ...year, from: day('2026-01-01'), to: day('2026-02-01') })).toEqual([
      ['2026-01-01..2026-02-01', 'use 2026-01-01..2026-02-01 @2026-02-01 1.00'],
    ]);
  });
});

describe('parts of a period', () => {
  test('a customer who starts mid-period pays the share of a fee and whatever was used', () => {
    const request = { anchor: day('2026-01-01'), start: day('2026-01-17'), end: null, from: day('2026-01-01'), to: day('2026-02-01') };
    expect(billed(plan(fee('fee', '100'), usage('use')), request)).toEqual([
      ['2026-01-17..2026-02-01', 'fee 2026-01-17..2026-02-01 @2026-01-17 48.39', 'use 2026-01-17..2026-02-01 @2026-02-01 1.00'],
    ]);
    expect(billed(plan(fee('fee', '100')), request, false)[0]?.[1]).toContain('100.00');
  });

  test('a customer who leaves mid-period pays what was served, or the whole last period where that is agreed', () => {
    const request = { ...year, end: day('2026-02-01'), from: day('2026-01-01'), to: day('2026-04-01') };
    const quarterly = plan(fee('fee', '9', { billingCadence: 'P3M', paymentTerm: 'in_arrears' }));
    expect(billed(quarterly, request)).toEqual([['2026-01-01..2026-02-01', 'fee 2026-01-01..2026-02-01 @2026-02-01 3.10']]);
    expect(billed(quarterly, { ...request, fullLastPeriod: true })[0]?.[1]).toContain('9.00');
  });

  test('the whole last period is billed though the customer started in it', () => {
    const request = {
      anchor: day('2026-01-01'),
      start: day('2026-01-17'),
      end: day('2026-01-24'),
      from: day('2026-01-01'),
      to: day('2026-02-01'),
    };
    expect(billed(plan(fee('fee', '100')), { ...request, fullLastPeriod: true })[0]?.[1]).toContain('100.00');
  });

  test('a window that cuts a period shows the whole period', () => {
    expect(billed(plan(fee('fee', '100')), { ...year, from: day('2026-01-10'), to: day('2026-01-11') })).toEqual([
      ['2026-01-01..2026-02-01', 'fee 2026-01-01..2026-02-01 @2026-01-01 100.00'],
    ]);
  });
});

describe('phases', () => {
  const content: PlannedContent = {
    currency: 'USD',
    billingCadence: 'P1M',
    phases: [
      { key: 'trial', duration: 'P14D', rateCards: [fee('fee', '0')] },
      { key: 'ramp', duration: 'P1M', rateCards: [fee('fee', '31')] },
      { key: 'full', rateCards: [fee('fee', '62')] },
    ],
  };

  test('a phase that starts mid-period cuts the billing period and is not re-anchored', () => {
    expect(billed(content, { ...year, from: day('2026-01-01'), to: day('2026-03-01') })).toEqual([
      ['2026-01-01..2026-01-15', 'fee 2026-01-01..2026-01-15 @2026-01-01 0.00'],
      ['2026-01-15..2026-02-01', 'fee 2026-01-15..2026-02-01 @2026-01-15 17.00'],
      ['2026-02-01..2026-02-15', 'fee 2026-02-01..2026-02-15 @2026-02-01 15.50'],
      ['2026-02-15..2026-03-01', 'fee 2026-02-15..2026-03-01 @2026-02-15 31.00'],
    ]);
  });

  test('a customer can start in a later phase', () => {
    const request = { ...year, from: day('2026-01-01'), to: day('2026-02-01'), startingPhase: 'full' };
    expect(billed(content, request)).toEqual([['2026-01-01..2026-02-01', 'fee 2026-01-01..2026-02-01 @2026-01-01 62.00']]);
    expect(() => billed(content, { ...request, startingPhase: 'gone' })).toThrow('no phase gone');
  });

  test('the same card in two phases has two keys', () => {
    const keys = scheduled(content, { ...year, from: day('2026-01-01'), to: day('2026-02-01') }).flatMap((b) =>
      b.charges.map((c) => c.key),
    );
    expect(keys).toEqual(['trial/fee/v0/2026-01-01T00:00:00Z', 'ramp/fee/v0/2026-01-15T00:00:00Z']);
  });
});

describe('the calendar', () => {
  test('a month-end anchor bills at month ends', () => {
    const request = { anchor: day('2026-01-31'), start: day('2026-01-31'), end: null, from: day('2026-01-31'), to: day('2026-05-01') };
    expect(billed(plan(fee('fee', '1')), request).map(([period]) => period)).toEqual([
      '2026-01-31..2026-02-28',
      '2026-02-28..2026-03-31',
      '2026-03-31..2026-04-30',
      '2026-04-30..2026-05-31',
    ]);
  });

  test('a daylight-saving change keeps local midnight and makes a month an hour shorter', () => {
    const request = { anchor: '2026-02-28T23:00:00Z', from: '2026-02-28T23:00:00Z', to: '2026-03-31T22:00:00Z', timeZone: 'Europe/Berlin' };
    const [march] = scheduled(plan(usage('use')), request);
    expect(march?.charges[0]?.servicePeriod).toEqual({ from: '2026-02-28T23:00:00Z', to: '2026-03-31T22:00:00Z' });
  });

  test('a day of a daylight-saving change is a whole day and is not prorated', () => {
    const request = { anchor: '2026-03-27T23:00:00Z', from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z', timeZone: 'Europe/Berlin' };
    const daily = { ...plan(fee('fee', '24', { billingCadence: 'P1D' })), billingCadence: 'P1D' };
    const schedule = scheduled(daily, request);
    const { totals } = rateInvoices({ schedule, currency: usd, usage: {}, prorate: true });
    expect([schedule.length, totals.total]).toEqual([1, '24.00']);
  });
});

test('a schedule asks once for each usage charge, and an unanswered need is an error', () => {
  const schedule = scheduled(plan(fee('fee', '10'), usage('use')), { ...year, from: day('2026-01-01'), to: day('2026-03-01') });
  const needs = usageNeeds(schedule);
  expect(needs.map((need) => [need.featureId, span(need.period)])).toEqual([
    ['use', '2026-01-01..2026-02-01'],
    ['use', '2026-02-01..2026-03-01'],
  ]);
  expect(() => rateInvoices({ schedule, currency: usd, usage: {}, prorate: true })).toThrow('is missing');
});

interface SpanCase {
  case: string;
  price: { amount: string; billingCadence?: string; paymentTerm: 'in_advance' | 'in_arrears' };
  addOn?: { amount: string; from: string };
  start?: string;
  end?: string;
  from: string;
  to: string;
  total: string;
}

describe('what a span of a customer’s life costs', () => {
  test.each(spanFigures as SpanCase[])('$case: $total', ({ price: { amount, ...terms }, addOn, total, ...dates }) => {
    const start = day(dates.start ?? '2026-01-01');
    const card = (of: string): PlannedCard => ({ key: 'fee', name: 'Fee', price: { type: 'flat', amount: of }, ...terms });
    const timeline = plannedTimeline({
      phases: [{ key: 'main', rateCards: [card(amount)] }],
      start,
      end: dates.end ? day(dates.end) : null,
      timeZone: 'UTC',
      addOns: addOn ? [{ key: 'more', rateCards: [card(addOn.amount)], quantities: [{ from: day(addOn.from), quantity: 1 }] }] : [],
    });
    const [from, to] = [day(dates.from), day(dates.to)];
    const schedule = billingSchedule({ timeline, anchor: start, cadence: 'P1M', from, to, timeZone: 'UTC' });
    expect(rateInvoices({ schedule, currency: usd, usage: {}, prorate: true }).totals.total).toBe(total);
  });
});
