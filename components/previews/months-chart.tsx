'use client';

import { ChartFrame } from '@/components/ui/chart-frame';
import { dayIn } from '@/components/ui/day-instant';
import type { InvoicePreview } from '@/lib/api/rating/previews';
import type { Currency } from '@/lib/currency';
import { currencySymbol } from '@/lib/money';

/** The totals of the billing periods, side by side with the other plan's: for previews of several periods. */
export function MonthsChart({ preview, currency }: { preview: InvoicePreview; currency: Currency }) {
  const { comparison, timeZone } = preview;
  const name = (plan: { name: string; version?: number | undefined }) => (plan.version ? `${plan.name} v${plan.version}` : plan.name);
  const starts = [...new Set([...preview.periods, ...(comparison?.periods ?? [])].map(({ period }) => period.from))].sort();
  const totalAt = (periods: InvoicePreview['periods'], from: string) =>
    periods.find(({ period }) => period.from === from)?.totals.total ?? null;
  const rows = starts.map((from) => ({
    x: dayIn(from, timeZone),
    values: { ours: totalAt(preview.periods, from), ...(comparison && { theirs: totalAt(comparison.periods, from) }) },
  }));
  const monthly = rows.every(({ x }) => x.endsWith('-01'));
  return (
    <ChartFrame
      title="By billing period"
      definition="Invoice total of each billing period, after discounts, minimums and credits."
      kind={comparison ? 'line' : 'bar'}
      fileName={`periods-${preview.customer.key}`}
      data={{
        x: monthly ? 'month' : 'day',
        xLabel: monthly ? 'Month' : 'From',
        rows,
        sign: currencySymbol(currency.code),
        series: [
          { key: 'ours', label: name(preview.plan) },
          ...(comparison ? [{ key: 'theirs', label: name(comparison.plan), ghost: true }] : []),
        ],
      }}
    />
  );
}
