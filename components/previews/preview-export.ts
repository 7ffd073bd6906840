import type { InvoicePreview, PreviewLine } from '@/lib/api/rating/previews';
import { displayCurrency } from '@/lib/catalog/currency';
import { csvOf } from '@/lib/csv';
import type { Currency } from '@/lib/currency';
import { lineWords } from '@/lib/rating/line-words';

const HEAD = [
  'period_from',
  'period_to',
  'phase',
  'rate_card',
  'line',
  'category',
  'quantity',
  'unit_price',
  'amount',
  'discounts',
  'credits',
  'total',
  'compared_total',
  'difference',
  'difference_percent',
  'currency',
];

/** The lines of a preview as CSV, a row each; then, beside another plan, a row for each rate card of both, in the category "comparison". */
export function previewCsv(preview: InvoicePreview): string {
  const { currency } = preview.plan;
  const rows = preview.periods.flatMap((invoice) =>
    invoice.lines.map((line) => [
      line.servicePeriod.from,
      line.servicePeriod.to,
      line.phaseKey,
      line.rateCardKey,
      csvWords(line, displayCurrency(currency)),
      line.category,
      line.quantity,
      line.unitPrice,
      line.category === 'commitment' ? line.chargesTotal : line.amount,
      line.discountsTotal,
      line.creditsTotal,
      line.total,
      null,
      null,
      null,
      currency,
    ]),
  );
  const [from, to] = [preview.periods[0]?.period.from ?? null, preview.periods.at(-1)?.period.to ?? null];
  const compared = (preview.comparison?.difference.lines ?? []).map((row) => [
    from,
    to,
    null,
    row.rateCardKey,
    row.name,
    'comparison',
    ...Array<null>(5).fill(null),
    row.total ?? null,
    row.comparedTotal ?? null,
    row.difference,
    row.percent,
    currency,
  ]);
  return csvOf(HEAD, [...rows, ...compared]);
}

/** The line in one cell, its units and price included. */
function csvWords(line: PreviewLine, currency: Currency): string {
  const { item, terms } = lineWords(line, currency);
  return terms ? `${item} · ${terms}` : item;
}

/** A file name that says whose invoice, under which plan. */
export const fileNameOf = ({ customer, plan, periods }: InvoicePreview): string =>
  ['preview', customer.key, plan.key, plan.version && `v${plan.version}`, periods[0]?.period.from.slice(0, 10)]
    .filter(Boolean)
    .join('-')
    .replace(/[^\w.-]+/g, '_');
