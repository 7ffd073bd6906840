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
import type { MeterQueryRow } from '@/lib/metering/meter-query';
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
export function UsageChart({ live, ...shown }: Props) {
  const { meter, range, timeZone, every, by, compare = false, filters } = shown;
  const inputs = usageInputs({ meterId: meter.id, range, timeZone, every, by, filters }, compare);
  const options = { placeholderData: keepPreviousData, refetchInterval: live ? LIVE_MS : undefined } as const;
  const course = useApi(queryMeter, inputs.course, options);
  const total = useApi(queryMeter, inputs.total, options);
  const totalBefore = useApi(queryMeter, inputs.totalBefore, { placeholderData: keepPreviousData });
  const comparing = inputs.courseBefore !== undefined;
  const courseBefore = useApi(queryMeter, inputs.courseBefore ?? inputs.totalBefore, { ...options, enabled: comparing });
  return (
    <UsageCourse
      {...shown}
      figures={{
        course: course.data?.data,
        total: total.data?.data,
        totalBefore: totalBefore.data?.data,
        courseBefore: comparing ? courseBefore.data?.data : [],
      }}
      error={course.error ?? total.error}
      onRetry={() => void Promise.all([course.refetch(), total.refetch()])}
    />
  );
}

/** Answers about a meter; undefined while it is asked. */
export type UsageFigures = Record<'course' | 'total' | 'totalBefore' | 'courseBefore', readonly MeterQueryRow[] | undefined>;

type CourseProps = Omit<Props, 'live'> & { figures: UsageFigures; error?: unknown; onRetry?: () => void };

/** The chart of what was answered. */
export function UsageCourse({ figures: answered, error, onRetry, ...shown }: CourseProps) {
  const { meter, title, range, timeZone, every, by = null, compare = false, filters, height = 260 } = shown;
  const { course, total, totalBefore, courseBefore } = answered;
  const clock = useClock();
  const previous = rangeBefore(range);
  const comparing = compare && !by;
  const names = useCustomerNames(by === 'customer_id');

  const data = useMemo(() => {
    if (!course || !courseBefore) return undefined;
    const figures = { aggregation: meter.aggregation, every, timeZone, windows: windowsOf(range, every, timeZone), now: clock() };
    if (by) return groupedSeries(course, by, figures, (value) => names(value) ?? (value || 'not given'));
    return totalSeries(course, figures, comparing ? { rows: courseBefore, windows: windowsOf(previous, every, timeZone) } : undefined);
  }, [course, courseBefore, comparing, meter.aggregation, every, timeZone, range, previous, by, names, clock]);

  const figure = total && (total[0]?.value ?? null);
  const before = totalBefore?.[0]?.value;
  return (
    <ChartFrame
      title={title}
      kind={by || (addsUp(meter.aggregation) && !comparing) ? 'bar' : 'line'}
      data={data}
      height={height}
      figure={figure !== undefined && <Quantity value={figure} unknown="No events were counted in this range." />}
      change={figure && before && <Change now={figure} before={before} range={previous} />}
      definition={<Definition meter={meter} filters={filters} timeZone={timeZone} />}
      error={error}
      onRetry={onRetry}
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
