import { csvOf } from '@/components/ui/csv';
import type { InvoicePreview } from '@/lib/api/rating/previews';
import { comparisonKey } from '@/lib/rating/compare';

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

/** The lines of a preview as CSV, a row each, with the other plan's where there is one. */
export function previewCsv(preview: InvoicePreview): string {
  const differences = new Map(preview.comparison?.difference.lines.map((line) => [line.key, line]));
  const { currency } = preview.plan;
  const rows = preview.periods.flatMap((invoice) =>
    invoice.lines.map((line) => {
      const key = comparisonKey(line);
      const compared = differences.get(key);
      differences.delete(key);
      return [
        line.servicePeriod.from,
        line.servicePeriod.to,
        line.phaseKey,
        line.rateCardKey,
        line.name,
        line.category,
        line.quantity,
        line.unitPrice,
        line.category === 'commitment' ? line.chargesTotal : line.amount,
        line.discountsTotal,
        line.creditsTotal,
        line.total,
        compared?.comparedTotal ?? null,
        compared?.difference ?? null,
        compared?.percent ?? null,
        currency,
      ];
    }),
  );
  const unpaired = [...differences.values()]
    .filter((line) => line.total === undefined)
    .map((line) => [
      line.period.from,
      line.period.to,
      null,
      line.rateCardKey,
      line.name,
      ...Array<null>(6).fill(null),
      null,
      line.comparedTotal ?? null,
      line.difference,
      line.percent,
      currency,
    ]);
  return csvOf(HEAD, [...rows, ...unpaired]);
}

/** A file name that says whose invoice, under which plan. */
export const fileNameOf = ({ customer, plan, periods }: InvoicePreview): string =>
  ['preview', customer.key, plan.key, plan.version && `v${plan.version}`, periods[0]?.period.from.slice(0, 10)]
    .filter(Boolean)
    .join('-')
    .replace(/[^\w.-]+/g, '_');
