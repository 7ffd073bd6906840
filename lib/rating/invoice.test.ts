import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import type { PlannedContent } from '../subscription/planned';
import { plannedTimeline } from '../subscription/planned-timeline';
import { type Invoice, rateInvoices } from './invoice';
import { billingSchedule, usageNeeds } from './schedule';
import { recompute } from './trace';

const usd = getCurrency('USD');

const llmPro: PlannedContent = {
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [
    {
      key: 'standard',
      rateCards: [
        {
          key: 'platform_fee',
          name: 'Platform fee',
          billingCadence: 'P1M',
          price: { type: 'flat', amount: '49' },
          paymentTerm: 'in_advance',
        },
        {
          key: 'input_tokens',
          name: 'Input tokens',
          billingCadence: 'P1M',
          feature: { id: 'input' },
          unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'none', precision: 0 },
          price: {
            type: 'graduated',
            tiers: [
              { upToAmount: '300', unitPrice: { type: 'unit', amount: '0' } },
              { upToAmount: '550', unitPrice: { type: 'unit', amount: '0.003' } },
              { unitPrice: { type: 'unit', amount: '0.0025' } },
            ],
          },
        },
        {
          key: 'output_tokens',
          name: 'Output tokens',
          billingCadence: 'P1M',
          feature: { id: 'output' },
          unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 },
          price: { type: 'unit', amount: '0.015' },
          discounts: { percentage: 10 },
        },
        {
          key: 'requests',
          name: 'Requests',
          billingCadence: 'P1M',
          feature: { id: 'requests' },
          price: {
            type: 'volume',
            tiers: [{ upToAmount: '400', unitPrice: { type: 'unit', amount: '0.001' } }, { unitPrice: { type: 'unit', amount: '0.0008' } }],
          },
          commitments: { minimumAmount: '1.00' },
        },
      ],
    },
  ],
};

function november(usage: Record<string, string>, explain = false): Invoice {
  const [from, to, timeZone] = ['2023-11-01T00:00:00Z', '2023-12-01T00:00:00Z', 'UTC'];
  const timeline = plannedTimeline({ phases: llmPro.phases, start: from, end: null, timeZone });
  const schedule = billingSchedule({ timeline, anchor: from, cadence: llmPro.billingCadence, from, to, timeZone });
  const answers = Object.fromEntries(usageNeeds(schedule).map((need) => [need.key, usage[need.featureId] ?? '0']));
  const { invoices } = rateInvoices({ schedule, currency: usd, usage: answers, prorate: true, explain });
  expect(invoices).toHaveLength(1);
  return invoices[0] as Invoice;
}

test('a month of 484 requests, 579,020 input and 102,399 output tokens costs 52.21', () => {
  const invoice = november({ requests: '484', input: '579020', output: '102399' });
  expect(
    invoice.lines.map((line) => [line.rateCardKey, line.quantity, line.amount, line.discountsTotal, line.chargesTotal, line.total]),
  ).toEqual([
    ['platform_fee', '1', '49.00', '0.00', '0.00', '49.00'],
    ['input_tokens', '300', '0.00', '0.00', '0.00', '0.00'],
    ['input_tokens', '250', '0.75', '0.00', '0.00', '0.75'],
    ['input_tokens', '29.02', '0.07', '0.00', '0.00', '0.07'],
    ['output_tokens', '103', '1.55', '0.16', '0.00', '1.39'],
    ['requests', '484', '0.39', '0.00', '0.00', '0.39'],
    ['requests', '1', '0.00', '0.00', '0.61', '0.61'],
  ]);
  expect(invoice.totals).toEqual({ amount: '51.76', discountsTotal: '0.16', chargesTotal: '0.61', creditsTotal: '0.00', total: '52.21' });
});

test('every line of the month can be counted again from its trace', () => {
  const invoice = november({ requests: '484', input: '579020', output: '102399' }, true);
  for (const line of invoice.lines) expect([line.key, recompute(line.trace ?? [], usd)]).toEqual([line.key, line.total]);
});

test('the trace reads as sentences', () => {
  const invoice = november({ requests: '484', input: '579020', output: '102399' }, true);
  const output = invoice.lines.find((line) => line.rateCardKey === 'output_tokens');
  expect(output?.trace?.map((step) => step.text)).toEqual([
    '102,399 used',
    '102,399 ÷ 1,000, rounded up = 103',
    '103 × $0.015 = $1.55',
    '10% discount −$0.16',
  ]);
});

test('a month without usage shows its lines and the minimum', () => {
  const invoice = november({});
  expect(invoice.lines.map((line) => [line.name, line.total])).toEqual([
    ['Platform fee', '49.00'],
    ['Input tokens: usage price for tier 1', '0.00'],
    ['Requests: minimum spend', '1.00'],
  ]);
});

test('the worked invoice in docs/rating.md is this one, to the last digit', () => {
  const invoice = november({ requests: '484', input: '579020', output: '102399' }, true);
  const told = invoice.lines.flatMap((line) => [
    line.name.padEnd(48) + line.total.padStart(6),
    ...(line.trace ?? []).map((step) => `  ${step.text}`),
  ]);
  const text = [...told, 'Total'.padEnd(48) + invoice.totals.total.padStart(6)].join('\n');
  expect(readFileSync(new URL('../../docs/rating.md', import.meta.url), 'utf8')).toContain(`\`\`\`\n${text}\n\`\`\``);
});
