'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChip } from '@/components/ui/filter-bar';
import { Skeleton } from '@/components/ui/skeleton';
import { metersWithUsage, rowsOf } from '@/components/usage/meter-rows';
import { UsageCourse } from '@/components/usage/usage-chart';
import { UsageControls } from '@/components/usage/usage-controls';
import { metersInputs, rangeOf, stepOf, usageParams } from '@/components/usage/usage-range';
import { queryMeters } from '@/lib/api/metering/meter-query';
import { listMeters } from '@/lib/api/metering/meters';
import type { Customer } from '@/lib/metering/customer';

/** Shows the customer's usage, a chart for each meter that counted something; all of them come in one answer for each kind of figure. */
export function CustomerUsage({ customer, today }: { customer: Customer; today: string }) {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(usageParams);
  const meters = useApi(listMeters, ALL_METERS);
  const range = useMemo(() => rangeOf({ from: params.from, to: params.to }, today), [params.from, params.to, today]);
  const filters = useMemo(() => ({ customer_id: { eq: customer.id } }), [customer.id]);
  const every = stepOf(range, params.every);
  const inputs = metersInputs({ range, timeZone, every, filters }, params.compare);
  const kept = { placeholderData: keepPreviousData } as const;
  const course = useApi(queryMeters, inputs.course, kept);
  const total = useApi(queryMeters, inputs.total, kept);
  const totalBefore = useApi(queryMeters, inputs.totalBefore, kept);
  const comparing = inputs.courseBefore !== undefined;
  const courseBefore = useApi(queryMeters, inputs.courseBefore ?? inputs.totalBefore, { ...kept, enabled: comparing });
  const error = meters.error ?? course.error ?? total.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([meters.refetch(), course.refetch(), total.refetch()])} />;
  const used = metersWithUsage(meters.data?.data, [course.data, totalBefore.data]);
  if (!meters.data || !used) return <Skeleton className="h-90" />;
  const chosen = meters.data.data.filter(({ key }) => params.meter.includes(key));
  const shown = chosen.length > 0 ? chosen : used;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-2">
        <UsageControls range={range} timeZone={timeZone} compare />
        <FilterChip
          label="Meters"
          options={meters.data.data.map(({ key, name }) => ({ value: key, label: name }))}
          values={params.meter}
          onValuesChange={(meter) => void setParams({ meter: meter.length > 0 ? [...meter] : null })}
        />
      </div>
      {shown.length === 0 && (
        <EmptyState title="No usage in these days" icon={<ChartColumn />}>
          No meter counted an event of this customer. Choose other days.
        </EmptyState>
      )}
      <div className={shown.length > 1 ? 'grid gap-x-8 gap-y-10 wide:grid-cols-2' : undefined}>
        {shown.map((meter) => (
          <UsageCourse
            key={meter.id}
            title={meter.name}
            meter={meter}
            range={range}
            timeZone={timeZone}
            every={every}
            compare={params.compare}
            filters={filters}
            height={shown.length > 1 ? 180 : 280}
            figures={{
              course: rowsOf(course.data, meter.id),
              total: rowsOf(total.data, meter.id),
              totalBefore: rowsOf(totalBefore.data, meter.id),
              courseBefore: comparing ? rowsOf(courseBefore.data, meter.id) : [],
            }}
          />
        ))}
      </div>
    </div>
  );
}
