'use client';

import { type ReactNode, useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { addMonths, monthOf, monthWords } from '@/components/ui/calendar';
import { useClock } from '@/components/ui/clock';
import { DataTable } from '@/components/ui/data-table';
import { Delta, Quantity } from '@/components/ui/numbers';
import { Sparkline } from '@/components/ui/sparkline';
import type { Column } from '@/components/ui/table-column';
import { queryMeters } from '@/lib/api/metering/meter-query';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import { metersWithUsage, rowsOf } from './meter-rows';
import { lastMonths, lastMonthsInput, windowsOf } from './usage-range';
import { changeBetween, totalSeries } from './usage-series';

interface Props {
  today: string;
  timeZone: string;
  meters: readonly Meter[] | undefined;
  filters?: Record<string, QueryFilterStringMapItem>;
  href: (meter: Meter) => string;
  error?: unknown;
  onRetry?: () => void;
  /** Shown when no meter counted anything in these months. */
  empty: ReactNode;
}

/** Each meter with usage in the last months: their course, the last whole month with its change, and this month so far. */
export function UsageTable({ today, timeZone, meters, filters, href, error, onRetry, empty }: Props) {
  const month = monthOf(today);
  const clock = useClock();
  const range = useMemo(() => lastMonths(today), [today]);
  const usage = useApi(queryMeters, lastMonthsInput(today, timeZone, filters));
  const columns = useMemo((): readonly Column<Meter>[] => {
    const windows = windowsOf(range, 'month', timeZone);
    const cell = (show: (values: readonly (string | null)[]) => ReactNode) => (meter: Meter) => {
      const figures = { aggregation: meter.aggregation, every: 'month', timeZone, windows, now: clock() } as const;
      return show(totalSeries(rowsOf(usage.data, meter.id) ?? [], figures).rows.map((row) => row.values.now ?? null));
    };
    return [
      { id: 'meter', header: 'Meter', cell: (meter) => <span className="truncate">{meter.name}</span> },
      {
        id: 'course',
        header: `${monthWords(range.from).slice(0, 3)} – ${monthWords(addMonths(month, -1))}`,
        width: '10rem',
        hideBelow: 'nav',
        cell: cell((values) => <Sparkline values={values.slice(0, -1)} className="h-6 w-32" />),
      },
      {
        id: 'last',
        header: monthWords(addMonths(month, -1)),
        width: '11rem',
        align: 'right',
        cell: cell((values) => <Quantity value={values.at(-2) ?? null} unknown="No usage." />),
      },
      {
        id: 'change',
        header: 'Change',
        width: '8rem',
        align: 'right',
        hideBelow: 'wide',
        cell: cell((values) => <Percent now={values.at(-2)} before={values.at(-3)} />),
      },
      {
        id: 'now',
        header: `${monthWords(month)}, so far`,
        width: '11rem',
        align: 'right',
        cell: cell((values) => <Quantity value={values.at(-1) ?? null} unknown="No usage." />),
      },
    ];
  }, [month, range, timeZone, usage.data, clock]);
  const failed = error ?? usage.error;
  return (
    <DataTable
      label="Usage by meter"
      columns={columns}
      rows={metersWithUsage(meters, [usage.data])}
      rowKey={(meter) => meter.id}
      rowName={(meter) => meter.name}
      rowHref={href}
      skeletonRows={5}
      error={failed}
      onRetry={() => {
        onRetry?.();
        void usage.refetch();
      }}
      empty={empty}
    />
  );
}

function Percent({ now, before }: { now: string | null | undefined; before: string | null | undefined }) {
  if (!now || !before) return <Quantity value={null} unknown="No earlier month to compare." />;
  const { difference, percent } = changeBetween(now, before);
  if (percent === null) return <Quantity value={null} unknown="No usage in the month before." />;
  const sign = difference.startsWith('-') ? '−' : /[1-9]/.test(difference) ? '+' : '';
  return sign === '' ? <Delta value="0" moreIs={null} /> : <span className="num">{`${sign}${percent.replace('-', '')}%`}</span>;
}
