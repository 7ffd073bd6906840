'use client';

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Delta, Money } from '@/components/ui/numbers';
import type { InvoicePreview, PreviewedPlan } from '@/lib/api/rating/previews';
import type { Currency } from '@/lib/currency';

type Comparison = NonNullable<InvoicePreview['comparison']>;
type Row = Comparison['difference']['lines'][number];

const planName = ({ name, version }: PreviewedPlan['plan']) => (version === undefined ? name : `${name} v${version}`);

/** Two plans side by side: a row for each rate card with its partner, its tiers and reasons folded under it, both totals at the end. */
export function ComparisonTable({
  preview,
  comparison,
  currency,
}: {
  preview: InvoicePreview;
  comparison: Comparison;
  currency: Currency;
}) {
  const { difference } = comparison;
  const head = 'py-2 pl-3 text-right font-normal align-bottom';
  return (
    <div className="overflow-x-auto rounded-md border border-border bg-bg">
      <table className="w-full border-collapse" aria-label="Comparison">
        <thead>
          <tr className="border-border border-b bg-surface text-left text-muted text-sm">
            <th scope="col" className="py-2 pl-4 font-normal align-bottom">
              Item
            </th>
            <th scope="col" className={head}>
              {planName(comparison.plan)}
            </th>
            <th scope="col" className={head}>
              {planName(preview.plan)}
            </th>
            <th scope="col" className={clsx(head, 'pr-4')}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {difference.lines.map((row) => (
            <CardRow key={`${row.rateCardKey} ${row.comparedRateCardKey ?? ''} ${row.total === undefined}`} row={row} currency={currency} />
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="py-2 pl-4 text-left font-semibold">
              Total ({currency.code})
            </th>
            <Figures
              row={{
                total: preview.totals.total,
                comparedTotal: comparison.totals.total,
                difference: difference.total,
                percent: difference.percent,
              }}
              currency={currency}
            />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function CardRow({ row, currency }: { row: Row; currency: Currency }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const parts = row.parts.length > 1 ? row.parts : [];
  const folds = parts.length > 0 || row.causes.length > 0;
  return (
    <>
      <tr className="border-border border-b align-top transition-colors hover:bg-hover">
        <th scope="row" className="py-2 pl-4 text-left font-normal">
          {folds ? (
            <button
              type="button"
              aria-expanded={open}
              aria-controls={open && row.causes.length > 0 ? id : undefined}
              onClick={() => setOpen(!open)}
              className="-ml-1 flex items-start gap-1.5 rounded-sm px-1 text-left"
            >
              <ChevronRight
                aria-hidden="true"
                className={clsx('mt-0.5 size-4 shrink-0 text-faint transition-transform', open && 'rotate-90')}
              />
              {row.name}
            </button>
          ) : (
            <span className="pl-4.5">{row.name}</span>
          )}
        </th>
        <Figures row={row} currency={currency} />
      </tr>
      {open &&
        parts.map((part) => (
          <tr key={part.name} className="border-border border-b bg-surface align-top text-muted text-sm">
            <th scope="row" className="py-1.5 pl-9.5 text-left font-normal">
              {part.name.startsWith(`${row.name}: `) ? part.name.slice(row.name.length + 2) : part.name}
            </th>
            <Figures row={part} currency={currency} />
          </tr>
        ))}
      {open && row.causes.length > 0 && (
        <tr id={id} className="border-border border-b bg-surface text-muted text-sm">
          <td colSpan={4} className="py-2 pr-4 pl-9.5">
            <p className="font-medium text-text">Why it differs</p>
            <ul className="list-disc pl-4">
              {row.causes.map((cause) => (
                <li key={cause}>{cause}</li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

function Figures({ row, currency }: { row: Omit<Row, 'rateCardKey' | 'name' | 'parts' | 'causes'>; currency: Currency }) {
  return (
    <>
      {[row.comparedTotal, row.total].map((total, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two cells that stay where they are
        <td key={i} className="py-2 pl-3 text-right">
          {total === undefined ? <span className="text-faint">not charged</span> : <Money value={total} currency={currency} bare />}
        </td>
      ))}
      <td className="py-2 pr-4 pl-3 text-right">
        <Delta value={row.difference} currency={currency} percent={row.percent} />
      </td>
    </>
  );
}
