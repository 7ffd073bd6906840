'use client';

import { ArrowRight, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Delta, Money } from '@/components/ui/numbers';
import { Day } from '@/components/ui/time';
import type { Consequences, EntitlementChange, OutcomeInvoice } from '@/lib/api/subscription/acts';
import { decimal, text } from '@/lib/decimal';

interface Props {
  consequences: Consequences;
  effectiveAt: string;
  timeZone: string;
}

/** Shows what an act comes to: the money now and next, recurring revenue before and after, access, and what should be known before. */
export function ConsequencesView({ consequences, effectiveAt, timeZone }: Props) {
  const { invoiceNow, nextInvoice, mrr, entitlements, warnings } = consequences;
  const changed = entitlements.filter(({ effect }) => effect !== 'carry');
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-3">
        <Figure
          label="Due now"
          note={
            <>
              takes effect on <Day at={effectiveAt} timeZone={timeZone} />
            </>
          }
        >
          {invoiceNow ? <Money value={invoiceNow.total} currency={invoiceNow.currency} /> : 'Nothing'}
        </Figure>
        <Figure
          label="Next invoice"
          note={
            nextInvoice && (
              <>
                on <Day at={nextInvoice.at} timeZone={timeZone} />, usage so far included
              </>
            )
          }
        >
          {nextInvoice ? <Money value={nextInvoice.total} currency={nextInvoice.currency} /> : 'None'}
        </Figure>
        {mrr && <MrrFigure mrr={mrr} />}
      </dl>
      {invoiceNow && invoiceNow.lines.length > 0 && <InvoiceLines invoice={invoiceNow} timeZone={timeZone} />}
      {changed.length > 0 && <AccessChanges changes={changed} />}
      {warnings.map(({ code, message }) => (
        <p key={code + message} className="flex items-start gap-2 text-warning">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {message}
        </p>
      ))}
    </div>
  );
}

function Figure({ label, note, children }: { label: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="num font-medium text-lg">{children}</dd>
      {note && <dd className="text-muted text-sm">{note}</dd>}
    </div>
  );
}

function MrrFigure({ mrr: { before, after, currency, cause } }: { mrr: NonNullable<Consequences['mrr']> }) {
  const difference = text(decimal(after).minus(decimal(before)));
  return (
    <Figure label="Recurring per month" note={/[1-9]/.test(difference) ? cause : 'unchanged'}>
      <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
        <span className="text-muted">
          <Money value={before} currency={currency} />
        </span>
        <ArrowRight aria-label="becomes" className="size-3.5 self-center text-faint" />
        <Money value={after} currency={currency} />
        {/[1-9]/.test(difference) && (
          <span className="text-sm">
            <Delta value={difference} currency={currency} />
          </span>
        )}
      </span>
    </Figure>
  );
}

function InvoiceLines({ invoice, timeZone }: { invoice: OutcomeInvoice; timeZone: string }) {
  return (
    <table aria-label="Lines of the invoice due now" className="w-full border-collapse text-sm">
      <tbody>
        {invoice.lines.map((line) => (
          <tr key={`${line.kind}/${line.phaseKey}/${line.itemKey}/${line.servicePeriod.from}`} className="border-border border-t align-top">
            <td className="py-1.5">
              {line.name}
              <span className="block text-muted">
                {line.kind === 'credit' ? 'Credit for unused time, ' : ''}
                <Day at={line.servicePeriod.from} timeZone={timeZone} /> to <Day at={line.servicePeriod.to} timeZone={timeZone} />
              </span>
            </td>
            <td className="py-1.5 text-right">
              <Money value={line.total} currency={invoice.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const EFFECTS: Record<EntitlementChange['effect'], string> = { carry: 'Stays', change: 'Changes', end: 'Ends', begin: 'Begins' };

function AccessChanges({ changes }: { changes: readonly EntitlementChange[] }) {
  return (
    <section aria-label="Changes in access" className="flex flex-col gap-1 text-sm">
      <h3 className="text-muted">Access</h3>
      <ul className="flex flex-col gap-1">
        {changes.map((change) => (
          <li key={`${change.itemKey}/${change.effect}/${change.at}`}>
            <span className="font-medium">{change.name}</span>: {EFFECTS[change.effect].toLowerCase()}.{' '}
            <span className="text-muted">{change.reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
