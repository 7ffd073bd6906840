'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useCustomerNames } from '@/components/lists/customer-names';
import type { DayRange } from '@/components/ui/calendar';
import { ErrorState } from '@/components/ui/error-state';
import { Quantity } from '@/components/ui/numbers';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { usageInput } from '@/components/usage/usage-range';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { Meter } from '@/lib/metering/meter';

const SHOWN = 8;

/** Shows the largest customers of a range, as bars beside exact figures; usage whose subject belongs to nobody is named as such. */
export function TopCustomers({ meter, range, timeZone }: { meter: Meter; range: DayRange; timeZone: string }) {
  const usage = useApi(queryMeter, usageInput({ meterId: meter.id, range, timeZone, by: 'customer_id' }), {
    placeholderData: keepPreviousData,
  });
  const names = useCustomerNames();
  const rows = useMemo(
    () =>
      usage.data?.data
        .map((row) => ({ id: row.dimensions.customer_id ?? '', value: row.value, size: Number(row.value) }))
        .sort((a, b) => b.size - a.size),
    [usage.data],
  );
  const most = rows?.[0]?.size ?? 0;
  return (
    <Section title="Top customers" card>
      {usage.error ? (
        <ErrorState compact error={usage.error} onRetry={() => void usage.refetch()} />
      ) : !rows ? (
        <div className="flex flex-col gap-3" style={{ height: SHOWN * 32 }}>
          {Array.from({ length: SHOWN }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars without content have nothing else
            <Skeleton key={i} className="h-5" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <p className="text-muted">No usage in this range.</p>
      ) : (
        <ol className="flex flex-col">
          {rows.slice(0, SHOWN).map(({ id, value, size }) => (
            <li key={id} className="relative flex h-8 items-center justify-between gap-4 px-2">
              <span
                aria-hidden="true"
                className="absolute inset-y-1 left-0 rounded-sm bg-accent-soft"
                style={{ width: most > 0 ? `${(size / most) * 100}%` : 0 }}
              />
              <span className="relative min-w-0 truncate">
                {id ? (
                  <TextLink quiet href={`/customers/${id}`}>
                    {names(id) ?? id}
                  </TextLink>
                ) : (
                  <span className="text-muted">Unassigned subjects</span>
                )}
              </span>
              <Quantity value={value} className="relative" />
            </li>
          ))}
        </ol>
      )}
      {rows && rows.length > SHOWN && <p className="mt-2 px-2 text-muted text-sm">and {rows.length - SHOWN} more</p>}
    </Section>
  );
}
