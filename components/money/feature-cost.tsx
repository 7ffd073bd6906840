'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { addDays, addMonths, type DayRange, monthOf, todayIn } from '@/components/ui/calendar';
import { ChartFrame } from '@/components/ui/chart-frame';
import { useClock } from '@/components/ui/clock';
import { startOfDay } from '@/components/ui/day-instant';
import { Money } from '@/components/ui/numbers';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { windowsOf } from '@/components/usage/usage-range';
import { queryFeatureCost } from '@/lib/api/metering/feature-cost';
import type { Feature } from '@/lib/catalog/feature';
import type { FeatureCostQueryRow } from '@/lib/catalog/feature-cost';
import { decimal } from '@/lib/decimal';
import { moneyText, roundMoney } from '@/lib/money';

const SPANS = [
  { value: 'day', label: '30 days' },
  { value: 'month', label: '12 months' },
] as const;
type Every = (typeof SPANS)[number]['value'];

const USD = { code: 'USD', precision: 2 };
// Cents hide what small features cost: below a dollar there are six digits.
const SMALL = { code: 'USD', precision: 6 };
const written = (cost: string) => {
  const amount = decimal(cost);
  const currency = amount.abs().lt(decimal('1')) && !amount.eq(decimal('0')) ? SMALL : USD;
  return moneyText(roundMoney(amount, currency), currency);
};

const rangeOf = (every: Every, today: string): DayRange =>
  every === 'day' ? { from: addDays(today, -29), to: addDays(today, 1) } : { from: addMonths(monthOf(today), -11), to: addDays(today, 1) };

/** Shows the cost of a feature's usage over time, each day or month at the price of its time. */
export function FeatureCost({ feature }: { feature: Feature }) {
  const { timeZone } = useViewer().workspace;
  const [every, setEvery] = useState<Every>('day');
  const clock = useClock();
  const [now] = useState(clock);
  const range = useMemo(() => rangeOf(every, todayIn(timeZone, now)), [every, timeZone, now]);
  const whole = { from: startOfDay(range.from, timeZone), to: startOfDay(range.to, timeZone), timeZone };
  const params = { featureId: feature.id };
  const options = { placeholderData: keepPreviousData } as const;
  const total = useApi(queryFeatureCost, { params, body: whole }, options);
  const course = useApi(queryFeatureCost, { params, body: { ...whole, granularity: every === 'day' ? 'P1D' : 'P1M' } }, options);
  const sum = total.data && (total.data.data[0] ?? NOTHING);

  const data = useMemo(() => {
    if (!course.data) return undefined;
    const costs = new Map(course.data.data.map((row) => [Date.parse(row.from), row.cost]));
    return {
      x: every,
      xLabel: every === 'day' ? 'Day' : 'Month',
      sign: '$',
      timeZone,
      series: [{ key: 'cost', label: 'Cost' }],
      rows: windowsOf(range, every, timeZone).map(({ x, from }) => {
        const cost = costs.get(from);
        return { x, values: { cost: cost === undefined ? (from > now ? null : '0') : cost && written(cost) } };
      }),
    };
  }, [course.data, every, range, timeZone, now]);

  return (
    <div className="flex flex-col gap-2">
      <ChartFrame
        title="Cost"
        kind="bar"
        height={160}
        data={data}
        figure={sum && <Money value={sum.cost && written(sum.cost)} currency="USD" unknown={sum.detail} />}
        definition="Usage multiplied by the unit cost at that time. If any part has no price, the cost is unknown."
        error={total.error ?? course.error}
        onRetry={() => void Promise.all([total.refetch(), course.refetch()])}
        empty="No usage in this period."
        fileName={`${feature.key}-cost`}
        controls={<SegmentedControl size="sm" label="Time" value={every} onValueChange={setEvery} segments={SPANS} />}
      />
      {sum?.detail && <p className="text-pretty text-sm text-warning">The cost is not known: {sum.detail}.</p>}
    </div>
  );
}

const NOTHING: Pick<FeatureCostQueryRow, 'cost' | 'detail'> = { cost: '0' };
