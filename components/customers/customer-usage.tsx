'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChip } from '@/components/ui/filter-bar';
import { Skeleton } from '@/components/ui/skeleton';
import { UsageChart } from '@/components/usage/usage-chart';
import { UsageControls } from '@/components/usage/usage-controls';
import { rangeOf, stepOf, usageParams } from '@/components/usage/usage-range';
import { listMeters } from '@/lib/api/metering/meters';
import type { Customer } from '@/lib/metering/customer';

/** Shows the customer's usage, a chart for each meter. */
export function CustomerUsage({ customer, today }: { customer: Customer; today: string }) {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(usageParams);
  const meters = useApi(listMeters, ALL_METERS);
  const range = useMemo(() => rangeOf({ from: params.from, to: params.to }, today), [params.from, params.to, today]);
  const filters = useMemo(() => ({ customer_id: { eq: customer.id } }), [customer.id]);
  if (meters.error) return <ErrorState error={meters.error} onRetry={() => void meters.refetch()} />;
  if (!meters.data) return <Skeleton className="h-90" />;
  const shown = meters.data.data.filter(({ key }) => params.meter.length === 0 || params.meter.includes(key));
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
      <div className={shown.length > 1 ? 'grid gap-x-8 gap-y-10 wide:grid-cols-2' : undefined}>
        {shown.map((meter) => (
          <UsageChart
            key={meter.id}
            title={meter.name}
            meter={meter}
            range={range}
            timeZone={timeZone}
            every={stepOf(range, params.every)}
            compare={params.compare}
            filters={filters}
            height={shown.length > 1 ? 180 : 280}
          />
        ))}
      </div>
    </div>
  );
}
