'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge, type VersionStatus } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { dayWords, rangeWords } from '@/components/ui/calendar';
import { dayIn } from '@/components/ui/day-instant';
import { Delta, Money } from '@/components/ui/numbers';
import { exactText } from '@/components/ui/time-text';
import { getCustomer } from '@/lib/api/metering/customers';
import type { InvoicePreview, PreviewInvoice } from '@/lib/api/rating/previews';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Currency } from '@/lib/currency';
import { formatMoney } from '@/lib/money';
import { ComparisonTable } from './comparison-table';
import { InvoiceView } from './invoice-view';
import { MonthsChart } from './months-chart';
import type { PreviewQuestion } from './preview-input';

type Props = {
  preview: InvoicePreview;
  question: PreviewQuestion;
  onChange: (change: Partial<PreviewQuestion>) => void;
};

/** The invoices of a preview as documents, the newest question's answer first: what it comes to. */
export function PreviewResult({ preview: answer, question, onChange }: Props) {
  const { customerView } = question;
  const { comparison: _, ...alone } = answer;
  const preview: InvoicePreview = customerView ? alone : answer;
  const currency = displayCurrency(preview.plan.currency);
  const { comparison, timeZone } = preview;
  return (
    <div className="flex flex-col gap-6">
      <Answer preview={preview} currency={currency} customerView={customerView} />
      {comparison && <ComparisonTable preview={preview} comparison={comparison} currency={currency} />}
      {preview.periods.length > 1 && <MonthsChart preview={preview} currency={currency} />}
      {preview.periods.map((invoice) => (
        <article
          key={`${invoice.phaseKey} ${invoice.period.from}`}
          className="overflow-hidden rounded-md border border-border bg-bg"
          aria-label={`Invoice of ${daysOf(invoice.period, timeZone)}`}
        >
          <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-border border-b bg-surface px-4 py-3">
            <h2 className="font-semibold text-md">{daysOf(invoice.period, timeZone)}</h2>
            <p className="text-muted">
              {preview.customer.name} · {preview.plan.name}
              {preview.plan.version && !customerView && ` v${preview.plan.version}`}
              {!customerView && ` · phase ${invoice.phaseKey}`}
            </p>
          </header>
          <DocumentHead preview={preview} invoice={invoice} screen={customerView} />
          <InvoiceView invoice={invoice} currency={currency} customerId={preview.customer.id} customerView={customerView} />
          <Sums totals={invoice.totals} currency={currency} />
        </article>
      ))}
      {preview.creditsLeft && (
        <p className="text-muted">
          Credits left:{' '}
          {preview.creditsLeft
            .map(({ name, amount, expired }) => `${name} ${formatMoney(amount, currency)}${expired ? ' (expired)' : ''}`)
            .join(', ')}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
        <span>
          From usage as of {exactText(preview.asOf, timeZone)}, periods in {timeZone}. Nothing was billed or saved.
        </span>
        <span data-screen-only>
          {question.asOf ? (
            <Button size="sm" variant="ghost" onClick={() => onChange({ asOf: null })}>
              Use the newest usage
            </Button>
          ) : (
            <Button size="sm" variant="ghost" onClick={() => onChange({ asOf: preview.asOf })}>
              Pin this result
            </Button>
          )}
        </span>
      </p>
    </div>
  );
}

const daysOf = (period: { from: string; to: string }, timeZone: string) =>
  rangeWords({ from: dayIn(period.from, timeZone), to: dayIn(period.to, timeZone) });

/** Names who sells, who pays and when: on paper, and on the screen in the customer's view. */
function DocumentHead({ preview, invoice, screen }: { preview: InvoicePreview; invoice: PreviewInvoice; screen: boolean }) {
  const { workspace } = useViewer();
  const customer = useApi(getCustomer, { params: { customerId: preview.customer.id } });
  const { timeZone } = preview;
  const facts = [
    ['From', workspace.name, null],
    ['Bill to', preview.customer.name, customer.data?.primaryEmail ?? null],
    ['Period', daysOf(invoice.period, timeZone), null],
    ['Issue date', dayWords(dayIn(invoice.period.to, timeZone)), null],
  ] as const;
  return (
    <dl className={clsx('grid-cols-2 gap-x-6 gap-y-3 border-border border-b px-4 py-4 print:grid', screen ? 'grid' : 'hidden')}>
      {facts.map(([label, value, more]) => (
        <div key={label} className="min-w-0">
          <dt className="text-muted text-sm">{label}</dt>
          <dd className="wrap-break-word">
            {value}
            {more && <span className="block text-muted">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Answer({ preview, currency, customerView }: { preview: InvoicePreview; currency: Currency; customerView: boolean }) {
  const { comparison, plan } = preview;
  return (
    <div className="flex flex-wrap items-end gap-x-10 gap-y-4">
      <div>
        <p className="flex h-6 items-center gap-1.5 text-muted text-sm">
          {preview.customer.name} on{' '}
          {plan.id && !customerView ? (
            <Link href={`/plans/${plan.id}`} className="hover:underline">
              {plan.name} v{plan.version}
            </Link>
          ) : (
            plan.name
          )}
          {plan.status && !customerView && <StatusBadge status={plan.status as VersionStatus} />}
        </p>
        <p className="num font-semibold text-4xl leading-11" data-testid="preview-total">
          <Money value={preview.totals.total} currency={currency} />
        </p>
      </div>
      {comparison && (
        <>
          <div>
            <p className="flex h-6 items-center gap-1.5 text-muted text-sm">
              On {comparison.plan.name} v{comparison.plan.version}
            </p>
            <p className="num text-3xl text-muted leading-11">
              <Money value={comparison.totals.total} currency={currency} />
            </p>
          </div>
          <div>
            <p className="flex h-6 items-center gap-1.5 text-muted text-sm">Difference</p>
            <p className="h-11 text-3xl leading-11" data-testid="preview-difference">
              <Delta value={comparison.difference.total} currency={currency} percent={comparison.difference.percent} />
            </p>
          </div>
        </>
      )}
    </div>
  );
}

const ROWS = [
  ['amount', 'Charges', ''],
  ['chargesTotal', 'Minimum spend', ''],
  ['discountsTotal', 'Discounts', '−'],
  ['creditsTotal', 'Credits', '−'],
] as const;

function Sums({ totals, currency }: { totals: InvoicePreview['totals']; currency: Currency }) {
  return (
    <dl className="ml-auto grid w-full max-w-80 grid-cols-[1fr_auto] gap-x-6 gap-y-1 px-4 py-3">
      {ROWS.filter(([key]) => /[1-9]/.test(totals[key])).map(([key, label, sign]) => (
        <div key={key} className="contents text-muted">
          <dt>{label}</dt>
          <dd className="num text-right">
            {sign}
            <Money value={totals[key]} currency={currency} bare />
          </dd>
        </div>
      ))}
      <div className="contents font-semibold">
        <dt>Total</dt>
        <dd className="text-right">
          <Money value={totals.total} currency={currency} />
        </dd>
      </div>
    </dl>
  );
}
