'use client';

import { useQueryStates } from 'nuqs';
import type { DayRange } from '@/components/ui/calendar';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { FilterChip } from '@/components/ui/filter-bar';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';
import { EVERY, type Every, stepOf, stepsOf, usageParams } from './usage-range';

const STEP = { hour: 'Hours', day: 'Days', month: 'Months' } as const;

interface Props {
  range: DayRange;
  timeZone: string;
  /** Dimensions that usage may be split by; none leaves the choice out. */
  dimensions?: readonly string[];
  compare?: boolean;
}

/** Range, step, split and comparison of the charts below, on one line and in the URL. */
export function UsageControls({ range, timeZone, dimensions, compare = false }: Props) {
  const [params, setParams] = useQueryStates(usageParams);
  const possible = stepsOf(range);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <DateRangePicker value={range} timeZone={timeZone} onValueChange={({ from, to }) => void setParams({ from, to, every: null })} />
      <SegmentedControl
        label="Step"
        value={stepOf(range, params.every)}
        onValueChange={(every: Every) => void setParams({ every })}
        segments={EVERY.map((every) => ({ value: every, label: STEP[every], disabled: !possible.includes(every) }))}
      />
      {dimensions && dimensions.length > 0 && (
        <FilterChip
          single
          label="Split by"
          options={dimensions.map((value) => ({ value, label: value === 'customer_id' ? 'customer' : value }))}
          values={params.by ? [params.by] : []}
          onValuesChange={([by]) => void setParams({ by: by ?? null })}
        />
      )}
      {compare && (
        <Switch
          checked={params.compare && !params.by}
          disabled={Boolean(params.by)}
          onCheckedChange={(on) => void setParams({ compare: on || null })}
        >
          Compare with the range before
        </Switch>
      )}
    </div>
  );
}
