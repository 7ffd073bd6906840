'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useCustomerNames } from '@/components/lists/customer-names';
import { type DayRange, rangeWords } from '@/components/ui/calendar';
import { ChartFrame } from '@/components/ui/chart-frame';
import { useClock } from '@/components/ui/clock';
import { Delta, Quantity } from '@/components/ui/numbers';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import { AGGREGATION, addsUp, measureOf, speaksForAll } from './aggregation';
import { type Every, rangeBefore, usageInputs, windowsOf } from './usage-range';
import { changeBetween, groupedSeries, totalSeries } from './usage-series';

interface Props {
  meter: Meter;
  title: string;
  range: DayRange;
  timeZone: string;
  every: Every;
  by?: string | null;
  compare?: boolean;
  /** Only usage that meets these conditions on dimensions. */
  filters?: Record<string, QueryFilterStringMapItem>;
  height?: number;
  /** Whether it reads itself again every while. */
  live?: boolean;
}

const LIVE_MS = 20_000;

/** A meter's usage over time: the exact figure of the whole range, its change, and the course; split by a dimension on demand. */
export function UsageChart({ meter, title, range, timeZone, every, by = null, compare = false, filters, height = 260, live }: Props) {
  const clock = useClock();
  const previous = rangeBefore(range);
  const inputs = usageInputs({ meterId: meter.id, range, timeZone, every, by, filters }, compare);
  const options = { placeholderData: keepPreviousData, refetchInterval: live ? LIVE_MS : undefined } as const;
  const course = useApi(queryMeter, inputs.course, options);
  const total = useApi(queryMeter, inputs.total, options);
  const totalBefore = useApi(queryMeter, inputs.totalBefore, { placeholderData: keepPreviousData });
  const comparing = inputs.courseBefore !== undefined;
  const courseBefore = useApi(queryMeter, inputs.courseBefore ?? inputs.totalBefore, { ...options, enabled: comparing });
  const names = useCustomerNames(by === 'customer_id');

  const data = useMemo(() => {
    if (!course.data || (comparing && !courseBefore.data)) return undefined;
    const figures = { aggregation: meter.aggregation, every, timeZone, windows: windowsOf(range, every, timeZone), now: clock() };
    if (by) return groupedSeries(course.data.data, by, figures, (value) => names(value) ?? (value || 'not given'));
    const before = comparing && courseBefore.data && { rows: courseBefore.data.data, windows: windowsOf(previous, every, timeZone) };
    return totalSeries(course.data.data, figures, before || undefined);
  }, [course.data, courseBefore.data, comparing, meter.aggregation, every, timeZone, range, previous, by, names, clock]);

  const figure = total.data && (total.data.data[0]?.value ?? null);
  const before = totalBefore.data?.data[0]?.value;
  return (
    <ChartFrame
      title={title}
      kind={by || (addsUp(meter.aggregation) && !comparing) ? 'bar' : 'line'}
      data={data}
      height={height}
      figure={figure !== undefined && <Quantity value={figure} unknown="No events were counted in this range." />}
      change={figure && before && <Change now={figure} before={before} range={previous} />}
      definition={<Definition meter={meter} filters={filters} timeZone={timeZone} />}
      error={course.error ?? total.error}
      onRetry={() => void Promise.all([course.refetch(), total.refetch()])}
      empty="No events were counted in this range."
      fileName={`${meter.key}-${range.from}-${range.to}`}
    />
  );
}

function Change({ now, before, range }: { now: string; before: string; range: DayRange }) {
  const { difference, percent } = changeBetween(now, before);
  return (
    <span className="flex flex-wrap items-baseline gap-x-1.5">
      <Delta value={difference} percent={percent} moreIs={null} />
      <span className="text-muted">against {rangeWords(range)}</span>
    </span>
  );
}

function Definition({ meter, filters, timeZone }: { meter: Meter; filters: Props['filters']; timeZone: string }): ReactNode {
  return (
    <>
      {measureOf(meter)} of events of type <code className="font-mono text-sm">{meter.eventType}</code>.{' '}
      {AGGREGATION[meter.aggregation].does}
      {filters?.customer_id && ' Only events of this customer.'} Days begin at midnight in {timeZone.replaceAll('_', ' ')}.
      {!speaksForAll(meter.aggregation) && !filters?.customer_id && ' Values of all customers are mixed. Split by customer to read them.'}
      {!addsUp(meter.aggregation) && ' Computed over the whole range. Daily values do not add up to it.'}
    </>
  );
}
