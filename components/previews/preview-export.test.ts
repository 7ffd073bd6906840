import { expect, it } from 'vitest';
import type { InvoicePreview } from '@/lib/api/rating/previews';
import { fileNameOf, previewCsv } from './preview-export';

const span = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const totals = { amount: '20.00', chargesTotal: '0.00', discountsTotal: '2.00', creditsTotal: '0.00', total: '18.00' };
const line = {
  ...totals,
  key: 'main/tokens/x/usage',
  name: 'Tokens, input',
  phaseKey: 'main',
  rateCardKey: 'tokens',
  category: 'regular',
  quantity: '2',
  unitPrice: '10',
  servicePeriod: span,
};
const preview = {
  customer: { id: '1', key: 'acme/eu', name: 'Acme' },
  plan: { key: 'pro', version: 3, name: 'Pro', currency: 'USD' },
  periods: [{ phaseKey: 'main', period: span, usage: [], lines: [line], totals }],
  totals,
  comparison: {
    difference: {
      lines: [
        {
          rateCardKey: 'tokens',
          name: 'Tokens, input',
          total: '18.00',
          comparedTotal: '20.00',
          difference: '-2.00',
          percent: '-10',
        },
        { rateCardKey: 'fee', name: 'Fee', comparedTotal: '49.00', difference: '-49.00', percent: '-100' },
      ],
    },
  },
} as unknown as InvoicePreview;

it('writes a row for each line, and one for each rate card of both plans', () => {
  const [head, first, second, third, ...rest] = previewCsv(preview).trim().split('\r\n');
  expect(head?.split(',')).toHaveLength(16);
  expect(first).toBe(`${span.from},${span.to},main,tokens,"Tokens, input",regular,2,10,20.00,2.00,0.00,18.00,,,,USD`);
  expect(second).toBe(`${span.from},${span.to},,tokens,"Tokens, input",comparison,,,,,,18.00,20.00,-2.00,-10,USD`);
  expect(third).toBe(`${span.from},${span.to},,fee,Fee,comparison,,,,,,,49.00,-49.00,-100,USD`);
  expect(rest).toEqual([]);
});

it('names the file by customer, plan and month, with nothing a file system would stumble over', () => {
  expect(fileNameOf(preview)).toBe('preview-acme_eu-pro-v3-2026-10-01');
});
