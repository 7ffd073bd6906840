'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Controller, get, useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { MatchingEvents } from '@/components/events/matching-events';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Meter } from '@/lib/metering/meter';
import { type FeatureValues, type FilterOperator, filtersOf, OPERATORS } from './feature-values';

const OPTIONS = (Object.keys(OPERATORS) as FilterOperator[]).map((value) => ({ value, label: OPERATORS[value] }));

/** Which of the meter's usage counts for the feature: conditions on dimensions, all of which must hold. */
export function FilterRows({ meter, dimensions }: { meter: Meter; dimensions: readonly string[] }) {
  const { register, control, formState } = useFormContext<FeatureValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'filters' });
  const rows = useWatch({ control, name: 'filters' });

  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Usage filter</legend>
      {fields.length === 0 && <p className="-mt-1 text-muted">All usage of the meter.</p>}
      {fields.map((field, index) => {
        const fault = get(formState.errors, `filters.${index}.value.message`) as string | undefined;
        const several = rows[index]?.operator === 'in' || rows[index]?.operator === 'nin';
        return (
          <div key={field.id} className="flex flex-col gap-1">
            <div className="flex items-center gap-2 max-nav:flex-wrap">
              <Controller
                control={control}
                name={`filters.${index}.dimension`}
                render={({ field: { value, onChange } }) => (
                  <Select
                    aria-label={`Dimension of condition ${index + 1}`}
                    value={value}
                    onValueChange={onChange}
                    options={dimensions.map((dimension) => ({ value: dimension, label: dimension }))}
                    className="flex-1"
                  />
                )}
              />
              <Controller
                control={control}
                name={`filters.${index}.operator`}
                render={({ field: { value, onChange } }) => (
                  <Select
                    aria-label={`Comparison of condition ${index + 1}`}
                    value={value}
                    onValueChange={onChange}
                    options={OPTIONS}
                    className="flex-1"
                  />
                )}
              />
              <Input
                mono
                aria-label={`Value of condition ${index + 1}`}
                aria-invalid={fault ? true : undefined}
                placeholder={several ? 'small, large' : 'small'}
                autoComplete="off"
                className="flex-1"
                {...register(`filters.${index}.value`)}
              />
              <IconButton quiet label={`Remove condition ${index + 1}`} icon={<Trash2 />} onClick={() => remove(index)} />
            </div>
            {fault && <p className="text-critical text-sm">{fault}</p>}
          </div>
        );
      })}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          className="-ml-2.5"
          onClick={() =>
            append({ dimension: dimensions[0] ?? '', operator: 'eq', value: '' }, { focusName: `filters.${fields.length}.value` })
          }
        >
          Add a condition
        </Button>
      </div>
      <MatchingEvents meter={meter} filters={filtersOf(rows)} />
    </fieldset>
  );
}
