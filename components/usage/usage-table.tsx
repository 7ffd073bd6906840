'use client';

import { type ReactNode, useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { addMonths, monthOf, monthWords } from '@/components/ui/calendar';
import { useClock } from '@/components/ui/clock';
import { DataTable } from '@/components/ui/data-table';
import { Delta, Quantity } from '@/components/ui/numbers';
import { Skeleton } from '@/components/ui/skeleton';
import { Sparkline } from '@/components/ui/sparkline';
import type { Column } from '@/components/ui/table-column';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import { usageInput, windowsOf } from './usage-range';
import { changeBetween, totalSeries } from './usage-series';

const WHOLE_MONTHS = 6;

interface Props {
  today: string;
  timeZone: string;
  meters: readonly Meter[] | undefined;
  filters?: Record<string, QueryFilterStringMapItem>;
  href: (meter: Meter) => string;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
}

/** Each meter's last months: their course, the last whole month with its change, and this month so far. */
export function UsageTable({ today, timeZone, meters, filters, href, ...table }: Props) {
  const month = monthOf(today);
  const columns = useMemo((): readonly Column<Meter>[] => {
    const cell = (show: (props: CellProps) => ReactNode) => (meter: Meter) => (
      <Months meter={meter} month={month} timeZone={timeZone} filters={filters} show={show} />
    );
    return [
      { id: 'meter', header: 'Meter', cell: (meter) => <span className="truncate">{meter.name}</span> },
      {
        id: 'course',
        header: `${monthWords(addMonths(month, -WHOLE_MONTHS)).slice(0, 3)} – ${monthWords(addMonths(month, -1))}`,
        width: '10rem',
        hideBelow: 'nav',
        cell: cell(({ values }) => <Sparkline values={values.slice(0, -1)} className="h-6 w-32" />),
      },
      {
        id: 'last',
        header: monthWords(addMonths(month, -1)),
        width: '11rem',
        align: 'right',
        cell: cell(({ values }) => <Quantity value={values.at(-2) ?? null} unknown="No usage." />),
      },
      {
        id: 'change',
        header: 'Change',
        width: '8rem',
        align: 'right',
        hideBelow: 'wide',
        cell: cell(({ values }) => <Percent now={values.at(-2)} before={values.at(-3)} />),
      },
      {
        id: 'now',
        header: `${monthWords(month)}, so far`,
        width: '11rem',
        align: 'right',
        cell: cell(({ values }) => <Quantity value={values.at(-1) ?? null} unknown="No usage." />),
      },
    ];
  }, [month, timeZone, filters]);
  return (
    <DataTable
      label="Usage by meter"
      columns={columns}
      rows={meters}
      rowKey={(meter) => meter.id}
      rowName={(meter) => meter.name}
      rowHref={href}
      skeletonRows={5}
      {...table}
    />
  );
}

interface CellProps {
  values: readonly (string | null)[];
}

/** Cells of one row ask the same question; it is asked once. */
function Months({
  meter,
  month,
  timeZone,
  filters,
  show,
}: { meter: Meter; month: string; show: (props: CellProps) => ReactNode } & Pick<Props, 'timeZone' | 'filters'>) {
  const clock = useClock();
  const range = { from: addMonths(month, -WHOLE_MONTHS), to: addMonths(month, 1) };
  const usage = useApi(queryMeter, usageInput({ meterId: meter.id, range, timeZone, every: 'month', filters }));
  if (usage.error) return <Quantity value={null} unknown={usage.error.message} />;
  if (!usage.data) return <Skeleton className="ml-auto w-16" />;
  const figures = {
    aggregation: meter.aggregation,
    every: 'month',
    timeZone,
    windows: windowsOf(range, 'month', timeZone),
    now: clock(),
  } as const;
  return show({ values: totalSeries(usage.data.data, figures).rows.map((row) => row.values.now ?? null) });
}

function Percent({ now, before }: { now: string | null | undefined; before: string | null | undefined }) {
  if (!now || !before) return <Quantity value={null} unknown="No earlier month to compare." />;
  const { difference, percent } = changeBetween(now, before);
  if (percent === null) return <Quantity value={null} unknown="No usage in the month before." />;
  const sign = difference.startsWith('-') ? '−' : /[1-9]/.test(difference) ? '+' : '';
  return sign === '' ? <Delta value="0" moreIs={null} /> : <span className="num">{`${sign}${percent.replace('-', '')}%`}</span>;
}
