'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { rangeWords } from '@/components/ui/calendar';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { ByCustomer } from './by-customer';
import { MeterTile } from './meter-tile';
import { overviewInput, overviewParams } from './overview-input';
import { StandOuts } from './stand-outs';
import { rangeBefore, rangeOf } from './usage-range';
import { KINDS, metersOf } from './usage-words';

const LIVE_MS = 60_000;

/** All meters at once, AI beside API: how much, how it changed, what stands out, and who it was. `today` is a day of the workspace's zone. */
export function UsagePage({ today }: { today: string }) {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(overviewParams);
  const range = useMemo(() => rangeOf({ from: params.from, to: params.to }, today), [params.from, params.to, today]);
  const overview = useApi(getUsageOverview, overviewInput(range, timeZone), {
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
  const shown = overview.data;
  const meters = shown?.meters;
  const inOrder = KINDS.flatMap(({ kind }) => metersOf(meters ?? [], kind));
  const chosen = inOrder.find(({ meter }) => meter.id === params.meter) ?? inOrder[0];
  return (
    <Page width="full">
      <PageHeader
        title="Usage"
        description={`Every meter from ${rangeWords(range)}, against ${rangeWords(rangeBefore(range))}.`}
        acts={<DateRangePicker value={range} timeZone={timeZone} onValueChange={({ from, to }) => void setParams({ from, to })} />}
      />
      {overview.error ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : !shown ? (
        <Skeleton className="h-120" />
      ) : shown.meters.length === 0 ? (
        <EmptyState title="No meters yet" icon={<Gauge />} action={<ButtonLink href="/meters">Go to meters</ButtonLink>}>
          A meter turns your events into usage. Create one to see its usage here.
        </EmptyState>
      ) : (
        <>
          <StandOuts overview={shown} timeZone={timeZone} />
          <ul className="grid auto-rows-fr grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-4">
            {inOrder.map((usage) => (
              <MeterTile key={usage.meter.id} usage={usage} range={range} today={today} />
            ))}
          </ul>
          {shown.metersLeftOut > 0 && <p className="text-muted">{shown.metersLeftOut} more meters are not shown. Open them from Meters.</p>}
          {chosen && (
            <ByCustomer
              meters={shown.meters}
              meterId={chosen.meter.id}
              onMeterChange={(meter) => void setParams({ meter })}
              range={range}
              timeZone={timeZone}
            />
          )}
        </>
      )}
    </Page>
  );
}
