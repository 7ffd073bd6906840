'use client';

import clsx from 'clsx';
import { useId } from 'react';
import { AGGREGATION, AGGREGATIONS, limitOf } from '@/components/usage/aggregation';
import type { MeterAggregation } from '@/lib/metering/meter';

/** The aggregations as a list of sentences: nobody should have to know what "latest" does to choose it. */
export function AggregationPicker({ value, onChange }: { value: MeterAggregation; onChange: (value: MeterAggregation) => void }) {
  const name = useId();
  return (
    <div className="flex flex-col divide-y divide-border rounded-md border border-border-strong">
      {AGGREGATIONS.map((aggregation) => {
        const words = AGGREGATION[aggregation];
        const chosen = aggregation === value;
        const limit = chosen ? limitOf(aggregation) : null;
        return (
          <label
            key={aggregation}
            className={clsx(
              'flex cursor-pointer items-start gap-2.5 px-3 py-2 transition-colors',
              chosen ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <span className="flex h-5 items-center">
              <input
                type="radio"
                name={name}
                checked={chosen}
                onChange={() => onChange(aggregation)}
                className="check size-4 shrink-0 rounded-full"
              />
            </span>
            <span className="flex min-w-0 flex-col">
              <span>
                <span className="font-medium">{words.name}</span> <span className="text-muted">· {words.does}</span>
              </span>
              {chosen && <span className="text-muted text-sm">For example: {words.example.toLowerCase()}.</span>}
              {limit && <span className="text-sm text-warning">{limit}</span>}
            </span>
          </label>
        );
      })}
    </div>
  );
}
