'use client';

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { CopyButton } from '@/components/ui/copy';
import { Money, Quantity } from '@/components/ui/numbers';
import type { PreviewInvoice, PreviewLine } from '@/lib/api/rating/previews';
import type { Currency } from '@/lib/currency';
import { formatMoney } from '@/lib/money';
import { lineWords } from '@/lib/rating/line-words';
import { LineTrace, traceText } from './line-trace';
import { TierBar } from './tier-bar';
import { UsageBehind } from './usage-behind';

type Props = {
  invoice: PreviewInvoice;
  currency: Currency;
  customerId: string;
  /** Nothing that is only ours to know: no meters, no events. */
  customerView: boolean;
};

/** One invoice as the document it would be: lines that unfold into how they came about, then the sums. */
export function InvoiceView({ invoice, currency, customerId, customerView }: Props) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-border border-b text-left text-muted text-sm">
            <th scope="col" className="py-2 pl-4 font-normal">
              Item
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-normal max-nav:hidden">
              Quantity
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-normal max-nav:hidden">
              Unit price
            </th>
            <th scope="col" className="py-2 pr-4 pl-4 text-right font-normal">
              {currency.code}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line) => (
            <LineRow key={line.key} line={line} currency={currency} customerId={customerId} invoice={invoice} customerView={customerView} />
          ))}
          {invoice.lines.length === 0 && (
            <tr>
              <td colSpan={4} className="px-4 py-6 text-center text-muted">
                Nothing is due in this period: no fees and no usage.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  line: PreviewLine;
  currency: Currency;
  customerId: string;
  invoice: PreviewInvoice;
  customerView: boolean;
};

function LineRow({ line, currency, customerId, invoice, customerView }: RowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const words = lineWords(line, currency);
  const discounts = line.discounts.filter(({ amount }) => /[1-9]/.test(amount));
  const used = invoice.usage.find((u) => u.rateCardKey === line.rateCardKey && u.period.from === line.servicePeriod.from);
  return (
    <>
      <tr className={clsx('border-border border-b align-top transition-colors hover:bg-hover', open && 'border-b-transparent')}>
        <td className="py-2 pl-2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="flex items-start gap-1.5 rounded-sm px-1 text-left"
          >
            <ChevronRight
              aria-hidden="true"
              className={clsx('mt-0.5 size-4 shrink-0 text-faint transition-transform', open && 'rotate-90')}
            />
            <span>
              {words.item}
              {words.terms && <span className="num block text-muted text-sm">{words.terms}</span>}
              {discounts.map(({ reason, amount }) => (
                <span key={reason} className="block text-muted text-sm">
                  {REASONS[reason] ?? reason}: −{formatMoney(amount, currency)}
                </span>
              ))}
              {/[1-9]/.test(line.creditsTotal) && (
                <span className="block text-muted text-sm">Credits: −{formatMoney(line.creditsTotal, currency)}</span>
              )}
            </span>
          </button>
        </td>
        <td className="py-2 pl-4 text-right max-nav:hidden">
          <Quantity value={line.quantity} />
        </td>
        <td className="num py-2 pl-4 text-right max-nav:hidden">{formatMoney(line.unitPrice, currency)}</td>
        <td className="py-2 pr-4 pl-4 text-right">
          <Money value={line.total} currency={currency} bare />
        </td>
      </tr>
      {open && (
        <tr id={id} className="border-border border-b">
          <td colSpan={4} className="bg-surface py-3 pr-4 pl-9">
            <div className="flex max-w-160 flex-col gap-3">
              <LineTrace line={line} currency={currency} />
              <TierBar line={line} />
              <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
                {used && !customerView && <UsageBehind usage={used} customerId={customerId} />}
                <CopyButton text={traceText(line, currency)} label="Copy as text" />
              </div>
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

const REASONS: Record<string, string> = { ratecard_percentage: 'Discount', maximum_spend: 'Above the maximum' };
