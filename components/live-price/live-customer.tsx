'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useDeferredValue, useMemo, useState } from 'react';
import { call, useApi } from '@/components/api/client';
import { TraceLines } from '@/components/pricing/trace-lines';
import { useSettled } from '@/components/pricing/use-settled';
import { useViewer } from '@/components/shell/viewer';
import { rangeWords } from '@/components/ui/calendar';
import { useClock } from '@/components/ui/clock';
import { Combobox } from '@/components/ui/combobox';
import { dayIn } from '@/components/ui/day-instant';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Delta, Money, Quantity } from '@/components/ui/numbers';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { getCustomer, listCustomers } from '@/lib/api/metering/customers';
import { createInvoicePreview, type InvoicePreview, type InvoicePreviewRequest } from '@/lib/api/rating/previews';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { monthsUpTo } from './months';

const SETTLE_MS = 350;

type Props = {
  /** The plan as it stands in the editor. */
  definition: CreatePlanRequest;
  /** Issues that prevent pricing. */
  blockers: number;
  startingPhase: string | undefined;
  published: { id: string; name: string } | null;
  customerId: string | null;
  month: string | null;
  onChoose: (choice: { customer?: string | null; month?: string | null }) => void;
};

/** Shows the cost for a customer in a real month with the plan as it stands here, saved or not. */
export function LiveCustomer({ definition, blockers, startingPhase, published, customerId, month, onChoose }: Props) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const [now] = useState(() => new Date(clock()).toISOString());
  const months = useMemo(() => monthsUpTo(now, timeZone, 14), [now, timeZone]);
  const chosen = months.find(({ value }) => value === month) ?? months[0];
  const settled = useSettled(definition, SETTLE_MS);
  const request: InvoicePreviewRequest | null =
    customerId && chosen
      ? {
          customer: { id: customerId },
          plan: { definition: settled },
          from: chosen.from,
          to: chosen.to,
          ...(startingPhase !== undefined && { startingPhase }),
          ...(published && { compareWith: { id: published.id } }),
        }
      : null;
  const preview = useQuery({
    queryKey: [createInvoicePreview.id, request],
    queryFn: ({ signal }) => call(createInvoicePreview, { body: request as InvoicePreviewRequest }, { signal }),
    enabled: request !== null && blockers === 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <CustomerField value={customerId} onChange={(customer) => onChoose({ customer })} />
        <Field label="Month">
          <Select value={chosen?.value ?? ''} options={months} onValueChange={(value) => onChoose({ month: value })} />
        </Field>
      </div>
      {!customerId ? (
        <p className="text-pretty text-muted">Choose a customer to see what their real usage would have cost with this plan.</p>
      ) : blockers > 0 ? (
        <p className="text-pretty text-muted">
          {blockers === 1 ? 'One problem keeps' : `${blockers} problems keep`} the plan from being priced. Repair{' '}
          {blockers === 1 ? 'it' : 'them'} first.
        </p>
      ) : preview.error ? (
        <ErrorState compact error={preview.error} onRetry={() => void preview.refetch()} retrying={preview.isFetching} />
      ) : preview.data ? (
        <Result
          preview={preview.data.data}
          stale={preview.isPlaceholderData || settled !== definition}
          publishedName={published?.name ?? ''}
        />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

function CustomerField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [query, setQuery] = useState('');
  const search = useDeferredValue(query.trim());
  const page = { size: 20 };
  const list = useApi(
    listCustomers,
    { query: { page, sort: 'name', ...(search && { filter: { name: { contains: search } } }) } },
    { placeholderData: keepPreviousData },
  );
  const known = list.data?.data.find(({ id }) => id === value);
  const one = useApi(getCustomer, { params: { customerId: value ?? '' } }, { enabled: value !== null && !known });
  const selected = known ?? one.data;
  return (
    <Field label="Customer">
      <Combobox
        label="Customer"
        value={value}
        selected={selected ? { value: selected.id, label: selected.name } : null}
        options={(list.data?.data ?? []).map(({ id, name, key }) => ({ value: id, label: name, hint: key }))}
        onQueryChange={setQuery}
        loading={list.isFetching}
        failed={list.error ? 'Customers could not be loaded.' : undefined}
        recents="customers"
        placeholder="Choose…"
        onValueChange={onChange}
      />
    </Field>
  );
}

function Waiting() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3">
      <Skeleton className="h-9 w-36" />
      <Skeleton className="h-4 w-52" />
      {Array.from({ length: 4 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders
        <Skeleton key={i} className="h-7 w-full" />
      ))}
    </div>
  );
}

const daysOf = ({ from, to }: { from: string; to: string }, timeZone: string) =>
  rangeWords({ from: dayIn(from, timeZone), to: dayIn(to, timeZone) });

function Result({ preview, stale, publishedName }: { preview: InvoicePreview; stale: boolean; publishedName: string }) {
  const { currency } = preview.plan;
  const difference = preview.comparison?.difference;
  return (
    <div aria-live="polite" aria-busy={stale} className={clsx('flex flex-col gap-3 transition-opacity', stale && 'opacity-60')}>
      <div>
        <Money value={preview.totals.total} currency={currency} className="font-semibold text-3xl" />
        <p className="flex min-h-5 flex-wrap items-baseline gap-x-2 text-muted">
          {difference && (
            <>
              <Delta
                value={difference.total}
                currency={currency}
                percent={/[1-9]/.test(difference.percent ?? '') ? difference.percent : null}
                moreIs={null}
              />
              <span>against {publishedName}</span>
            </>
          )}
        </p>
      </div>
      {preview.periods.map((period) => (
        <section key={`${period.phaseKey} ${period.period.from}`} className="flex flex-col">
          {preview.periods.length > 1 && <h4 className="pt-1 text-muted text-sm">{daysOf(period.period, preview.timeZone)}</h4>}
          <TraceLines lines={period.lines} currency={currency} />
          {period.lines.length === 0 && <p className="text-muted">Nothing was billed in this period.</p>}
          <details className="text-sm">
            <summary className="w-fit rounded-sm py-1 text-muted hover:text-text">Usage it is based on</summary>
            <ul className="flex flex-col gap-1 pb-1">
              {period.usage.map((usage) => (
                <li key={`${usage.rateCardKey} ${usage.period.from}`} className="flex justify-between gap-2">
                  <span className="min-w-0 truncate text-muted">{usage.meterKey}</span>
                  <Quantity value={usage.quantity} />
                </li>
              ))}
            </ul>
          </details>
        </section>
      ))}
    </div>
  );
}
