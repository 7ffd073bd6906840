'use client';

import Link from 'next/link';
import { useApi } from '@/components/api/client';
import { Delta, Quantity, Unknown } from '@/components/ui/numbers';
import { Skeleton } from '@/components/ui/skeleton';
import { Sparkline } from '@/components/ui/sparkline';
import { measureOf } from '@/components/usage/aggregation';
import { rangeOf, windowsOf } from '@/components/usage/usage-range';
import { changeBetween, totalSeries } from '@/components/usage/usage-series';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { Meter } from '@/lib/metering/meter';
import { tileInputs } from './home-input';

/** What a meter counted in the last thirty days, against the thirty before, and its course up to yesterday. Opens the meter. */
export function UsageTile({ meter, today, timeZone }: { meter: Meter; today: string; timeZone: string }) {
  const range = rangeOf({ from: null, to: null }, today);
  const inputs = tileInputs(meter.id, today, timeZone);
  const course = useApi(queryMeter, inputs.course);
  const total = useApi(queryMeter, inputs.total);
  const before = useApi(queryMeter, inputs.totalBefore);
  const figure = total.data?.data[0]?.value;
  const earlier = before.data?.data[0]?.value;
  const change = figure !== undefined && earlier !== undefined ? changeBetween(figure, earlier) : undefined;
  const figures = {
    aggregation: meter.aggregation,
    every: 'day',
    timeZone,
    windows: windowsOf(range, 'day', timeZone),
    now: Date.now(),
  } as const;
  return (
    <Link
      href={`/meters/${meter.id}`}
      className="group flex min-w-0 flex-col gap-2 rounded-md border border-border p-4 transition-colors hover:bg-surface"
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium">{meter.name}</span>
        <span className="truncate text-muted text-sm max-sm:hidden">{measureOf(meter)}</span>
      </span>
      <span className="flex h-9 items-end justify-between gap-3">
        <span className="num truncate font-medium text-2xl">
          {total.error ? (
            <Unknown reason={total.error.message} />
          ) : total.data ? (
            <Quantity value={figure ?? null} unknown="Nothing was counted in the last 30 days." />
          ) : (
            <Skeleton className="h-6 w-32" />
          )}
        </span>
        <span className="shrink-0 text-muted">
          {course.data && (
            <Sparkline
              className="h-8 w-24"
              values={totalSeries(course.data.data, figures)
                .rows.slice(0, -1)
                .map((row) => row.values.now ?? null)}
            />
          )}
        </span>
      </span>
      <span className="h-5 truncate text-sm">
        {change ? (
          <Delta value={change.difference} percent={change.percent} moreIs={null} />
        ) : (
          before.data && total.data && <span className="text-muted">Nothing in the 30 days before</span>
        )}
      </span>
    </Link>
  );
}
